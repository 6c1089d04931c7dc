#include "host_stub/sis/service.hpp"

#include <algorithm>

#include "host_stub/http/date.hpp"
#include "host_stub/sis/control.hpp"
#include "host_stub/sis/crypto.hpp"
#include "host_stub/sis/generated_records.hpp"
#include "host_stub/sis/roster.hpp"

namespace host_stub::sis {

namespace {

bool is_control(const http::Request& request) {
  return request.path == "/_sis" || request.path.starts_with("/_sis/");
}

http::Response html_page(int status) {
  http::Response response;
  response.status = status;
  response.body = "<html><head><title>Error</title></head><body><h1>Error</h1>"
                  "<p>The gateway could not reach the application.</p></body></html>\n";
  response.set("Content-Type", "text/html; charset=utf-8");
  return response;
}

/// What this system's web server does to every answer.
void dress(const SisConfig& config, std::int64_t now_ms, http::Response& response) {
  if (config.date_skew != 0) {
    const std::chrono::milliseconds since_1970(now_ms + std::int64_t{config.date_skew} * 1000);
    response.set("Date", http::date_header(std::chrono::system_clock::time_point(since_1970)));
  }
  if (config.lower_case_headers) {
    for (auto& header : response.headers) {
      std::transform(header.name.begin(), header.name.end(), header.name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      });
    }
  }
}

/// The answer that a fault rule puts in place of, or over, the ordinary one.
void disfigure(const FaultAction& fault, Version version, const SisConfig& config,
               http::Response& response) {
  if (fault.html) {
    response = html_page(fault.status.value_or(502));
  } else if (fault.status) {
    const auto minor = *fault.status == 401   ? Minor::unauthorisedrequest
                       : *fault.status == 403 ? Minor::forbidden
                       : *fault.status == 404 ? Minor::unknownobject
                       : *fault.status == 429 ? Minor::server_busy
                       : *fault.status >= 500 ? Minor::internal_server_error
                                              : Minor::invaliddata;
    if (*fault.status >= 400) {
      response =
          error_response({*fault.status, minor, "a fault that was asked for"}, version, config);
    }
    response.status = *fault.status;
  }
  if (fault.body) {
    response.body = *fault.body;
  }
  for (const auto& header : fault.headers) {
    response.set(header.name, header.value);
  }
}

class ServiceVisit final : public http::Visit {
 public:
  ServiceVisit(Service& service, const http::Request& request)
      : service_(service), request_(request), admission_(service.admit(request)) {}

  std::chrono::milliseconds delay() const override { return admission_.fault.delay_before; }
  http::Outcome answer() override { return service_.answer(admission_, request_); }
  void finished(bool sent) override { service_.finished(admission_, sent); }

 private:
  Service& service_;
  const http::Request& request_;
  const Admission admission_;
};

} // namespace

Clock system_clock() {
  return {[] {
            return std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                .count();
          },
          [] {
            return std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::steady_clock::now().time_since_epoch())
                .count();
          }};
}

Service::Service(SisConfig config, Clock clock)
    : config_(std::move(config)), clock_(std::move(clock)), started_us_(clock_.steady_us()),
      store_(open_journal(config_.data_file)), router_(config_), authenticator_(config_),
      log_(config_.log_limit) {
  if (!config_.roster_dir.empty()) {
    const auto roster = read_roster_bundle(config_.roster_dir);
    load_roster(roster, store_, clock_.wall_ms());
    roster_gradebook_ = gradebook_of(roster);
  }
  generate_records(store_, config_, record_flags_, clock_.wall_ms());
}

std::unique_ptr<http::Visit> Service::receive(const http::Request& request) {
  return std::make_unique<ServiceVisit>(*this, request);
}

Admission Service::admit(const http::Request& request) {
  Admission admission;
  if (is_control(request)) {
    return admission;
  }
  const std::lock_guard lock(mutex_);
  admission.number = log_.begin(request, clock_.wall_ms(), clock_.steady_us() - started_us_);
  if (auto fired = faults_.pick(request)) {
    admission.rule = std::move(fired->rule);
    admission.fault = std::move(fired->action);
  }
  if (auto* entry = log_.find(admission.number)) {
    entry->fault = admission.rule;
  }
  return admission;
}

http::Outcome Service::answer(const Admission& admission, const http::Request& request) {
  const std::lock_guard lock(mutex_);
  http::Outcome outcome;
  if (is_control(request)) {
    outcome.response = Control(*this).answer(request);
    return outcome;
  }
  const auto& fault = admission.fault;
  Entry forgotten; // the log may have been cleared meanwhile
  auto* found = log_.find(admission.number);
  auto& entry = found == nullptr ? forgotten : *found;
  if (fault.expire_tokens) {
    authenticator_.issuer().expire_all();
  }
  const auto version = router_.version_of(request.path).value_or(Version::v1p2);
  if (fault.handles()) {
    try {
      outcome.response = dispatch(request, entry);
    } catch (const std::exception& error) {
      outcome.response =
          error_response({500, Minor::internal_server_error, error.what()}, version, config_);
    }
  }
  dress(config_, clock_.wall_ms(), outcome.response);
  disfigure(fault, version, config_, outcome.response);
  outcome.delay = fault.delay_after_store;
  outcome.truncate = fault.truncate;
  outcome.ending = fault.hang       ? http::Ending::hang
                   : fault.reset    ? http::Ending::reset
                   : fault.drop     ? http::Ending::drop
                   : fault.truncate ? http::Ending::answer_and_close
                                    : http::Ending::answer;
  const bool answers =
      outcome.ending == http::Ending::answer || outcome.ending == http::Ending::answer_and_close;
  entry.status = answers ? outcome.response.status : 0;
  return outcome;
}

void Service::finished(const Admission& admission, bool sent) {
  if (admission.number == 0) {
    return;
  }
  const std::lock_guard lock(mutex_);
  if (auto* entry = log_.find(admission.number)) {
    entry->ended_us = clock_.steady_us() - started_us_;
    entry->answered = sent;
  }
}

http::Response Service::handle(const http::Request& request) {
  const auto admission = admit(request);
  auto outcome = answer(admission, request);
  finished(admission, true);
  return std::move(outcome.response);
}

http::Response Service::dispatch(const http::Request& request, Entry& entry) {
  const auto now_ms = clock_.wall_ms();
  const auto& aliases = config_.token_path_aliases;
  if (config_.accept_oauth2 &&
      (request.path == config_.token_path ||
       std::find(aliases.begin(), aliases.end(), request.path) != aliases.end())) {
    entry.auth = "token";
    entry.client = TokenIssuer::client_of(request);
    return authenticator_.issuer().answer(request, now_ms);
  }
  const auto version = router_.version_of(request.path);
  if (!version) {
    return error_response({404, Minor::unknownobject, "there is nothing at this address"},
                          Version::v1p2, config_);
  }
  const auto refuse = [&](const Failure& failure) {
    return error_response(failure, *version, config_);
  };
  for (const auto* base : {&config_.rostering_1p2, &config_.gradebook_1p2}) {
    if (*version == Version::v1p2 && request.method == "GET" &&
        request.path.starts_with(*base + "/discovery/")) {
      return discovery(request, *base);
    }
  }
  if (!rate_.admit(config_.rate_limit, clock_.steady_us())) {
    Failure failure{config_.rate_status, Minor::server_busy, "too many requests", {}};
    if (config_.rate_retry_after > 0) {
      failure.headers.push_back({"Retry-After", std::to_string(config_.rate_retry_after)});
    }
    return refuse(failure);
  }
  auto identity = authenticator_.identify(request, *version, now_ms);
  if (const auto* failure = std::get_if<Failure>(&identity)) {
    return refuse(*failure);
  }
  entry.auth = std::get<Identity>(identity).way;
  entry.client = std::get<Identity>(identity).client;
  auto match = router_.match(request.method, request.path);
  if (match.route == nullptr) {
    if (match.allow.empty()) {
      return refuse({404, Minor::unknownobject, "there is nothing at this address"});
    }
    std::string allow;
    for (const auto& method : match.allow) {
      allow += (allow.empty() ? "" : ", ") + method;
    }
    return refuse({405, Minor::none, "this address takes " + allow, {{"Allow", allow}}});
  }
  if (const auto failure =
          authenticator_.check_scope(std::get<Identity>(identity), match.route->scopes)) {
    return refuse(*failure);
  }
  if (match.route->refused) {
    return refuse({403, Minor::forbidden, "this operation is switched off in this system"});
  }
  const auto query = parse_form(request.query);
  if (!query) {
    return refuse({400, Minor::invalid_selection_field, "the query is malformed"});
  }
  return match.route->handler(Context{request, *query, std::move(match.ids), *version, store_,
                                      record_flags_, config_, now_ms, entry.stored});
}

http::Response Service::discovery(const http::Request& request, std::string_view base) const {
  const auto file = request.path.substr(request.path.rfind('/') + 1);
  const bool gradebook = base == config_.gradebook_1p2;
  const bool known = gradebook ? file == "onerosterv1p2gradebookservice_openapi3_v1p0.json" ||
                                     file == "imsorv1p2_gradebook_openapi3_v1p0.json"
                               : file == "onerosterv1p2rostersservice_openapi3_v1p0.json" ||
                                     file == "imsorv1p2_rostering_openapi3_v1p0.json";
  if (!known) {
    return error_response({404, Minor::unknownobject, "there is no such discovery file"},
                          Version::v1p2, config_);
  }
  json::object paths;
  for (const auto& route : router_.routes()) {
    if (route.base != base) {
      continue;
    }
    std::string path;
    int number = 0;
    for (const auto& segment : split(route.pattern, '/')) {
      if (!segment.empty()) {
        path += "/" + (segment == "{}" ? "{id" + std::to_string(++number) + "}" : segment);
      }
    }
    std::string method = route.method;
    std::transform(method.begin(), method.end(), method.begin(),
                   [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    if (!paths.contains(path)) {
      paths[path] = json::object();
    }
    json::array scopes(route.scopes.begin(), route.scopes.end());
    paths[path].as_object()[method] =
        json::object{{"security", json::array{json::object{{"OAuth2CC", std::move(scopes)}}}}};
  }
  json::object flow{{"tokenUrl", request.origin() + config_.token_path}};
  json::object scheme{{"type", "oauth2"}, {"flows", json::object{{"clientCredentials", flow}}}};
  return http::json_response(
      200,
      to_text(json::object{
          {"openapi", "3.0.0"},
          {"info", json::object{{"title", "OneRoster provider simulator"}, {"version", "1.2"}}},
          {"servers", json::array{json::object{{"url", request.origin() + std::string(base)}}}},
          {"paths", std::move(paths)},
          {"components", json::object{{"securitySchemes", json::object{{"OAuth2CC", scheme}}}}}}));
}

} // namespace host_stub::sis

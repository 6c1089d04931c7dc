#include "host_stub/sis/control.hpp"

#include <charconv>

#include "host_stub/sis/averages.hpp"
#include "host_stub/sis/generated_records.hpp"
#include "host_stub/sis/manual_changes.hpp"
#include "host_stub/sis/roster.hpp"

namespace host_stub::sis {

namespace {

http::Response refuse(int status, const std::string& why) {
  return http::json_response(status, to_text(json::object{{"error", why}}));
}

http::Response not_allowed(const char* allow) {
  auto response = refuse(405, std::string("this address takes ") + allow);
  response.set("Allow", allow);
  return response;
}

} // namespace

http::Response Control::answer(const http::Request& request) {
  const auto query = parse_form(request.query);
  if (!query) {
    return refuse(400, "the query is malformed");
  }
  if (request.path == "/_sis/records") {
    return request.method == "GET" ? records(*query) : not_allowed("GET");
  }
  if (request.path == "/_sis/requests") {
    return requests(request, *query);
  }
  if (request.path == "/_sis/faults") {
    return faults(request);
  }
  if (request.path == "/_sis/roster") {
    return request.method == "POST" ? roster(request) : not_allowed("POST");
  }
  if (request.path == "/_sis/averages") {
    return request.method == "GET" ? averages(*query) : not_allowed("GET");
  }
  if (request.path == "/_sis/by_hand") {
    return request.method == "POST" ? by_hand(request) : not_allowed("POST");
  }
  if (request.path == "/_sis/profile") {
    return request.method == "GET" ? profile() : not_allowed("GET");
  }
  if (request.path == "/_sis/settings") {
    return request.method == "POST" ? settings(request) : not_allowed("POST");
  }
  if (request.path == "/_sis/reset") {
    return request.method == "POST" ? reset(*query) : not_allowed("POST");
  }
  return refuse(404, "there is no such /_sis route");
}

http::Response Control::records(const Parameters& query) const {
  const auto* only = find_parameter(query, "kind");
  json::object out;
  for (const auto kind : kAllKinds) {
    if (only == nullptr ? !is_gradebook(kind) : *only != plural(kind)) {
      continue;
    }
    json::array list;
    service_.store_.each(kind, [&list](const Record& record) {
      list.emplace_back(json::object{{"sourcedId", record.id},
                                     {"created", iso_time(record.created_ms)},
                                     {"updated", iso_time(record.updated_ms)},
                                     {"writes", record.writes},
                                     {"value", record.value}});
    });
    out[plural(kind)] = std::move(list);
  }
  return http::json_response(200, to_text(out));
}

http::Response Control::requests(const http::Request& request, const Parameters& query) {
  if (request.method == "DELETE") {
    service_.log_.clear();
    return http::json_response(200, "{}");
  }
  if (request.method != "GET") {
    return not_allowed("GET, DELETE");
  }
  std::uint64_t since = 0;
  if (const auto* text = find_parameter(query, "since")) {
    const auto* end = text->data() + text->size();
    if (std::from_chars(text->data(), end, since).ptr != end) {
      return refuse(400, "since must be the number of a request");
    }
  }
  return http::json_response(200, to_text(service_.log_.list(since)));
}

http::Response Control::faults(const http::Request& request) {
  auto& rules = service_.faults_;
  if (request.method == "DELETE") {
    rules.clear();
  } else if (request.method == "POST") {
    const auto body = parse_body(request.body);
    if (!body.valid) {
      return refuse(400, "the body is not JSON: " + body.error);
    }
    if (const auto error = rules.add(body.value)) {
      return refuse(422, error->message);
    }
  } else if (request.method != "GET") {
    return not_allowed("GET, POST, DELETE");
  }
  return http::json_response(200, to_text(rules.list()));
}

http::Response Control::roster(const http::Request& request) {
  const auto body = parse_body(request.body);
  if (!body.valid) {
    return refuse(400, "the body is not JSON: " + body.error);
  }
  try {
    const auto count = load_roster(body.value, service_.store_, service_.clock_.wall_ms());
    for (auto& list : gradebook_of(body.value)) {
      auto& kept = service_.roster_gradebook_[list.key()];
      if (!kept.is_array()) {
        kept = json::array();
      }
      for (auto& object : list.value().as_array()) {
        kept.get_array().push_back(std::move(object));
      }
    }
    generate_records(service_.store_, service_.config_, service_.record_flags_,
                     service_.clock_.wall_ms());
    return http::json_response(200, to_text(json::object{{"loaded", count}}));
  } catch (const std::exception& error) {
    return refuse(422, error.what());
  }
}

http::Response Control::averages(const Parameters& query) const {
  const auto* class_id = find_parameter(query, "class");
  if (class_id == nullptr || service_.store_.find(Kind::class_, *class_id) == nullptr) {
    return refuse(404, "class must name a class");
  }
  return http::json_response(
      200, to_text(averages_of_class(service_.store_, service_.record_flags_, *class_id)));
}

http::Response Control::by_hand(const http::Request& request) {
  const auto body = parse_body(request.body);
  if (!body.valid) {
    return refuse(400, "the body is not JSON: " + body.error);
  }
  try {
    const auto id = change_by_hand(body.value, service_.store_, service_.record_flags_,
                                   service_.clock_.wall_ms());
    return http::json_response(200, to_text(json::object{{"sourcedId", id}}));
  } catch (const std::exception& error) {
    return refuse(422, error.what());
  }
}

http::Response Control::profile() const {
  const auto& config = service_.config_;
  return http::json_response(200, to_text(json::object{{"profile", config.profile},
                                                       {"title", config.title},
                                                       {"settings", show_config(config)}}));
}

http::Response Control::settings(const http::Request& request) {
  try {
    change_config(service_.config_, request.body);
  } catch (const std::exception& error) {
    return refuse(422, error.what());
  }
  service_.router_.rebuild();
  generate_records(service_.store_, service_.config_, service_.record_flags_,
                   service_.clock_.wall_ms());
  return profile();
}

http::Response Control::reset(const Parameters& query) {
  const auto* roster = find_parameter(query, "roster");
  const bool with_roster = roster != nullptr && *roster == "true";
  service_.store_.together([&] {
    for (const auto kind : kAllKinds) {
      if (with_roster || is_gradebook(kind)) {
        service_.store_.clear(kind);
      }
    }
  });
  service_.record_flags_ = RecordFlags();
  if (with_roster) {
    service_.roster_gradebook_.clear();
  }
  load_roster(service_.roster_gradebook_, service_.store_, service_.clock_.wall_ms());
  generate_records(service_.store_, service_.config_, service_.record_flags_,
                   service_.clock_.wall_ms());
  service_.log_.clear();
  service_.faults_.clear();
  service_.authenticator_.reset();
  return http::json_response(200, "{}");
}

} // namespace host_stub::sis

#include "host_stub/sis/oauth2.hpp"

#include <algorithm>

#include "host_stub/sis/crypto.hpp"
#include "host_stub/sis/json.hpp"
#include "host_stub/sis/scopes.hpp"
#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

namespace {

constexpr std::string_view kBasic = "Basic ";

http::Response token_response(int status, json::object body) {
  auto response = http::json_response(status, to_text(body));
  response.set("Cache-Control", "no-store");
  response.set("Pragma", "no-cache");
  return response;
}

http::Response refuse(int status, const char* error, const std::string& why) {
  return token_response(status, {{"error", error}, {"error_description", why}});
}

struct Credentials {
  std::string id;
  std::string secret;
};

bool is_basic(std::string_view header) {
  return header.size() >= kBasic.size() && http::same_word(header.substr(0, kBasic.size()), kBasic);
}

std::optional<Credentials> basic_credentials(std::string_view header, BasicCredentials form) {
  const auto text = base64_decode(trim(header.substr(kBasic.size())));
  if (!text) {
    return std::nullopt;
  }
  const auto colon = text->find(':');
  if (colon == std::string::npos) {
    return std::nullopt;
  }
  const auto id = std::string_view(*text).substr(0, colon);
  const auto secret = std::string_view(*text).substr(colon + 1);
  if (form == BasicCredentials::plain) {
    return Credentials{std::string(id), std::string(secret)};
  }
  auto decoded_id = form_decode(id);
  auto decoded_secret = form_decode(secret);
  if (!decoded_id || !decoded_secret) {
    return std::nullopt;
  }
  return Credentials{std::move(*decoded_id), std::move(*decoded_secret)};
}

bool has_duplicate(const Parameters& parameters) {
  std::set<std::string> seen;
  return std::any_of(parameters.begin(), parameters.end(),
                     [&seen](const auto& p) { return !seen.insert(p.first).second; });
}

std::string form_value(const Parameters& form, std::string_view name) {
  const auto* value = find_parameter(form, name);
  return value == nullptr ? std::string() : *value;
}

} // namespace

std::string TokenIssuer::client_of(const http::Request& request) {
  const auto header = request.header("Authorization");
  if (is_basic(header)) {
    const auto credentials = basic_credentials(header, BasicCredentials::form);
    return credentials ? credentials->id : std::string();
  }
  const auto form = parse_form(request.body);
  return form ? form_value(*form, "client_id") : std::string();
}

http::Response TokenIssuer::answer(const http::Request& request, std::int64_t now_ms) {
  if (request.method != "POST") {
    auto response = refuse(405, "invalid_request", "the token endpoint takes POST");
    response.set("Allow", "POST");
    return response;
  }
  const auto type = request.header("Content-Type");
  const bool in_query = config_.token_parameters != TokenParameters::body && request.body.empty();
  if (!in_query &&
      !http::same_word(trim(type.substr(0, type.find(';'))), "application/x-www-form-urlencoded")) {
    return refuse(400, "invalid_request", "the body must be application/x-www-form-urlencoded");
  }
  const auto form = parse_form(request.body);
  if (!form || has_duplicate(*form)) {
    return refuse(400, "invalid_request", "the body is malformed or repeats a parameter");
  }
  const auto query = parse_form(request.query);
  if (!query || find_parameter(*query, "client_secret") != nullptr) {
    return refuse(400, "invalid_request", "credentials do not belong in the address");
  }
  const auto parameter = [&](std::string_view name) {
    const auto wanted = config_.token_parameters;
    auto value = wanted == TokenParameters::query ? std::string() : form_value(*form, name);
    return value.empty() && wanted != TokenParameters::body ? form_value(*query, name) : value;
  };

  const auto authorization = request.header("Authorization");
  const bool in_header = !authorization.empty();
  const bool in_body = find_parameter(*form, "client_secret") != nullptr;
  if (in_header && in_body) {
    return refuse(400, "invalid_request", "use one way to authenticate the client, not two");
  }
  const auto bad_client = [&](const std::string& why) {
    auto response = refuse(401, "invalid_client", why);
    response.set("WWW-Authenticate", "Basic realm=\"oneroster\", charset=\"UTF-8\"");
    return response;
  };
  std::optional<Credentials> credentials;
  if (in_header) {
    if (!config_.accept_basic_credentials || !is_basic(authorization)) {
      return bad_client("this way to authenticate the client is not supported");
    }
    credentials = basic_credentials(authorization, config_.basic_credentials);
  } else if (in_body) {
    if (!config_.accept_body_credentials) {
      return bad_client("this way to authenticate the client is not supported");
    }
    credentials = Credentials{form_value(*form, "client_id"), form_value(*form, "client_secret")};
  }
  if (!credentials) {
    return bad_client("client id and secret are missing or malformed");
  }
  const auto client =
      std::find_if(config_.clients.begin(), config_.clients.end(),
                   [&](const Client& candidate) { return candidate.id == credentials->id; });
  const bool known = client != config_.clients.end();
  const bool matches = same_secret(credentials->secret, known ? client->secret : "none");
  if (!known || !matches) {
    return bad_client("unknown client or wrong secret");
  }

  const auto grant_type = parameter("grant_type");
  if (grant_type.empty()) {
    return refuse(400, "invalid_request", "grant_type is missing");
  }
  if (grant_type != "client_credentials") {
    return refuse(400, "unsupported_grant_type", "only client_credentials is supported");
  }
  Grant grant;
  grant.client = client->id;
  const std::vector<std::string> own = client->scopes.empty() ? all_scopes() : client->scopes;
  const auto asked = parameter("scope");
  if (trim(asked).empty()) {
    if (config_.require_scope) {
      return refuse(400, "invalid_scope", "at least one scope must be asked for");
    }
    grant.scopes = {own.begin(), own.end()};
  } else {
    for (const auto& scope : split(asked, ' ')) {
      if (scope.empty()) {
        continue;
      }
      if (is_known_scope(scope) && std::find(own.begin(), own.end(), scope) != own.end()) {
        grant.scopes.insert(scope);
      } else if (config_.ungranted_scope == UngrantedScope::refuse) {
        return refuse(400, "invalid_scope", "a scope is unknown or not this client's");
      }
    }
    if (grant.scopes.empty()) {
      return refuse(400, "invalid_scope", "none of the scopes is this client's");
    }
  }

  const auto lifetime = config_.token_lifetime;
  grant.expires_ms = now_ms + std::chrono::milliseconds(lifetime).count();
  const auto token = random_hex(24);
  std::string scope_text;
  for (const auto& scope : grant.scopes) {
    scope_text += (scope_text.empty() ? "" : " ") + scope;
  }
  json::object body{{"access_token", token}, {"token_type", config_.token_type}};
  if (config_.send_expires_in) {
    body["expires_in"] = lifetime.count();
  }
  body["scope"] = scope_text;
  auto response = token_response(200, std::move(body));
  if (config_.token_cookie) {
    grant.cookie = "sis_session=" + random_hex(8);
    response.set("Set-Cookie", grant.cookie + "; Path=/; HttpOnly");
  }
  std::erase_if(grants_, [now_ms](const auto& entry) { return entry.second.expires_ms <= now_ms; });
  grants_[token] = std::move(grant);
  return response;
}

const Grant* TokenIssuer::find(const std::string& token, std::int64_t now_ms) const {
  const auto found = grants_.find(token);
  return found == grants_.end() || found->second.expires_ms <= now_ms ? nullptr : &found->second;
}

} // namespace host_stub::sis

#include "host_stub/sis/oauth2.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

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

/// What a token request says, in its form or in its address.
struct TokenForm {
  Parameters form;
  Parameters query;

  std::string value(std::string_view name, TokenParameters wanted) const {
    auto text = wanted == TokenParameters::query ? std::string() : form_value(form, name);
    return text.empty() && wanted != TokenParameters::body ? form_value(query, name) : text;
  }
};

std::variant<TokenForm, http::Response> read_form(const http::Request& request,
                                                  const SisConfig& config) {
  if (request.method != "POST") {
    auto response = refuse(405, "invalid_request", "the token endpoint takes POST");
    response.set("Allow", "POST");
    return response;
  }
  const auto type = request.header("Content-Type");
  const bool in_query = config.token_parameters != TokenParameters::body && request.body.empty();
  if (!in_query &&
      !http::same_word(trim(type.substr(0, type.find(';'))), "application/x-www-form-urlencoded")) {
    return refuse(400, "invalid_request", "the body must be application/x-www-form-urlencoded");
  }
  auto form = parse_form(request.body);
  if (!form || has_duplicate(*form)) {
    return refuse(400, "invalid_request", "the body is malformed or repeats a parameter");
  }
  auto query = parse_form(request.query);
  if (!query || find_parameter(*query, "client_secret") != nullptr) {
    return refuse(400, "invalid_request", "credentials do not belong in the address");
  }
  return TokenForm{std::move(*form), std::move(*query)};
}

http::Response bad_client(const std::string& why) {
  auto response = refuse(401, "invalid_client", why);
  response.set("WWW-Authenticate", "Basic realm=\"oneroster\", charset=\"UTF-8\"");
  return response;
}

/// Whose request it is, by the one way that the client chose to say so.
std::variant<const Client*, http::Response>
identify_client(std::string_view authorization, const Parameters& form, const SisConfig& config) {
  const bool in_header = !authorization.empty();
  const bool in_body = find_parameter(form, "client_secret") != nullptr;
  if (in_header && in_body) {
    return refuse(400, "invalid_request", "use one way to authenticate the client, not two");
  }
  std::optional<Credentials> credentials;
  if (in_header) {
    if (!config.accept_basic_credentials || !is_basic(authorization)) {
      return bad_client("this way to authenticate the client is not supported");
    }
    credentials = basic_credentials(authorization, config.basic_credentials);
  } else if (in_body) {
    if (!config.accept_body_credentials) {
      return bad_client("this way to authenticate the client is not supported");
    }
    credentials = Credentials{form_value(form, "client_id"), form_value(form, "client_secret")};
  }
  if (!credentials) {
    return bad_client("client id and secret are missing or malformed");
  }
  const auto client =
      std::find_if(config.clients.begin(), config.clients.end(),
                   [&](const Client& candidate) { return candidate.id == credentials->id; });
  const bool known = client != config.clients.end();
  const bool matches = same_secret(credentials->secret, known ? client->secret : "none");
  if (!known || !matches) {
    return bad_client("unknown client or wrong secret");
  }
  return &*client;
}

/// Of the scopes that were asked for, those that the client gets.
std::variant<std::set<std::string>, http::Response>
choose_scopes(const std::string& asked, const Client& client, const SisConfig& config) {
  const std::vector<std::string> own = client.scopes.empty() ? all_scopes() : client.scopes;
  if (trim(asked).empty()) {
    if (config.require_scope) {
      return refuse(400, "invalid_scope", "at least one scope must be asked for");
    }
    return std::set<std::string>(own.begin(), own.end());
  }
  std::set<std::string> scopes;
  for (const auto& scope : split(asked, ' ')) {
    if (scope.empty()) {
      continue;
    }
    if (is_known_scope(scope) && std::find(own.begin(), own.end(), scope) != own.end()) {
      scopes.insert(scope);
    } else if (config.ungranted_scope == UngrantedScope::refuse) {
      return refuse(400, "invalid_scope", "a scope is unknown or not this client's");
    }
  }
  if (scopes.empty()) {
    return refuse(400, "invalid_scope", "none of the scopes is this client's");
  }
  return scopes;
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
  auto read = read_form(request, config_);
  if (auto* refusal = std::get_if<http::Response>(&read)) {
    return std::move(*refusal);
  }
  const auto& form = std::get<TokenForm>(read);
  auto identified = identify_client(request.header("Authorization"), form.form, config_);
  if (auto* refusal = std::get_if<http::Response>(&identified)) {
    return std::move(*refusal);
  }
  const auto grant_type = form.value("grant_type", config_.token_parameters);
  if (grant_type.empty()) {
    return refuse(400, "invalid_request", "grant_type is missing");
  }
  if (grant_type != "client_credentials") {
    return refuse(400, "unsupported_grant_type", "only client_credentials is supported");
  }
  const Client& client = *std::get<const Client*>(identified);
  auto scopes = choose_scopes(form.value("scope", config_.token_parameters), client, config_);
  if (auto* refusal = std::get_if<http::Response>(&scopes)) {
    return std::move(*refusal);
  }
  Grant grant;
  grant.client = client.id;
  grant.scopes = std::get<std::set<std::string>>(std::move(scopes));
  return give_token(std::move(grant), now_ms);
}

http::Response TokenIssuer::give_token(Grant grant, std::int64_t now_ms) {
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

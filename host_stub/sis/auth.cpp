#include "host_stub/sis/auth.hpp"

#include <algorithm>

namespace host_stub::sis {

namespace {

constexpr std::string_view kBearer = "Bearer ";

Failure unauthorised(std::string why, std::string challenge) {
  return {401, Minor::unauthorisedrequest, std::move(why), {{"WWW-Authenticate", challenge}}};
}

} // namespace

std::variant<Identity, Failure> Authenticator::identify(const http::Request& request,
                                                        Version version, std::int64_t now_ms) {
  const bool oauth1 = config_.accept_oauth1 && version == Version::v1p1;
  const std::string oauth1_challenge = "OAuth realm=\"oneroster\"";
  const std::string bearer_challenge = "Bearer realm=\"oneroster\"";
  if (!config_.vendor_authorization.empty() &&
      !same_secret(request.header("X-Vendor-Authorization"), config_.vendor_authorization)) {
    return unauthorised("X-Vendor-Authorization is missing or wrong", bearer_challenge);
  }
  if (has_oauth1(request)) {
    if (!oauth1) {
      return unauthorised(version == Version::v1p2 ? "OneRoster 1.2 takes OAuth 2 only"
                                                   : "OAuth 1.0a is switched off",
                          bearer_challenge);
    }
    auto client = verify_oauth1(request, config_, nonces_, now_ms / 1000);
    if (auto* failure = std::get_if<Failure>(&client)) {
      if (failure->status == 401) {
        failure->headers.push_back({"WWW-Authenticate", oauth1_challenge});
      }
      return *failure;
    }
    return Identity{"oauth1", std::get<std::string>(client), {}};
  }
  const auto header = request.header("Authorization");
  if (header.size() > kBearer.size() &&
      http::same_word(header.substr(0, kBearer.size()), kBearer)) {
    return identify_bearer(request, trim(header.substr(kBearer.size())), now_ms);
  }
  auto failure = unauthorised("no credentials that this server takes", bearer_challenge);
  if (oauth1) {
    failure.headers.push_back({"WWW-Authenticate", oauth1_challenge});
  }
  return failure;
}

std::variant<Identity, Failure> Authenticator::identify_bearer(const http::Request& request,
                                                               std::string_view token,
                                                               std::int64_t now_ms) const {
  if (config_.accept_bearer) {
    for (const auto& fixed : config_.bearer_tokens) {
      if (same_secret(token, fixed.token)) {
        return Identity{"bearer", "fixed token", {fixed.scopes.begin(), fixed.scopes.end()}};
      }
    }
  }
  if (config_.accept_oauth2) {
    if (const auto* grant = issuer_.find(std::string(token), now_ms); grant != nullptr) {
      if (!grant->cookie.empty() &&
          request.header("Cookie").find(grant->cookie) == std::string_view::npos) {
        return unauthorised("the cookie of the token answer is missing",
                            "Bearer realm=\"oneroster\", error=\"invalid_token\"");
      }
      return Identity{"oauth2", grant->client, grant->scopes};
    }
  }
  return unauthorised("the token is unknown or has expired",
                      "Bearer realm=\"oneroster\", error=\"invalid_token\"");
}

std::optional<Failure> Authenticator::check_scope(const Identity& identity,
                                                  const std::vector<std::string>& wanted) const {
  if (identity.scopes.empty() || wanted.empty()) {
    return std::nullopt;
  }
  const auto has = [&](const std::string& scope) { return identity.scopes.contains(scope); };
  const bool enough = config_.scope_rule == ScopeRule::any
                          ? std::any_of(wanted.begin(), wanted.end(), has)
                          : std::all_of(wanted.begin(), wanted.end(), has);
  if (enough) {
    return std::nullopt;
  }
  const bool as_401 = config_.wrong_scope_status == 401;
  return Failure{
      config_.wrong_scope_status,
      as_401 ? Minor::unauthorisedrequest : Minor::forbidden,
      "the token does not have the scope that this needs",
      {{"WWW-Authenticate", "Bearer realm=\"oneroster\", error=\"insufficient_scope\", scope=\"" +
                                wanted.front() + "\""}}};
}

void Authenticator::reset() {
  issuer_.expire_all();
  nonces_.clear();
}

} // namespace host_stub::sis

#include "plugin/delivery/worker/authenticator.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "plugin/delivery/retry_policy.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

// For a server that does not say how long its token lives; a 401 tells the truth sooner.
constexpr std::int64_t kUnknownLifetimeMs = 30LL * 60 * 1000;
constexpr std::int64_t kSkewMaxMs = 60'000;

std::optional<settings::Secret> secret_of(const settings::Connection& connection,
                                          settings::SecretCache& secrets) {
  // Nobody can be asked for a secret without a name.
  return connection.secret_ref.empty()
             ? std::nullopt
             : secrets.get(connection.secret_ref, connection.secret_version);
}

std::string bearer(std::string_view token) {
  return std::string("Bearer ").append(token);
}

} // namespace

std::string asked_scope(const exchange::Route& route, TokenFor purpose) {
  if (!route.profile->send_scope) {
    return {};
  }
  if (!route.profile->scopes.empty()) {
    std::string all;
    for (const auto& scope : route.profile->scopes) {
      all.append(all.empty() ? "" : " ").append(scope);
    }
    return all;
  }
  oneroster::Operations operations;
  const auto& writes = route.profile->writes;
  const bool periods = route.profile->grading_period != oneroster::Need::never;
  operations.read_roster =
      periods || route.profile->school != oneroster::Need::never || purpose == TokenFor::job;
  operations.read_nested_roster =
      periods && route.profile->reads.grading_periods == oneroster::PeriodRoute::of_terms;
  operations.post =
      writes.line_items == oneroster::Writing::post || writes.results == oneroster::Writing::post;
  operations.class_gradebook = purpose == TokenFor::job;
  operations.assessment = route.profile->gradebook == oneroster::Gradebook::assessment;
  operations.remove = route.profile->withdrawal == oneroster::Withdrawal::remove ||
                      route.profile->line_item_withdrawal == oneroster::Withdrawal::remove ||
                      route.profile->clearing == oneroster::Clearing::remove;
  return oneroster::scopes(route.endpoint.version, operations);
}

std::string Authenticator::credentials_of(const exchange::Route& route) {
  const auto& connection = route.connection;
  std::string text;
  for (const auto& part :
       {std::to_string(static_cast<int>(route.way)), route.endpoint.token_url, connection.api_key,
        connection.secret_ref, std::to_string(connection.secret_version), asked_scope(route),
        route.profile->headers.empty() ? std::string() : route.profile->name}) {
    text.append(std::to_string(part.size())).append(":").append(part);
  }
  return text;
}

bool Authenticator::secret_may_go_to(std::string_view url) const {
  const auto target = oneroster::origin(url);
  if (!target) {
    return false;
  }
  const auto& allowed = route_->connection.secret_origins;
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& one) {
    const auto normal = oneroster::origin(one);
    return normal && *normal == *target;
  });
}

Authenticator::Prepared Authenticator::prepare(const oneroster::HttpRequest& request,
                                               settings::SecretCache& secrets,
                                               std::int64_t now_unix_ms, std::int64_t now_boot_ms) {
  Prepared prepared = prove(request, secrets, now_unix_ms, now_boot_ms);
  if (prepared.readiness != Readiness::ready || route_->profile->headers.empty()) {
    return prepared;
  }
  // With an Access token there is no key and no secret that a header could carry.
  const bool has_secret = route_->way != oneroster::AuthWay::fixed_token;
  std::optional<settings::Secret> secret;
  if (has_secret && oneroster::headers_carry_secret(*route_->profile)) {
    secret = secret_of(route_->connection, secrets);
    if (!secret) {
      prepared.readiness = Readiness::no_secret;
      return prepared;
    }
  }
  auto extra = oneroster::extra_headers(*route_->profile, route_->connection.api_key,
                                        secret ? secret->reveal() : std::string_view());
  prepared.headers.insert(prepared.headers.end(), extra.begin(), extra.end());
  return prepared;
}

Authenticator::Prepared Authenticator::prove(const oneroster::HttpRequest& request,
                                             settings::SecretCache& secrets,
                                             std::int64_t now_unix_ms, std::int64_t now_boot_ms) {
  Prepared prepared;
  const auto& connection = route_->connection;
  // A token is worth as much as the secret that it was given for.
  if (!secret_may_go_to(request.url)) {
    prepared.readiness = Readiness::address_not_ours;
    return prepared;
  }
  if (route_->way == oneroster::AuthWay::oauth2_client_credentials) {
    if (fetching_) {
      prepared.readiness = Readiness::fetching;
    } else if (token_.empty() || now_boot_ms >= expires_boot_ms_) {
      prepared.readiness = Readiness::wants_token;
    } else {
      prepared.headers.push_back({"Authorization", bearer(token_.reveal())});
      prepared.headers.insert(prepared.headers.end(), cookies_.begin(), cookies_.end());
      prepared.token = token_serial_;
    }
    return prepared;
  }
  const auto secret = secret_of(connection, secrets);
  if (!secret) {
    prepared.readiness = Readiness::no_secret;
    return prepared;
  }
  if (route_->way == oneroster::AuthWay::fixed_token) {
    prepared.headers.push_back({"Authorization", bearer(secret->reveal())});
    return prepared;
  }
  oneroster::OAuth1Request signature;
  signature.method = request.method;
  signature.url = request.url;
  signature.consumer_key = connection.api_key;
  signature.consumer_secret = secret->reveal();
  signature.nonce = platform::random_uuid();
  signature.timestamp_s = now_unix_ms / 1000;
  signature.signature_method = route_->profile->signature_method;
  prepared.headers.push_back({"Authorization", oneroster::oauth1_authorization(signature)});
  return prepared;
}

Result<oneroster::HttpRequest> Authenticator::token_request(settings::SecretCache& secrets) {
  const auto& connection = route_->connection;
  if (!secret_may_go_to(route_->endpoint.token_url)) {
    return Error{Code::address_refused, "the secret is not for the address of the token"};
  }
  const auto secret = secret_of(connection, secrets);
  if (!secret) {
    return Error{Code::secret_missing, {}};
  }
  fetching_ = true;
  return oneroster::token_request(route_->endpoint.token_url, route_->profile->token_auth,
                                  connection.api_key, secret->reveal(), scope_,
                                  route_->profile->token_parameters);
}

void Authenticator::token_arrived(oneroster::Token token, std::int64_t now_boot_ms) {
  fetching_ = false;
  reads_ = oneroster::roster_reads(asked_scope(*route_),
                                   token.granted_scope.empty() ? scope_ : token.granted_scope);
  const std::int64_t lifetime = token.lifetime_ms > 0 ? token.lifetime_ms : kUnknownLifetimeMs;
  // Asked for anew a little before it ends: it must still be good when it arrives.
  expires_boot_ms_ = saturating_add(now_boot_ms, lifetime - std::min(kSkewMaxMs, lifetime / 10));
  token_ = settings::Secret(std::move(token.value));
  cookies_ = std::move(token.cookies);
  ++token_serial_;
}

void Authenticator::token_failed() {
  fetching_ = false;
}

bool Authenticator::ask_for_less() {
  auto fewer = oneroster::with_fewer_scopes(scope_);
  const bool less = !fewer.empty();
  scope_ = less ? std::move(fewer) : asked_scope(*route_);
  return less;
}

void Authenticator::ask_for_everything() {
  const auto all = asked_scope(*route_);
  if (scope_ != all || reads_ != oneroster::RosterReads{}) {
    scope_ = all;
    reads_ = {};
    invalidate(token_serial_);
  }
}

bool Authenticator::invalidate(std::uint64_t token) {
  if (token != token_serial_ || token_.empty()) {
    return false;
  }
  token_ = settings::Secret();
  cookies_.clear();
  return true;
}

} // namespace passback::delivery

// The runner's way to a token: asked for once for all who wait, refused once for all.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

constexpr std::int64_t kWrongAddressRetryMs = 15'000; ///< then twice as long, up to that

} // namespace

AccountRunner::Start AccountRunner::fetch_token(const std::string& credentials,
                                                const RoutePtr& route) {
  auto request = authenticators_.at(credentials).token_request(parts_.secrets);
  if (!request) {
    if (request.error().code == Code::secret_missing) {
      secret_missing(*route);
    } else {
      refuse(*route, request.error().code, kRefusedRetryMs);
      after_gate_closed();
    }
    return Start::stop;
  }
  send(std::move(*request), *route, platform::random_uuid(),
       [this, credentials, route](const TransferResult& result) {
         token_done(credentials, route, result);
       });
  return Start::later;
}

void AccountRunner::secret_missing(const Route& route) {
  if (lanes_.several()) {
    lanes_.miss_secret(route, parts_.clock.unix_ms());
  } else {
    gate_.miss_secret(parts_.clock.unix_ms(), why_no_secret(&route));
  }
  after_gate_closed();
  parts_.wake_host();
}

void AccountRunner::token_done(const std::string& credentials, const RoutePtr& route,
                               const TransferResult& result) {
  const auto now = parts_.clock.unix_ms();
  const auto found = authenticators_.find(credentials);
  if (found == authenticators_.end()) {
    return;
  }
  auto& authenticator = found->second;
  if (result.code == Code::deadline) {
    authenticator.token_failed();
    return;
  }
  if (is_address_rule(result.code)) {
    authenticator.token_failed();
    refused_address(*route, result);
    after_gate_closed();
    return;
  }
  if (!result.answer) {
    authenticator.token_failed();
    gate_.failed(result.code, now, parts_.random());
    after_gate_closed();
    return;
  }
  const int status = result.answer->status;
  const auto verdict =
      oneroster::read_answer(*route->profile, oneroster::Operation::get, *result.answer, {}, now);
  if (waits_as_asked(verdict, parts_.clock.boot_ms())) {
    authenticator.token_failed();
    after_gate_closed();
    return;
  }
  auto token = oneroster::read_token_answer(*result.answer);
  if (token) {
    authenticator.token_arrived(std::move(*token), parts_.clock.boot_ms());
    rate_.grant_one(parts_.clock.boot_ms());
    token_failures_ = 0;
    return;
  }
  authenticator.token_failed();
  if (oneroster::refuses_scope(*result.answer) && authenticator.ask_for_less()) {
    parts_.log.write(platform::LogLevel::warning, "delivery.scope_refused",
                     "The SIS gives no token with all the scopes that were asked for; it is asked "
                     "for one that may read less of the rosters.",
                     {{"http_status", std::to_string(status)}});
    return;
  }
  const Code code = token.error().code;
  switch (outbox::account_state_of(code)) {
  case outbox::AccountState::unauthorised:
    parts_.log.write(platform::LogLevel::warning, "delivery.token_refused",
                     "The SIS refused the API Key and API Secret; it is asked again in 15 minutes "
                     "or when the settings change.",
                     {{"http_status", std::to_string(status)}});
    refuse(*route, code, kRefusedRetryMs);
    // Perhaps the vault has a newer one by now.
    parts_.secrets.forget(route->connection.secret_ref);
    parts_.wake_host();
    break;
  case outbox::AccountState::address:
    // Nobody has judged the secret: it is kept, and what passes is soon over.
    refuse(*route, code, doubled(kWrongAddressRetryMs, token_failures_++, kRefusedRetryMs));
    break;
  default:
    gate_.failed(code, now, parts_.random());
    break;
  }
  after_gate_closed();
}

} // namespace passback::delivery

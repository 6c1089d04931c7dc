// The runner's way to a token: asked for once for all who wait, refused once for all.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

constexpr int kTooMany = 429;
constexpr int kUnavailable = 503;

} // namespace

AccountRunner::Start AccountRunner::fetch_token(const std::string& credentials,
                                                const RoutePtr& route) {
  if (!rate_.try_take(parts_.clock.boot_ms())) {
    return Start::stop;
  }
  auto request = authenticators_.at(credentials).token_request(parts_.secrets);
  if (!request) {
    if (request.error().code == Code::secret_missing) {
      secret_missing(*route);
    } else {
      refuse(*route, request.error().code);
      after_gate_closed();
    }
    return Start::stop;
  }
  send(std::move(*request), *route, platform::random_uuid(),
       [this, credentials, route](TransferResult result) {
         token_done(credentials, route, std::move(result));
       });
  return Start::later;
}

void AccountRunner::secret_missing(const Route& route) {
  if (lanes_.several()) {
    lanes_.miss_secret(route, parts_.clock.unix_ms());
  } else {
    gate_.miss_secret(parts_.clock.unix_ms(), why_no_secret());
  }
  after_gate_closed();
  parts_.wake_host();
}

void AccountRunner::token_done(const std::string& credentials, const RoutePtr& route,
                               TransferResult result) {
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
  const auto pause = [&] {
    RetryPolicy policy;
    policy.cap_ms = std::min(policy.cap_ms, parts_.probe_max_ms);
    return saturating_add(now, backoff_ms(policy, gate_.failures(), parts_.random()));
  };
  // While it stands: an account that is down has its own time for the next probe.
  const auto pause_if_standing = [&](Code code) {
    if (gate_.standing()) {
      gate_.pause(code, pause());
    }
  };
  if (is_address_rule(result.code)) {
    authenticator.token_failed();
    refused_address(*route, result);
    after_gate_closed();
    return;
  }
  if (!result.answer) {
    authenticator.token_failed();
    gate_.failed(result.code, now, parts_.random());
    pause_if_standing(result.code);
    after_gate_closed();
    return;
  }
  const int status = result.answer->status;
  if (status == kTooMany || status == kUnavailable) {
    authenticator.token_failed();
    const auto verdict =
        oneroster::read_answer(*route->profile, oneroster::Operation::get, *result.answer, {}, now);
    rate_.slow_down(parts_.clock.boot_ms());
    const auto asked = clamped_retry_after(verdict.retry_after_ms);
    gate_.pause(Code::sis_busy, asked ? saturating_add(now, *asked) : pause());
    after_gate_closed();
    return;
  }
  auto token = oneroster::read_token_answer(*result.answer);
  if (token) {
    authenticator.token_arrived(std::move(*token), parts_.clock.boot_ms());
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
  if (code == Code::token_refused) {
    parts_.log.write(platform::LogLevel::warning, "delivery.token_refused",
                     "The SIS refused the API Key and API Secret; it is asked again in 15 minutes "
                     "or when the settings change.",
                     {{"http_status", std::to_string(status)}});
    refuse(*route, code);
    // Perhaps the vault has a newer one by now.
    parts_.secrets.forget(route->connection.secret_ref);
    parts_.wake_host();
  } else {
    gate_.failed(code, now, parts_.random());
    pause_if_standing(code);
  }
  after_gate_closed();
}

} // namespace passback::delivery

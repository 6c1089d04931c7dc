#include "plugin/delivery/worker/account_standing.hpp"

#include <algorithm>
#include <utility>

#include "plugin/delivery/retry_policy.hpp"
#include "plugin/delivery/worker/authenticator.hpp"
#include "plugin/outbox/due.hpp"

namespace passback::delivery {

namespace {

using exchange::Trouble;

constexpr std::int64_t kFirstStopMs = 15'000; ///< of a kind of request; then twice as long, ...
constexpr std::int64_t kLongestStopMs = 60'000;
constexpr std::int64_t kLongestRefusalMs = 5LL * 60 * 1000;

BreakerOptions breaker_options(std::int64_t probe_max_ms) {
  BreakerOptions options;
  options.probe_max_ms = std::max<std::int64_t>(probe_max_ms, 1);
  options.first_probe_ms = std::min(options.first_probe_ms, options.probe_max_ms);
  return options;
}

} // namespace

AccountStanding::AccountStanding(RunnerParts parts)
    : parts_(std::move(parts)), gate_(breaker_options(parts_.probe_max_ms)),
      rate_(1.0, parts_.clock.boot_ms()) {}

bool AccountStanding::configure(const std::vector<exchange::RoutePtr>& routes,
                                std::int64_t settings_generation) {
  double per_second = 0;
  // Connections that share an account share its allowance: the smallest holds.
  for (const auto& route : routes) {
    const double own = exchange::requests_per_second(route->connection, *route->profile);
    per_second = per_second == 0 ? own : std::min(per_second, own);
  }
  if (generation_ < 0) {
    rate_ = RateLimit(per_second, parts_.clock.boot_ms());
  } else {
    rate_.configure(per_second);
  }
  lanes_.configure(routes, settings_generation);
  if (generation_ == settings_generation) {
    return false;
  }
  generation_ = settings_generation;
  scope_.forget();
  gate_.settings_are(settings_generation);
  return true;
}

void AccountStanding::restore(const outbox::AccountRow& row, std::int64_t refused_under) {
  gate_.restore(row, refused_under);
  gate_.settings_are(generation_);
}

std::optional<Blocked> AccountStanding::blocked(const exchange::PlannedRequest& planned) const {
  const auto now = parts_.clock.unix_ms();
  if (const Code closed = lanes_.closed(*planned.route, now); closed != Code::none) {
    return Blocked{now, closed};
  }
  const auto shut = windows_.until(planned);
  const auto blocked = shut == 0 ? lanes_.blocked(*planned.route, write_call(planned))
                                 : Blocked{shut, Code::window_shut};
  return outbox::is_due(blocked.until_unix_ms, now) ? std::nullopt : std::optional(blocked);
}

exchange::Circumstances AccountStanding::circumstances(const exchange::Route& route) const {
  return {parts_.clock.unix_ms(), scope_.has_passed(Authenticator::credentials_of(route)),
          gate_.standing()};
}

bool AccountStanding::has_secrets(bool leased) {
  const bool any = lanes_.find_secrets(parts_.secrets);
  if (any) {
    gate_.have_secret();
  }
  if (leased) {
    lanes_.note_missing(parts_.clock.unix_ms());
  }
  return any;
}

Code AccountStanding::why_no_secret(const exchange::Route* route) {
  lanes_.find_secrets(parts_.secrets);
  return lanes_.why_no_secret(route);
}

void AccountStanding::secret_missing(const exchange::Route& route) {
  if (lanes_.several()) {
    lanes_.miss_secret(route, parts_.clock.unix_ms());
  } else {
    gate_.miss_secret(parts_.clock.unix_ms(), why_no_secret(&route));
  }
  parts_.wake_host();
}

Asked AccountStanding::asked(const exchange::RecordExchange& exchange, exchange::Step step) const {
  const auto& planned = exchange.planned();
  return {Authenticator::credentials_of(*planned.route), exchange.service_call(step),
          planned.record_id, planned.sis_class_id.value, planned.attempts};
}

void AccountStanding::passed(const exchange::Route& route, const Asked& asked) {
  answered();
  scope_.passed(asked);
  lanes_.works(route, asked.call);
}

std::int64_t AccountStanding::own_retry(const exchange::PlannedRequest& planned) const {
  // What the account met is the account's to wait for: a record has an exponent of its own. It is
  // not tried so fast that it would be set aside for a trouble of seconds.
  const RetryPolicy half{1'000, 300'000, 0};
  const auto least = doubled(half.base_ms, planned.attempts, half.cap_ms);
  return saturating_add(parts_.clock.unix_ms(),
                        least + backoff_ms(half, planned.attempts, parts_.random()));
}

/// Until when that kind of request rests.
std::int64_t AccountStanding::stop_kind(const exchange::Route& route, exchange::ServiceCall call,
                                        const exchange::Met& met, const Reach& reach) {
  const auto now = parts_.clock.unix_ms();
  if (met.trouble == Trouble::busy) {
    busy(reach.stops + 1);
    return now;
  }
  const auto longest = met.trouble == Trouble::refusal ? kLongestRefusalMs : kLongestStopMs;
  const auto until = saturating_add(now, doubled(kFirstStopMs, reach.stops, longest));
  lanes_.block(route, call, {until, met.code});
  return until;
}

AccountStanding::Rest AccountStanding::met(const exchange::RecordExchange& exchange,
                                           exchange::Step step, const exchange::Met& met) {
  const Reach reach = met.ours ? Reach{} : scope_.got(met.trouble, asked(exchange, step));
  const auto now = parts_.clock.unix_ms();
  const auto& route = *exchange.planned().route;
  const auto call = exchange.service_call(step);
  Rest rest;
  rest.ask = reach.ask || !gate_.standing();
  rest.ending.retry_unix_ms =
      std::max(own_retry(exchange.planned()), saturating_add(now, met.wait_ms.value_or(0)));
  // The first stop may be chance; a second one, after a new try, is not.
  if (reach.tell || (reach.stops > 0 && met.trouble == Trouble::refusal)) {
    lanes_.tell(route, call, now);
  }
  if (reach.scope == Scope::sis) {
    failed(met.code);
  } else if (reach.scope == Scope::verb) {
    rest.ending.retry_unix_ms = stop_kind(route, call, met, reach);
  }
  rest.ending.blameless = met.ours || met.trouble == Trouble::unreached ||
                          reach.scope > Scope::school_class || !gate_.standing();
  rest.ending.set_aside = reach.set_aside && !rest.ending.blameless;
  return rest;
}

bool AccountStanding::pauses_as_asked(const oneroster::Verdict& verdict,
                                      std::int64_t left_boot_ms) {
  if (!oneroster::asks_to_wait(verdict)) {
    return false;
  }
  rate_.slow_down(parts_.clock.boot_ms(), left_boot_ms);
  const auto now = parts_.clock.unix_ms();
  gate_.pause(Code::sis_busy, saturating_add(now, *verdict.retry_after_ms), now);
  return true;
}

void AccountStanding::busy(std::int32_t stops) {
  const auto now = parts_.clock.unix_ms();
  gate_.pause(Code::sis_busy,
              saturating_add(now, backoff_ms(RetryPolicy{}, stops, parts_.random())), now);
}

void AccountStanding::window_shut(const exchange::PlannedRequest& planned,
                                  std::int64_t until_unix_ms) {
  if (windows_.shut(planned, until_unix_ms, parts_.clock.unix_ms())) {
    gate_.shut_window(until_unix_ms);
  } else {
    answered();
  }
}

void AccountStanding::refuse(const exchange::Route& route, Code code, std::int64_t retry_ms) {
  const auto now = parts_.clock.unix_ms();
  // What was said to a secret that has been replaced says nothing to the new one.
  if (!lanes_.is_used(route)) {
    return;
  }
  const auto until = saturating_add(now, retry_ms);
  if (lanes_.several()) {
    lanes_.refuse(route, code, until, now);
  } else {
    gate_.refuse(code, until);
  }
}

void AccountStanding::refuse_address(const exchange::Route& route, const TransferResult& result) {
  const bool news = lanes_.several() ? lanes_.closed(route, parts_.clock.unix_ms()) != result.code
                                     : gate_.state() != outbox::AccountState::address;
  refuse(route, result.code, kRefusedRetryMs);
  if (news) {
    parts_.log.write(platform::LogLevel::warning, "delivery.address_refused",
                     info(result.code).sentence, {{"address", result.detail}});
  }
}

std::int64_t AccountStanding::not_granted(const exchange::Route& route,
                                          exchange::ServiceCall call) {
  const auto until = saturating_add(parts_.clock.unix_ms(), kRefusedRetryMs);
  lanes_.block(route, call, {until, Code::forbidden});
  return until;
}

void AccountStanding::test_passed(const exchange::Route& route) {
  answered();
  lanes_.test_passed(route);
  scope_.forget();
  scope_.probe_passed(Authenticator::credentials_of(route));
}

} // namespace passback::delivery

#include "plugin/delivery/worker/account_gate.hpp"

#include <algorithm>
#include <utility>

#include "plugin/delivery/retry_policy.hpp"
#include "plugin/outbox/due.hpp"

namespace passback::delivery {

namespace {

using outbox::AccountState;

constexpr std::int64_t kSecretRetryMs = 5'000;

} // namespace

void AccountGate::restore(const outbox::AccountRow& row, std::int64_t refused_under) {
  state_ = row.state;
  code_ = row.code;
  retry_unix_ms_ = row.retry_unix_ms;
  refused_under_ = refused_under;
  told_ = row.notice_unix_ms > 0;
  breaker_.restore(row.state == AccountState::down, row.failures, row.retry_unix_ms);
  changed_ = false;
  if (state_ == AccountState::address) {
    // Another process has refused it, or this one before it was started anew: perhaps by other
    // rules.
    retry_unix_ms_ = 0;
  }
}

void AccountGate::settings_are(std::int64_t generation) {
  if (generation != generation_) {
    proven_ = false;
  }
  generation_ = generation;
  const bool refused = state_ == AccountState::unauthorised || state_ == AccountState::address;
  if (refused && generation > refused_under_) {
    retry_unix_ms_ = 0;
  }
}

AccountGate::Admission AccountGate::admission(std::int64_t now_unix_ms) const {
  const bool takes_none = state_ == AccountState::waiting_secret || state_ == AccountState::down;
  if (takes_none || waits_until(now_unix_ms) != 0) {
    return Admission::closed;
  }
  return state_ == AccountState::ok && proven_ ? Admission::open : Admission::one_at_a_time;
}

bool AccountGate::wants_probe(std::int64_t now_unix_ms) const {
  return state_ == AccountState::down && waits_until(now_unix_ms) == 0;
}

std::int64_t AccountGate::waits_until(std::int64_t now_unix_ms) const {
  return outbox::is_due(retry_unix_ms_, now_unix_ms) ? 0 : retry_unix_ms_;
}

void AccountGate::set(AccountState state, Code code, std::int64_t retry_unix_ms) {
  changed_ = changed_ || state != state_ || code != code_ || retry_unix_ms != retry_unix_ms_;
  state_ = state;
  code_ = code;
  retry_unix_ms_ = retry_unix_ms;
}

void AccountGate::answered(std::int64_t now_unix_ms) {
  breaker_.succeeded();
  // A pause that the SIS asked for holds, whatever else it still answers.
  const bool paused = standing() && waits_until(now_unix_ms) != 0;
  if (!paused) {
    proven_ = true;
    set(AccountState::ok, Code::none, 0);
    // A save may have ended what people were told of before the SIS answered.
    changed_ = std::exchange(told_, false) || changed_;
  }
}

void AccountGate::failed(Code code, std::int64_t now_unix_ms, double random) {
  // A pause that the SIS asked for is longer than the first probe's.
  const auto asked = standing() ? waits_until(now_unix_ms) : 0;
  if (breaker_.failed(now_unix_ms, random)) {
    set(AccountState::down, code, std::max(breaker_.retry_unix_ms(), asked));
    changed_ = true;
  }
}

void AccountGate::pause(Code code, std::int64_t until_unix_ms, std::int64_t now_unix_ms) {
  // Whoever is down or refused stays so; the pause only moves the next question.
  // After it, one request tells whether the SIS is ready for more.
  const bool standing_now = standing();
  proven_ = false;
  set(state_, standing_now ? code : code_, std::max(waits_until(now_unix_ms), until_unix_ms));
}

void AccountGate::refuse(Code code, std::int64_t retry_unix_ms) {
  breaker_.succeeded();
  proven_ = false;
  refused_under_ = generation_;
  set(outbox::account_state_of(code), code, retry_unix_ms);
}

void AccountGate::shut_window(std::int64_t until_unix_ms) {
  breaker_.succeeded();
  set(AccountState::window_shut, Code::window_shut, until_unix_ms);
}

void AccountGate::miss_secret(std::int64_t now_unix_ms, Code code) {
  // An account that stands still for another reason keeps telling that reason.
  if (standing()) {
    set(AccountState::waiting_secret, code, 0);
  } else {
    pause(code_, saturating_add(now_unix_ms, kSecretRetryMs), now_unix_ms);
  }
}

void AccountGate::have_secret() {
  if (state_ == AccountState::waiting_secret) {
    told_ = true; // whether it is the right one the SIS has yet to say
    set(AccountState::ok, Code::none, 0);
  }
}

std::optional<AccountChange> AccountGate::take_change() {
  if (!changed_) {
    return std::nullopt;
  }
  changed_ = false;
  AccountChange change;
  change.state = state_;
  change.code = code_;
  change.failures = breaker_.failures();
  change.retry_unix_ms = retry_unix_ms_;
  change.settings_generation = refused_under_;
  change.works = proven_ && state_ == AccountState::ok;
  return change;
}

std::int64_t wrong_address_retry_ms(std::int32_t before) {
  constexpr std::int64_t kFirstMs = 15'000;
  return doubled(kFirstMs, before, kRefusedRetryMs);
}

} // namespace passback::delivery

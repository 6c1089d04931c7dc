#include "plugin/decision/sending_time.hpp"

#include <algorithm>

#include "plugin/platform/time_zone.hpp"

namespace passback::decision {
namespace {

using outbox::Record;
using outbox::State;

constexpr int kMinutesOfDay = 1440;
constexpr std::int64_t kMinuteMs = 60'000;

// The wall clock may be set meanwhile, in spring and autumn: then it is looked at an hour early, or
// late.
std::int64_t in_minutes(std::int64_t now_unix_ms, int minutes) {
  return now_unix_ms - now_unix_ms % kMinuteMs + minutes * kMinuteMs;
}

bool is_quiet(const settings::QuietHours& hours, int minute) {
  const bool over_midnight = hours.to_minute < hours.from_minute;
  const bool after = minute >= hours.from_minute, before = minute < hours.to_minute;
  return over_midnight ? after || before : after && before;
}

int minutes_to_wait(const settings::SendingRules& rules) {
  return rules.wait_before_sending.value_or(settings::Minutes{}).value;
}

bool waits_for_time(Code code) {
  return code == Code::waits_for_edits || code == Code::quiet_hours ||
         code == Code::no_sending_today;
}

} // namespace

SendingTime sending_time(const settings::SendingRules& rules, std::string_view zone,
                         std::int64_t now_unix_ms) {
  if (!rules.quiet_hours && !rules.no_sending_on) {
    return {};
  }
  const auto known = platform::zone_or_utc(zone);
  const auto date = platform::local_date(now_unix_ms, known);
  const auto minute = platform::local_minute(now_unix_ms, known);
  if (!date || !minute) {
    return {};
  }
  const auto& ranges = rules.no_sending_on;
  if (ranges && std::ranges::any_of(*ranges, [&](const auto& range) {
        return range.from <= *date && *date <= range.to;
      })) {
    return {Code::no_sending_today, in_minutes(now_unix_ms, kMinutesOfDay - *minute)};
  }
  if (rules.quiet_hours && is_quiet(*rules.quiet_hours, *minute)) {
    const int left = (rules.quiet_hours->to_minute - *minute + kMinutesOfDay) % kMinutesOfDay;
    return {Code::quiet_hours, in_minutes(now_unix_ms, left)};
  }
  return {};
}

SendingTime sending_time(const settings::SendingRules& rules, std::string_view zone,
                         const Record& record, std::int64_t now_unix_ms) {
  return record.priority > 0 ? SendingTime{} : sending_time(rules, zone, now_unix_ms);
}

void wait_for_edits(const settings::SendingRules& rules, Record& record, std::int64_t now_unix_ms) {
  const int minutes = minutes_to_wait(rules);
  const bool fresh = record.state == State::ready && record.code == Code::none &&
                     record.next_attempt_unix_ms == now_unix_ms && record.priority <= 0;
  if (minutes > 0 && fresh) {
    record.code = Code::waits_for_edits;
    record.next_attempt_unix_ms = now_unix_ms + minutes * kMinuteMs;
  }
}

void look_at_time_again(const settings::SendingRules& rules, Record& record,
                        std::int64_t now_unix_ms) {
  if (record.state != State::ready || !waits_for_time(record.code)) {
    return;
  }
  const std::int64_t wait_ms = minutes_to_wait(rules) * kMinuteMs;
  const bool still_waits = record.code == Code::waits_for_edits && wait_ms > 0;
  const auto at_most = still_waits ? now_unix_ms + wait_ms : now_unix_ms;
  record.next_attempt_unix_ms = std::min(record.next_attempt_unix_ms, at_most);
  if (!still_waits) {
    record.code = Code::none;
  }
}

} // namespace passback::decision

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
  return code == Code::waits_for_edits || code == Code::waits_for_time ||
         code == Code::quiet_hours || code == Code::no_sending_today;
}

bool has_times(const settings::SendingRules& rules) {
  return rules.send_at && !rules.send_at->minutes.empty();
}

// The clocks may be set between now and then.
std::int64_t at_local_minute(std::int64_t about_unix_ms, std::string_view zone, int minute) {
  const auto shown = platform::local_minute(about_unix_ms, zone);
  int off = shown ? *shown - minute : 0;
  off = off > kMinutesOfDay / 2    ? off - kMinutesOfDay
        : off < -kMinutesOfDay / 2 ? off + kMinutesOfDay
                                   : off;
  return about_unix_ms - off * kMinuteMs;
}

// By the times of the day alone.
std::int64_t next_of_day(const settings::SendAt& times, std::string_view zone,
                         std::int64_t from_unix_ms) {
  const auto minute = platform::local_minute(from_unix_ms, zone);
  if (!minute) {
    return from_unix_ms;
  }
  for (int day = 0; day <= 2; ++day) {
    for (const int time : times.minutes) {
      const int ahead = time - *minute + day * kMinutesOfDay;
      const auto at = at_local_minute(in_minutes(from_unix_ms, ahead), zone, time);
      if (at >= from_unix_ms) {
        return at;
      }
    }
  }
  return from_unix_ms;
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

std::int64_t next_time_to_send(const settings::SendingRules& rules, std::string_view zone,
                               std::int64_t from_unix_ms) {
  if (!has_times(rules)) {
    return from_unix_ms;
  }
  constexpr int kClosedDaysPassed = 400;
  const auto known = platform::zone_or_utc(zone);
  auto at = next_of_day(*rules.send_at, known, from_unix_ms);
  const auto first = at;
  for (int passed = 0; passed < kClosedDaysPassed; ++passed) {
    const auto open = sending_time(rules, known, at);
    if (open.why == Code::none) {
      return at;
    }
    at = next_of_day(*rules.send_at, known, std::max(open.until_unix_ms, at + 1));
  }
  // All of them lie in quiet hours, say: those end, and it goes then.
  return first;
}

void wait_for_its_time(const settings::SendingRules& rules, std::string_view zone, bool for_edits,
                       Record& record, std::int64_t now_unix_ms) {
  const int minutes = for_edits ? minutes_to_wait(rules) : 0;
  const bool in_line = record.state == State::ready && record.code == Code::none &&
                       record.next_attempt_unix_ms == now_unix_ms;
  const bool behind_parent =
      record.state == State::waiting_parent && record.code == Code::parent_not_confirmed;
  const bool fresh = (in_line || behind_parent) && record.priority <= 0;
  if (!fresh || (minutes == 0 && !has_times(rules))) {
    return;
  }
  const auto edited = now_unix_ms + minutes * kMinuteMs;
  const auto at = next_time_to_send(rules, zone, edited);
  if (at > now_unix_ms) {
    record.code = at > edited ? Code::waits_for_time : Code::waits_for_edits;
    record.next_attempt_unix_ms = at;
  }
}

void look_at_time_again(const settings::SendingRules& rules, std::string_view zone, Record& record,
                        std::int64_t now_unix_ms) {
  const bool in_line = record.state == State::ready || record.state == State::waiting_parent;
  if (!in_line || !waits_for_time(record.code)) {
    return;
  }
  // Its time has come, and it is about to go.
  if (record.code == Code::waits_for_time && record.next_attempt_unix_ms <= now_unix_ms) {
    return;
  }
  const std::int64_t wait_ms = minutes_to_wait(rules) * kMinuteMs;
  const bool still_waits = record.code == Code::waits_for_edits && wait_ms > 0;
  const auto edited =
      std::min(record.next_attempt_unix_ms, still_waits ? now_unix_ms + wait_ms : now_unix_ms);
  record.next_attempt_unix_ms = next_time_to_send(rules, zone, edited);
  if (record.next_attempt_unix_ms > std::max(edited, now_unix_ms)) {
    record.code = Code::waits_for_time;
  } else if (!still_waits) {
    record.code = Code::none;
  }
}

std::int64_t time_to_go(const settings::SendingRules& rules, std::string_view zone,
                        const Record& record, std::int64_t now_unix_ms) {
  // So far ahead lies the next time only because of a clock that was set back, or of dates without
  // sending, which are passed over anew.
  constexpr std::int64_t kBelievedMs = 8LL * 24 * 60 * kMinuteMs;
  const auto kept = record.next_attempt_unix_ms;
  return next_time_to_send(rules, zone, kept - now_unix_ms > kBelievedMs ? now_unix_ms : kept);
}

bool goes_at_a_time(const Record& record) {
  return (record.state == State::ready || record.state == State::waiting_parent) &&
         (record.code == Code::waits_for_edits || record.code == Code::waits_for_time);
}

} // namespace passback::decision

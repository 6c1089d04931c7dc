#include "plugin/actions/due_notices.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "plugin/actions/daily_digest.hpp"
#include "plugin/actions/day_mark.hpp"
#include "plugin/actions/first_send_notices.hpp"
#include "plugin/actions/period_end.hpp"
#include "plugin/actions/question_notices.hpp"
#include "plugin/outbox/meta_number.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

constexpr std::int64_t kHourMs = 60LL * 60 * 1000;
constexpr std::int64_t kTakenMs = 5LL * 60 * 1000;
constexpr std::string_view kTakenMeta = "notices_taken";

std::string mark_name(const outbox::ConnectionRow& row) {
  return "digest." + row.domain_id.value;
}

// A clock that was set back leaves nothing taken for ever.
Result<bool> are_taken(decision::UnitOfWork& work) {
  PASSBACK_TRY_AS(const auto since, outbox::meta_number(work.transaction, kTakenMeta));
  const auto taken_for = work.now_unix_ms - since;
  return since != 0 && taken_for >= 0 && taken_for < kTakenMs;
}

/// A domain with an SIS of its own, and what was told there.
struct DomainDay {
  outbox::ConnectionRow row;
  settings::Connection connection;
  DayMark mark;
  std::string day; ///< whose notices are due now; empty = none are
};

/// Those where something of a day is due.
Result<std::vector<DomainDay>> due_days(decision::UnitOfWork& work) {
  std::vector<DomainDay> due;
  PASSBACK_TRY_AS(const auto rows, work.transaction.connections());
  for (const auto& row : rows) {
    const auto connection = settings::connection_from_json(row.document);
    if (!connection) {
      continue;
    }
    PASSBACK_TRY_AS(const auto text, work.transaction.meta(mark_name(row)));
    const auto rules = rules_of_notices(work, row.domain_id);
    if (!rules) {
      continue; // settings that cannot be read are told elsewhere
    }
    DomainDay one{row, *connection, day_mark_from(text), {}};
    const auto hour = rules->notice_hour.value_or(settings::Hour{settings::kNoticeHour});
    one.day = day_of_notices(work.now_unix_ms, connection->time_zone, hour.value);
    if (one.day == one.mark.day) {
      one.day.clear();
    }
    if (!one.day.empty() || is_over(one.mark.credentials, *connection)) {
      due.push_back(std::move(one));
    }
  }
  return due;
}

void append(std::vector<DueNotice>& notices, std::vector<DueNotice> more) {
  std::ranges::move(more, std::back_inserter(notices));
}

Status tell_classes(decision::UnitOfWork& work, const DomainDay& one, const std::string& today,
                    DayMark& next, std::vector<DueNotice>& notices) {
  const auto& domain = one.row.domain_id;
  const auto& name = one.connection.sis_name;
  PASSBACK_TRY_AS(const auto classes, taught_classes(work, {.domain = domain,
                                                            .connection_id = one.row.id,
                                                            .since_unix_ms = one.mark.at_unix_ms}));
  // The first digest of an SIS is that of the morning after it was connected.
  if (!one.mark.day.empty()) {
    append(notices, digests_of(domain, name, classes, next.digest));
  }
  append(notices, period_end_notices({domain, name, today}, classes, next.period_ends));
  next.day = one.day;
  next.at_unix_ms = work.now_unix_ms;
  return ok_status();
}

Status tell_day(decision::UnitOfWork& work, const DomainDay& one, DueNotices& due) {
  auto next = one.mark;
  const bool its_hour = !one.day.empty();
  PASSBACK_TRY_AS(
      const auto today,
      platform::local_date(work.now_unix_ms, platform::zone_or_utc(one.connection.time_zone)));
  append(due.notices, credentials_notices({one.row.domain_id, one.connection, today, its_hour},
                                          next.credentials));
  if (its_hour) {
    PASSBACK_TRY(tell_classes(work, one, today, next, due.notices));
  }
  due.when_told.emplace_back([name = mark_name(one.row), text = to_text(next)](auto& in) {
    return in.transaction.put_meta(name, text);
  });
  return ok_status();
}

} // namespace

std::string day_of_notices(std::int64_t unix_ms, std::string_view zone, int hour) {
  const auto day = platform::local_date(unix_ms - hour * kHourMs, zone);
  return day ? *day : std::string();
}

Result<settings::SendingRules> rules_of_notices(decision::UnitOfWork& work,
                                                const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto effective,
                  decision::effective_of_domain(work.transaction, work.settings(), domain));
  return effective.sending;
}

Result<DueNotices> take_due_notices(const ActionParts& parts, std::chrono::milliseconds deadline) {
  DueNotices due;
  bool any = false;
  // Mostly there is nothing, and nobody is kept from writing to learn that.
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(const auto days, due_days(work));
    PASSBACK_TRY_AS(const bool first_send, is_first_send_due(work));
    PASSBACK_TRY_AS(const bool question, is_question_due(work));
    any = !days.empty() || first_send || question;
    return ok_status();
  }));
  if (!any) {
    return due;
  }
  const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    due = {};
    PASSBACK_TRY_AS(const bool taken, are_taken(work));
    if (taken) {
      return ok_status();
    }
    PASSBACK_TRY_AS(const auto days, due_days(work));
    for (const auto& one : days) {
      PASSBACK_TRY(tell_day(work, one, due));
    }
    const bool morning =
        std::ranges::any_of(days, [](const DomainDay& one) { return !one.day.empty(); });
    PASSBACK_TRY(tell_first_sends(work, morning, due));
    PASSBACK_TRY(tell_questions(work, morning, due));
    return due.when_told.empty()
               ? ok_status()
               : work.transaction.put_meta(kTakenMeta, std::to_string(work.now_unix_ms));
  });
  if (!committed) {
    return committed.error();
  }
  return due;
}

Status note_told(const ActionParts& parts, const DueNotices& due,
                 std::chrono::milliseconds deadline) {
  if (due.when_told.empty()) {
    return ok_status();
  }
  return commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    for (const auto& note : due.when_told) {
      PASSBACK_TRY(note(work));
    }
    return work.transaction.put_meta(kTakenMeta, "0");
  });
}

} // namespace passback::actions

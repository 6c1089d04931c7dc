#include "plugin/decision/removal.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using gradebook::WithdrawalReason;
using outbox::Kind;
using outbox::Record;

constexpr std::size_t kFewActivities = 3;
constexpr std::int64_t kWhileMs = 600'000;

Result<std::size_t> grades_in_sis(UnitOfWork& work, const Record& line_item) {
  std::size_t count = 0;
  const auto counted =
      outbox::each_result_of(work.transaction, line_item, [&](const Record& result) {
        count += outbox::stands_at_sis(result) ? 1 : 0;
        return ok_status();
      });
  return counted ? Result<std::size_t>(count) : counted.error();
}

WithdrawalReason reason_of(const Record& record) {
  if (record.key.kind == Kind::line_item) {
    const auto* activity = record.observed.facts.activity();
    return activity == nullptr ? WithdrawalReason::unknown : activity->withdrawn_because;
  }
  const auto* score = record.observed.facts.score();
  return score == nullptr ? WithdrawalReason::unknown : score->withdrawn_because;
}

Code question_for(WithdrawalReason reason, Kind kind, bool has_left) {
  switch (reason) {
  case WithdrawalReason::unknown:
    return has_left ? Code::removal_unenrolled : Code::removal_unknown;
  case WithdrawalReason::teacher:
    return kind == Kind::line_item ? Code::removal_activity : Code::none;
  case WithdrawalReason::unenrolled:
    return Code::removal_unenrolled;
  case WithdrawalReason::deleted:
    return Code::removal_deleted;
  case WithdrawalReason::reset:
    return Code::removal_reset;
  case WithdrawalReason::restored:
    break;
  }
  return Code::removal_restored;
}

/// So many went, or go, within a few minutes that a person is asked about this one.
Result<bool> is_among_many(UnitOfWork& work, const Record& record, std::size_t grades,
                           std::size_t brake) {
  const bool of_line_item = record.key.kind == Kind::line_item;
  if (of_line_item && grades > brake) {
    return true;
  }
  const auto looks = static_cast<int>(std::max(brake, kFewActivities * 50) + 1);
  PASSBACK_TRY_AS(const auto beside, work.transaction.taken_back_beside(
                                         record.key, work.now_unix_ms - kWhileMs, looks));
  if (!of_line_item) {
    return beside.size() >= brake;
  }
  // The standards of an activity go with it.
  std::set<gradebook::ActivityId> activities;
  std::ranges::transform(beside, std::inserter(activities, activities.end()),
                         gradebook::host_activity);
  activities.erase(gradebook::host_activity(record.key.activity_id));
  return activities.size() >= kFewActivities;
}

} // namespace

bool is_removal_question(Code code) {
  switch (code) {
  case Code::many_withdrawn:
  case Code::removal_unknown:
  case Code::removal_activity:
  case Code::removal_unenrolled:
  case Code::removal_deleted:
  case Code::removal_reset:
  case Code::removal_restored:
    return true;
  default:
    return false;
  }
}

bool waits_for_removal_answer(const Record& record) {
  return record.state == outbox::State::manual && is_removal_question(record.code);
}

void keep_in_sis(Record& record) {
  outbox::park(record, outbox::State::settled, Code::kept_in_sis);
}

WithdrawalReason reason_now(const Record& record, WithdrawalReason said) {
  const bool repeated = record.observed.form == outbox::Form::absent;
  return said == WithdrawalReason::unknown && repeated ? reason_of(record) : said;
}

Result<std::optional<Code>> removal_question(UnitOfWork& work, const ClassView& view,
                                             const Record& record, bool has_left) {
  if (record.released.form == outbox::Form::absent || !outbox::stands_at_sis(record)) {
    return std::optional<Code>();
  }
  // Told again, it is still a person's to say, or what a person has said.
  if (waits_for_removal_answer(record) || record.code == Code::kept_in_sis) {
    return std::optional(record.code);
  }
  std::size_t grades = 1;
  if (record.key.kind == Kind::line_item) {
    PASSBACK_TRY_AS(grades, grades_in_sis(work, record));
  }
  if (grades == 0) {
    return std::optional<Code>();
  }
  const auto& rules = view.effective.sending;
  const Code question = question_for(reason_of(record), record.key.kind, has_left);
  if (question != Code::none && rules.removals.value_or(settings::Removals::keep_and_offer) ==
                                    settings::Removals::keep_and_offer) {
    return std::optional(question);
  }
  if (!view.effective.automatic) {
    return std::optional<Code>();
  }
  const auto brake = rules.removal_brake.value_or(settings::Count{settings::kRemovedUnasked});
  PASSBACK_TRY_AS(const auto many,
                  is_among_many(work, record, grades, static_cast<std::size_t>(brake.value)));
  return many ? std::optional(Code::many_withdrawn) : std::optional<Code>();
}

} // namespace passback::decision

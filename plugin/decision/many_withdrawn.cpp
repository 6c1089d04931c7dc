#include "plugin/decision/many_withdrawn.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

constexpr std::size_t kFewActivities = 3;
constexpr std::size_t kFewResults = 50;
constexpr std::int64_t kWhileMs = 3'600'000;
constexpr int kLooks = 200;

Result<std::size_t> grades_in_sis(UnitOfWork& work, const outbox::Record& line_item) {
  std::size_t count = 0;
  const auto counted =
      outbox::each_result_of(work.transaction, line_item, [&](const outbox::Record& result) {
        count += outbox::stands_at_sis(result) ? 1 : 0;
        return ok_status();
      });
  return counted ? Result<std::size_t>(count) : counted.error();
}

} // namespace

Result<bool> is_among_many_withdrawn(UnitOfWork& work, const outbox::Record& record) {
  if (record.released.form == outbox::Form::absent || !outbox::stands_at_sis(record)) {
    return false;
  }
  // Told again, it is still a person's to say.
  if (record.state == outbox::State::manual && record.code == Code::many_withdrawn) {
    return true;
  }
  const bool of_line_item = record.key.kind == outbox::Kind::line_item;
  std::size_t grades = 1;
  if (of_line_item) {
    PASSBACK_TRY_AS(grades, grades_in_sis(work, record));
  }
  if (grades == 0 || grades > kFewResults) {
    return grades > kFewResults;
  }
  PASSBACK_TRY_AS(const auto beside, work.transaction.taken_back_beside(
                                         record.key, work.now_unix_ms - kWhileMs, kLooks));
  if (!of_line_item) {
    return beside.size() >= kFewResults;
  }
  // The standards of an activity go with it.
  std::set<gradebook::ActivityId> activities;
  std::ranges::transform(beside, std::inserter(activities, activities.end()),
                         gradebook::host_activity);
  activities.erase(gradebook::host_activity(record.key.activity_id));
  return activities.size() >= kFewActivities;
}

} // namespace passback::decision

#include <algorithm>

#include "plugin/oneroster/documents/documents.hpp"

namespace passback::oneroster {
namespace {

using Moment = std::optional<std::int64_t>;

Moment given(std::int64_t unix_ms) {
  return unix_ms == 0 ? Moment() : Moment(unix_ms);
}

Moment latest_of_students(const gradebook::ActivityFacts& facts) {
  std::int64_t latest = 0;
  for (const gradebook::StudentDates& dates : facts.student_dates) {
    latest = std::max(latest, dates.due_at_unix_ms);
  }
  return given(latest);
}

/// What stands in for the due date; none = it is not there either.
Moment stand_in(DueDateFallback fallback, const LineItemInput& input,
                const gradebook::ActivityFacts& facts, std::int64_t since, const LocalDay& zone) {
  switch (fallback) {
  case DueDateFallback::student_dates:
    return latest_of_students(facts);
  case DueDateFallback::period_end:
    return last_moment_of(zone, input.period_end);
  case DueDateFallback::class_end:
    return last_moment_of(zone, input.class_end);
  case DueDateFallback::assigned:
    return given(facts.assigned_at_unix_ms);
  case DueDateFallback::made:
    return std::max(facts.assigned_at_unix_ms, since);
  }
  return std::nullopt;
}

/// The grading period as moments; what is not known does not bound.
struct Period {
  Moment first, last;

  std::int64_t inside(std::int64_t moment) const {
    const std::int64_t not_before = first ? std::max(moment, *first) : moment;
    return last ? std::min(not_before, *last) : not_before;
  }
  bool holds(std::int64_t moment) const {
    // Up to the last millisecond of its last second.
    return (!first || moment >= *first) && (!last || moment < *last + 1000);
  }
};

} // namespace

Result<LineItemDates> line_item_dates(const Profile& profile, const LineItemInput& input,
                                      const DocumentContext& context) {
  const std::int64_t since = input.since_unix_ms != 0 ? input.since_unix_ms : context.now_unix_ms;
  const auto facts = with_moments(input.facts, context.local_day);
  const bool due_given = facts.due_at_unix_ms != 0;
  const bool assigned_given = facts.assigned_at_unix_ms != 0;
  Moment due = given(facts.due_at_unix_ms);
  for (const DueDateFallback fallback : profile.missing_due_date) {
    due = due ? due : stand_in(fallback, input, facts, since, context.local_day);
  }
  if (!due) {
    return Code::due_date_missing;
  }
  LineItemDates dates;
  dates.due_was_missing = !due_given;
  dates.due_at_unix_ms = *due;
  // An activity that is due before it was assigned is refused by several SISs.
  dates.assigned_at_unix_ms = std::min(assigned_given ? facts.assigned_at_unix_ms : since, *due);
  dates.assigned_after_due = assigned_given && facts.assigned_at_unix_ms > *due;
  if (profile.outside_period == OutsidePeriod::send) {
    return dates;
  }
  const Period period{first_moment_of(context.local_day, input.period_start),
                      last_moment_of(context.local_day, input.period_end)};
  const bool due_fits = period.holds(dates.due_at_unix_ms);
  const bool assigned_fits = period.holds(dates.assigned_at_unix_ms);
  if (profile.outside_period == OutsidePeriod::refuse && !input.beside_period &&
      ((due_given && !due_fits) || (assigned_given && !assigned_fits))) {
    return Code::due_date_outside_period;
  }
  dates.moved_into_period = !due_fits || !assigned_fits;
  if (!due_fits) {
    dates.due_at_unix_ms = period.inside(dates.due_at_unix_ms);
  }
  if (!assigned_fits) {
    dates.assigned_at_unix_ms = period.inside(dates.assigned_at_unix_ms);
  }
  return dates;
}

} // namespace passback::oneroster

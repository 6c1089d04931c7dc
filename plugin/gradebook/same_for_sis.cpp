#include "plugin/gradebook/same_for_sis.hpp"

#include <tuple>

namespace passback::gradebook {
namespace {

auto flags_on_the_wire(const ScoreFlags& flags) {
  return std::tie(flags.exempt, flags.missing, flags.late, flags.incomplete, flags.submitted,
                  flags.in_progress, flags.dropped);
}

/// Dates of single students stand in for a due date that is missing; beside one they say nothing.
bool same_due_dates(const ActivityFacts& a, const ActivityFacts& b) {
  return a.due_at_unix_ms == b.due_at_unix_ms &&
         (a.due_at_unix_ms != 0 || a.student_dates == b.student_dates);
}

} // namespace

bool same_for_sis(const ScoreFacts& a, const ScoreFacts& b) {
  return a.points == b.points && a.text_score == b.text_score && a.comment == b.comment &&
         flags_on_the_wire(a.flags) == flags_on_the_wire(b.flags) && a.objectives == b.objectives &&
         a.counted_of == b.counted_of;
}

bool same_for_sis(const ActivityFacts& a, const ActivityFacts& b) {
  return a.title == b.title && a.description == b.description &&
         a.points_possible == b.points_possible && a.assigned_at_unix_ms == b.assigned_at_unix_ms &&
         a.extra_credit == b.extra_credit && a.scale_id == b.scale_id && same_due_dates(a, b);
}

bool same_for_sis(const CategoryFacts& a, const CategoryFacts& b) {
  return a == b;
}

} // namespace passback::gradebook

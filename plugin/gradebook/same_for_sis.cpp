#include "plugin/gradebook/same_for_sis.hpp"

#include <tuple>

namespace passback::gradebook {
namespace {

auto flags_on_the_wire(const ScoreFlags& flags) {
  return std::tie(flags.exempt, flags.missing, flags.late, flags.incomplete, flags.submitted,
                  flags.in_progress, flags.dropped);
}

} // namespace

bool same_for_sis(const ScoreFacts& a, const ScoreFacts& b) {
  return a.student_sis_id == b.student_sis_id && a.points == b.points &&
         a.text_score == b.text_score && a.comment == b.comment &&
         flags_on_the_wire(a.flags) == flags_on_the_wire(b.flags) && a.objectives == b.objectives;
}

bool same_for_sis(const ActivityFacts& a, const ActivityFacts& b) {
  return a.title == b.title && a.description == b.description &&
         a.points_possible == b.points_possible && a.assigned_at_unix_ms == b.assigned_at_unix_ms &&
         a.due_at_unix_ms == b.due_at_unix_ms;
}

bool same_for_sis(const CategoryFacts& a, const CategoryFacts& b) {
  return a == b;
}

} // namespace passback::gradebook

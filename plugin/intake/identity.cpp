#include "plugin/intake/identity.hpp"

namespace passback::intake {
namespace {

const gradebook::SourcedId& first_known(const gradebook::SourcedId& first,
                                        const gradebook::SourcedId& second) {
  return first.empty() ? second : first;
}

Identity of_enrolment(const std::optional<outbox::EnrolmentRow>& row, const ClassView& view) {
  if (!row) {
    return {view.sis_class_id, {}};
  }
  return {first_known(row->class_sis_id, view.sis_class_id), row->user_sis_id, row->ended};
}

bool fill(gradebook::SourcedId& kept, const gradebook::SourcedId& said) {
  if (!kept.empty() || said.empty()) {
    return false;
  }
  kept = said;
  return true;
}

} // namespace

Result<Identity> known_identity(Desk& desk, const ClassView& view,
                                const gradebook::StudentId& student) {
  auto row = desk.transaction.enrolment(view.class_id, view.school_year, student.value);
  if (!row) {
    return row.error();
  }
  return of_enrolment(*row, view);
}

Result<Identity> identify(Desk& desk, const ClassView& view, const ScoreEvent& event) {
  auto row = desk.transaction.enrolment(view.class_id, view.school_year, event.student_id.value);
  if (!row) {
    return row.error();
  }
  const Identity known = of_enrolment(*row, view);
  const Identity found{first_known(event.class_sis_id, known.sis_class_id),
                       first_known(event.facts.student_sis_id, known.student_sis_id),
                       known.has_left};
  outbox::EnrolmentRow kept;
  if (*row) {
    kept = **row;
  } else {
    kept.class_id = view.class_id;
    kept.school_year = view.school_year;
    kept.user_id = event.student_id.value;
    kept.role = static_cast<std::int32_t>(Role::student);
  }
  const bool learned_class =
      event.class_sis_id != view.sis_class_id && fill(kept.class_sis_id, event.class_sis_id);
  const bool learned_student = fill(kept.user_sis_id, event.facts.student_sis_id);
  if (learned_class || learned_student) {
    if (auto stored = desk.transaction.put_enrolment(kept); !stored) {
      return stored.error();
    }
  }
  return found;
}

} // namespace passback::intake

#include "plugin/decision/identity.hpp"

namespace passback::decision {

Result<Identity> known_identity(Desk& desk, const ClassView& view,
                                const gradebook::StudentId& student) {
  auto row = desk.transaction.enrolment(view.class_id, view.school_year, student.value);
  return row ? Result<Identity>(outbox::identity_of(*row, view.links))
             : Result<Identity>(row.error());
}

} // namespace passback::decision

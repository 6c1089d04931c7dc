#include "plugin/decision/identity.hpp"

namespace passback::decision {

Result<Identity> known_identity(UnitOfWork& work, const ClassView& view,
                                const gradebook::StudentId& student) {
  auto row = work.transaction.enrolment(view.class_id, view.school_year, student.value);
  return row ? Result<Identity>(outbox::identity_of(*row, view.links))
             : Result<Identity>(row.error());
}

} // namespace passback::decision

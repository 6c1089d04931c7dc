// Who a student of a class is at the SIS (outbox/identity.hpp).
#pragma once

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/identity.hpp"

namespace passback::decision {

using outbox::Identity;

/// What is known of a student of the class.
Result<Identity> known_identity(UnitOfWork& work, const ClassView& view,
                                const gradebook::StudentId& student);

} // namespace passback::decision

#pragma once
// Things by what a person typed: the host's id, or the SIS's sourcedId. A refusal says what there
// is instead.
#include <string>

#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::commands {

Result<gradebook::Class> find_class(gradebook::RosterStore& roster, const std::string& typed);
Result<gradebook::Domain> find_domain(gradebook::RosterStore& roster, const std::string& typed);
Result<gradebook::User> find_user(gradebook::RosterStore& roster, const std::string& typed);
Result<gradebook::User> find_student(gradebook::RosterStore& roster,
                                     const gradebook::Class& in_class, const std::string& typed);
// An empty class: wherever it is.
Result<gradebook::Activity> find_activity(gradebook::Gradebook& book,
                                          const std::string& class_typed, const std::string& typed);

std::string full_name(const gradebook::User& user);

} // namespace host_stub::commands

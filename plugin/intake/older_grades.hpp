// An administrator says of all grades that are older than what the SIS has, because the LMS was put
// back from a backup (decision/older_than_sis.hpp), which of the two count.
//
// [intake] On the host's thread.
#pragma once

#include <string>

#include "plugin/intake/kept_grades.hpp"

namespace passback::intake {

/// What waits for an answer in a domain and below it.
Result<KeptGrades> older_waiting(decision::UnitOfWork& work, const gradebook::DomainId& domain);

/// `limit` records at most. `send`: the LMS's count. Returns whether some are left.
Result<bool> answer_older(decision::UnitOfWork& work, const gradebook::DomainId& domain, bool send,
                          const std::string& user, int limit);

} // namespace passback::intake

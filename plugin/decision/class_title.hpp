// What people call a class. On the transaction that is given.
#pragma once

#include <string>

#include "plugin/gradebook/ids.hpp"
#include "plugin/outbox/transaction.hpp"
#include "plugin/platform/result.hpp"

namespace passback::decision {

/// As the LMS told it; empty = it told none.
Result<std::string> title_of_class(outbox::Transaction& transaction,
                                   const gradebook::ClassId& class_id,
                                   const gradebook::SchoolYear& year);

} // namespace passback::decision

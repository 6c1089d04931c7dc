// What the people of an SIS need to find our requests in their own logs: when, which method and
// path, ids, request id, status, the SIS's own words. No name, no score, no comment. Reads only.
#pragma once

#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"

namespace passback::actions {

/// lms.support_copy/1: a text to paste, and the same as lines.
Result<boost::json::object> support_copy(decision::UnitOfWork& work,
                                         const std::vector<outbox::Record>& records);

} // namespace passback::actions

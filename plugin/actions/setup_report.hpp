// The set-up report: one page of how an SIS is connected, without secrets, to hand to the account
// manager or the administrator of the SIS. As members, and as a text to copy.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// lms.setup_report/1
Result<boost::json::object> setup_report(const ActionParts& parts, const Asker& asker);

} // namespace passback::actions

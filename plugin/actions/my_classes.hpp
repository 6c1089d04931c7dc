// All classes that a teacher teaches, as one: how they stand, one preview, one send, and how far it
// is. Her enrolments say which they are; in each of them the host is asked whether she may send.
#pragma once

#include <chrono>
#include <string_view>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// classes, preview_classes, send_classes.
bool is_of_my_classes(std::string_view op);

/// Code::denied: there is no class that the asker teaches, or may send in. A class that is named
/// and not hers is refused by name, and then nothing is shown or sent of the others either.
Result<Reply> use_my_classes(const ActionParts& parts, const Asker& asker, std::string_view op,
                             const boost::json::object& input, std::chrono::milliseconds deadline);

} // namespace passback::actions

// A teacher sends her whole class again, after a mishap in the SIS: somebody emptied the gradebook
// there, or put a backup over it. What the SIS confirmed is written once more, and what it was
// found to have lost is made again; she is asked first, with the number.
#pragma once

#include <chrono>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// {"op": "send_again"}: the question of that name; with "send_again": "yes" it goes.
Result<Reply> send_class_again(const ActionParts& parts, const Asker& asker,
                               const boost::json::object& input,
                               std::chrono::milliseconds deadline);

} // namespace passback::actions

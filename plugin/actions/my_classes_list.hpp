// How the classes of a teacher stand: before a send what there is to send, after it how far it is.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// lms.my_classes/1: all that she teaches, but those that have ended and of which everything is in
/// the SIS, in pages ("after", "limit"); or the "classes" that are named. "since_unix_ms": how many
/// grades the SIS has taken since then.
Result<Reply> list_my_classes(const ActionParts& parts, const Asker& asker,
                              const boost::json::object& input);

} // namespace passback::actions

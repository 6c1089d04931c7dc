// One send of what a preview of several classes showed (my_classes_preview.hpp).
#pragma once

#include <chrono>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// lms.classes_sent/1: what became of each of the "classes", which have their tokens. A class in
/// which something goes wrong stops no other.
Result<Reply> send_my_classes(const ActionParts& parts, const Asker& asker,
                              const boost::json::object& input, std::chrono::milliseconds deadline);

} // namespace passback::actions

// One preview of several classes of a teacher.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// lms.classes_preview/1: of each of the "classes" how much would go, what cannot and why, and its
/// token. "period": "open" narrows each to the grading periods of today. Classes that do not fit
/// into 1 MiB any more are "left", to be asked for next.
Result<Reply> preview_my_classes(const ActionParts& parts, const Asker& asker,
                                 const boost::json::object& input);

} // namespace passback::actions

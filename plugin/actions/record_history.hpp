// The story of a cell or a column: what happened to its record, by whom and why.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// lms.history/1 of the record `id`, or of the one behind `activity_id` and `student_id` (none: the
/// activity's own column) of the asker's class. Newest first, `limit` lines at most, from the line
/// `before` on. Code::argument: there is no such record.
Result<boost::json::object> history_document(const ActionParts& parts, const Asker& asker,
                                             const boost::json::object& input);

} // namespace passback::actions

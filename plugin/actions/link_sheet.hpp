// A spreadsheet of who is not linked: students and classes without an id of the SIS, handed out as
// CSV, filled in by a person, read back with a preview, and then taken as the LMS's own word would
// be (intake/link_by_hand.hpp). It is made when it is asked for, with names for whoever may see
// them, and stored nowhere.
#pragma once

#include <chrono>
#include <string_view>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/form.hpp"

namespace passback::actions {

bool is_link_sheet_op(std::string_view op);
/// "op": unlinked, which hands the sheet out; link_preview with "sheet", the text of a filled one;
/// link_sheet with "sheet" and the "token" of its preview.
Result<Reply> use_link_sheet(const ActionParts& parts, const Asker& asker, std::string_view op,
                             const boost::json::object& input, std::chrono::milliseconds deadline);
void add_link_sheet_operations(FormDocument& form);

} // namespace passback::actions

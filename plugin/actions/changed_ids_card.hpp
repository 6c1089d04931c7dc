// The question on the SIS settings card about ids that changed together (intake/changed_ids.hpp):
// whether the new ones count, and the administrator's answer.
#pragma once

#include <chrono>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/intake/changed_ids.hpp"
#include "plugin/settings/connection.hpp"

namespace passback::actions {

/// The question, and what stays with the ids of before. Nothing where nothing changed.
void add_changed_ids(FormDocument& form, const intake::ChangedIdsStanding& standing,
                     const settings::Connection& connection);

bool is_changed_ids_op(std::string_view op);
/// "op": use_new_ids or keep_old_ids, of the domain's own connection.
Result<Reply> answer_changed_ids(const ActionParts& parts, const Asker& asker,
                                 const boost::json::object& input,
                                 std::chrono::milliseconds deadline);

} // namespace passback::actions

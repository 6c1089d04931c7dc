// The question on the SIS settings card whether everything is sent again, where the SIS has lost
// most of what it had confirmed (decision/lost_records.hpp).
#pragma once

#include <chrono>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/decision/lost_records.hpp"
#include "plugin/settings/connection.hpp"

namespace passback::actions {

/// Nothing where nothing is asked.
void add_lost(FormDocument& form, const decision::LostRecords& lost,
              const settings::Connection& connection);

/// "op": lost_send or lost_leave.
Result<Reply> answer_lost(const ActionParts& parts, const Asker& asker, bool send,
                          std::chrono::milliseconds deadline);

} // namespace passback::actions

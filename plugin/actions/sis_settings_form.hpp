// The SIS settings card as lms.form/1.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/sis_summary.hpp"

namespace passback::actions {

/// With the domain's own values, what is inherited from where, which way of authentication will be
/// used, and the site guard's question if delivery is held and this person can answer it. Never a
/// secret.
Result<boost::json::object> sis_settings_form(const ActionParts& parts, const Asker& asker);
/// The same of what has been read already.
Result<boost::json::object> form_of_card(const ActionParts& parts, const Asker& asker,
                                         const CardFacts& facts);

} // namespace passback::actions

// The SIS settings card as lms.form/1.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// With the domain's own values, what is inherited from where, which way of authentication will be
/// used, and the site guard's question if delivery is held and this person can answer it. Never a
/// secret.
Result<boost::json::object> sis_settings_form(const ActionParts& parts, const Asker& asker);

} // namespace passback::actions

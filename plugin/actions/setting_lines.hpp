// The fields of a form as lines to read: what is set, and where it comes from. A new field of the
// form has its line without being named here.
#pragma once

#include <span>

#include <boost/json.hpp>

#include "plugin/actions/phrase_members.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::actions {

/// [{"name", "label", "text", "set": "here" | "above" | "default", "domain_id"}]. `steps` lead from
/// the root to the form's domain. Secrets are told of as entered or not; what a connection leaves
/// empty, and what only its own domain may see, has no line.
boost::json::array setting_lines(const boost::json::object& form, const texts::Words& words,
                                 std::span<const settings::PathStep> steps);

} // namespace passback::actions

// What blank, 0, exempt, missing, late, incomplete, handed in, dropped and cleared become at the
// SIS of a class, in sentences by its profile: for Sync grades settings. Pure.
#pragma once

#include <boost/json.hpp>

#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/texts/languages.hpp"

namespace passback::actions {

/// [{"mark", "label", "text"}] with their keys, in the order in which a teacher looks for them.
boost::json::array marks_here(const oneroster::Profile& profile,
                              oneroster::OneRosterVersion version, const texts::Words& words);

} // namespace passback::actions

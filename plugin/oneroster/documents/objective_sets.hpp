// Scores of learning objectives, as a 1.2 result carries them.
#pragma once

#include <string>

#include "plugin/oneroster/documents/documents.hpp"

namespace passback::oneroster {

/// learningObjectiveSet as JSON text, one set per source; empty if there is nothing to say or the
/// profile does not send them. An objective without points is left out: blank is not zero. So is
/// one of source "case" whose id is no UUID, which the specification forbids.
std::string objective_sets(const Profile& profile, const ResultInput& input);

} // namespace passback::oneroster

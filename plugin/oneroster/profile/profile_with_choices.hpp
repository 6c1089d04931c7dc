// The profile as one class uses it: what people chose goes over what the file says.
#pragma once

#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/settings/grading_choices.hpp"

namespace passback::oneroster {

/// False: the profile may be used as it is.
bool changes_profile(const Profile& profile, const settings::GradingChoices& choices);

/// Tables of the same scale are replaced, the score's form is the chosen one, and standards go as
/// chosen; `with_result` where the profile has no place for them leaves them out.
Profile with_choices(Profile profile, const settings::GradingChoices& choices);

} // namespace passback::oneroster

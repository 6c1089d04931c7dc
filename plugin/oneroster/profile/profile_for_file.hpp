// The profile of an SIS whose grades go as files: nothing can be asked of it, and a file has a row
// for whatever is to be said.
#pragma once

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

/// For decisions: what the SIS would have to be asked counts as not known, records keep our ids,
/// and a row takes back what a request could not. What a record says stays as it is, so that a
/// switch to the API, or back, makes nothing due that has not changed.
Profile profile_for_file(Profile profile);

/// The same for writing the rows: their dates are days where the SIS is.
Profile profile_of_rows(Profile profile);

} // namespace passback::oneroster

// Translation tables of a profile, both ways.
#pragma once

#include <optional>
#include <string_view>

#include "plugin/gradebook/fraction.hpp"
#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

/// The table for a scale of the LMS, else the profile's default one, else nullptr.
const Scale* scale_for(const Profile& profile, std::string_view scale_id);

/// The step of a text ("B+"), compared without case and white space around it; nullptr if it is
/// none of the scale's.
const ScaleStep* step_of_text(const Scale& scale, std::string_view text);

/// The step that a percentage reads as: the best one whose `from` it reaches. nullptr below the
/// last.
const ScaleStep* step_of_percent(const Scale& scale, const gradebook::Fraction& percent);

} // namespace passback::oneroster

// What a profile file leaves open although it fits the schema: for whoever writes one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

struct ProfileReview {
  Profile profile;
  /// "manifests/sis/x.yaml:12: nothing says where documents.title_max comes from"; by line.
  std::vector<std::string> warnings;
};

/// As parse_profile, and then: every field that is set has an entry in `evidence`, its own or that
/// of the section or list it stands in (`all: unverified` speaks for what is absent, not for what
/// is set); every entry names a field that there is; `grades_written` has one; before_you_start
/// says something; the file is named as the profile. Pure.
Result<ProfileReview> review_profile(std::string_view yaml, std::string_view schema_json,
                                     std::string_view file);

} // namespace passback::oneroster

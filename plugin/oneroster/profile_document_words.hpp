// What a profile's `documents` section does, in plain words; a part of profile_words.
#pragma once

#include <string>
#include <vector>

#include "plugin/oneroster/profile.hpp"

namespace passback::oneroster {

std::vector<std::string> line_item_words(const Profile& profile);
std::vector<std::string> result_words(const Profile& profile);

} // namespace passback::oneroster

// What a profile does, in plain words: for a vendor who writes one and an administrator who chooses
// one.
#pragma once

#include <string>
#include <vector>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

struct WordSection {
  std::string title; ///< "Sign-in"
  std::vector<std::string> sentences;
};

/// In this order: before you start, address, sign-in, what a line item says, what a result says,
/// how records come into being, taking back, reading, limits, what refusals mean, what is not
/// confirmed. A section with nothing to say is left out. Every field of a profile changes a
/// sentence, so two profiles with the same words write the same requests. Pure.
std::vector<WordSection> profile_words(const Profile& profile);

} // namespace passback::oneroster

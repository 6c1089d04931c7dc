// Whether an SIS holds a text as it was sent.
#pragma once

#include <string_view>

#include "plugin/oneroster/ascii.hpp"

namespace passback::oneroster {

/// True for the same text, and for a beginning of it: SISs cut titles and comments without saying
/// so, and that is no change by a person. White space at the ends is nobody's change either. A
/// beginning of fewer than ten bytes is another text ("Quiz" is not "Quiz on verbs").
inline bool holds_as_sent(std::string_view sent, std::string_view stored) {
  constexpr std::size_t kShortestCut = 10;
  sent = ascii::trimmed(sent);
  stored = ascii::trimmed(stored);
  return sent == stored || (stored.size() >= kShortestCut && sent.starts_with(stored));
}

} // namespace passback::oneroster

// An id of the SIS that stands in a field of the LMS's own, beside the one that the roster sync
// gave. Pure.
#pragma once

#include <string>
#include <string_view>

#include "plugin/gradebook/ids.hpp"

namespace passback::gradebook {

/// What the LMS's own data said of one id, around what its roster sync says
/// (settings/id_ways.hpp). As long as nobody has asked, the roster's word is all there is.
struct CustomId {
  bool asked = false;
  SourcedId before;   ///< of a way that comes before the roster's: it wins
  bool roster = true; ///< what the roster says counts
  SourcedId after;    ///< counts where the roster says nothing
  bool operator==(const CustomId&) const = default;

  /// The id, where the roster says this one.
  const SourcedId& over(const SourcedId& of_roster) const {
    if (!before.empty()) {
      return before;
    }
    return roster && !of_roster.empty() ? of_roster : after;
  }
};

/// As it is stored: empty where nobody has asked. A text that cannot be read is such a one: the
/// host is asked again.
std::string to_text(const CustomId& id);
CustomId custom_id_from_text(std::string_view text);

} // namespace passback::gradebook

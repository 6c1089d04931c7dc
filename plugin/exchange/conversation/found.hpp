// What a test of the connection found out about the SIS, as far as it changes how the SIS is spoken
// to. Kept as the connection's SisDocumentKind::found; it narrows the profile's reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::exchange {

struct Found {
  int page_ceiling = 0; ///< the most entries that came in one answer although more were there; 0 =
                        ///< no ceiling was met
  std::optional<oneroster::CategoryRoute> categories;
  std::optional<oneroster::NestedRoute> line_items, results;
  std::optional<oneroster::PeriodRoute> grading_periods;
  /// What the token may do: granted, or not; none = nobody said.
  std::optional<bool> may_write, may_delete;
  bool operator==(const Found&) const = default;
};

std::string to_json(const Found& found);
/// Members that cannot be read are as not found: an older or newer release may have written them.
Found found_from_json(std::string_view text);

/// The profile as this SIS really is. What the profile rules out stays ruled out.
oneroster::Profile with_found(oneroster::Profile profile, const Found& found);

} // namespace passback::exchange

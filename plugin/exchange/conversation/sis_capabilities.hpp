// What a test of the connection, or a test grade, found out about the SIS, as far as it changes how
// the SIS is spoken to. Kept as the connection's SisDocumentKind::found; it narrows the profile's
// reads, and says whether what the SIS says to have stored is believed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::exchange {

struct SisCapabilities {
  int page_ceiling = 0; ///< the most entries that came in one answer although more were there; 0 =
                        ///< no ceiling was met
  std::optional<oneroster::CategoryRoute> categories;
  std::optional<oneroster::NestedRoute> line_items, results;
  std::optional<oneroster::PeriodRoute> grading_periods;
  /// What the token may do: granted, or not; none = nobody said.
  std::optional<bool> may_write, may_delete;
  /// A write that the SIS said to have done was not there: each one is read back before it counts.
  /// false = the last test grade read back right what it had written.
  std::optional<bool> reads_back;
  bool operator==(const SisCapabilities&) const = default;
};

std::string to_json(const SisCapabilities& capabilities);
/// Members that cannot be read are as not found: an older or newer release may have written them.
SisCapabilities capabilities_from_json(std::string_view text);

/// What was known, and what a test has added or found otherwise. Each test looks at a part of the
/// SIS only, and so do the documents that it leaves: what it does not tell of stays.
SisCapabilities merged(SisCapabilities known, const SisCapabilities& learned);

/// The profile as this SIS really is. What the profile rules out stays ruled out.
oneroster::Profile with_capabilities(oneroster::Profile profile,
                                     const SisCapabilities& capabilities);

} // namespace passback::exchange

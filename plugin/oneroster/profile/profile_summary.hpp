// One profile in the few words of a table row.
#pragma once

#include <string>
#include <string_view>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

/// Each member is a short phrase without a full stop. Pure.
struct ProfileSummary {
  std::string sign_in; ///< "OAuth 1.0a (HMAC-SHA1)"
  std::string ids;     ///< whose ids hold, and how records come into being
  std::string limits;  ///< titles, comments, numbers, dates, pages
  std::string exempt, missing, late, blank, cleared, dropped; ///< what each becomes
  std::string deletes;                                        ///< results and line items
  std::string categories; ///< needed or not, how found, whether they can be made
  std::string written;    ///< who says that grades can be written
};

ProfileSummary profile_summary(const Profile& profile);

/// "1.1" or "1.2".
std::string_view version_words(OneRosterVersion version);
/// "vendor-page" -> "the vendor's own page".
std::string_view evidence_words(std::string_view kind);

/// May a result go without a score? Not in 1.1, unless the profile says so by its clearing.
bool takes_results_without_score(const Profile& profile);
/// Work that was handed in and is not scored goes: the SIS has a word for it other than that of a
/// blank, and keeps a result whose score is gone.
bool says_handed_in(const Profile& profile);

/// For the three lists that people see. general: says what the specification says, for no SIS in
/// particular. confirmed: somebody other than us says that grades can be written.
enum class Standing { general, confirmed, not_confirmed };
Standing standing_of(const Profile& profile);

} // namespace passback::oneroster

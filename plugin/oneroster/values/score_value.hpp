// From the points of the LMS to the number, the text and the percentage of a result: exactly, and
// rounded once.
#pragma once

#include <optional>
#include <string>

#include "plugin/oneroster/documents/documents.hpp"

namespace passback::oneroster {

/// Numbers that have no end are cut here where the profile does not say `decimals`.
inline constexpr int kPercentDecimals = 4;

struct ScoreValue {
  std::optional<gradebook::Decimal> score; ///< as it is sent
  /// As the LMS has them, the scale gives them, or they are counted from objectives.
  std::optional<gradebook::Decimal> points;
  std::optional<gradebook::Decimal> percent; ///< of the points possible, for metadata
  std::string text_score;                    ///< as given, or what the scale reads the number as
};

/// The value of a score that is there (facts.scored()). Errors, each a cause that a person can see
/// to: score_not_number, scale_missing, scale_mismatch, score_over_maximum, score_below_zero,
/// points_possible_missing, points_possible_zero; range for numbers that no decimal can hold.
///
/// A score by objectives only is their weighted sum. A number is rounded once, from its exact
/// value: of 2 out of 3 the percentage is worked out as a fraction first. A number that is at most
/// the points possible does not become more than them by rounding where the SIS refuses that.
Result<ScoreValue> score_value(const Profile& profile, const ResultInput& input);

} // namespace passback::oneroster

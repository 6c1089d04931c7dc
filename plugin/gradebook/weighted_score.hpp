// The points of a score, of what its activity has: counted from learning objectives, or the share
// of the score's own points possible.
#pragma once

#include <optional>
#include <span>

#include "plugin/gradebook/facts.hpp"
#include "plugin/gradebook/fraction.hpp"

namespace passback::gradebook {

/// The weighted sum of the objectives' scores, exactly:
///
///   points = possible * (sum of weight * points / possible of each objective) / (sum of weights)
///
/// An objective without points, or without points possible, says nothing and counts on neither
/// side: blank is not zero. One without a weight weighs 1; one of weight 0 is shown and does not
/// count. None if nothing counts. Code::range for what does not fit.
Result<std::optional<Fraction>> weighted_score(std::span<const ObjectiveScore> objectives,
                                               const Decimal& possible);

/// The points of a score that is graded by objectives only (facts.by_objectives()), of what was
/// kept with it, else of `possible`. Code::points_possible_missing and points_possible_zero if
/// there is nothing to count them of, Code::score_not_number if no objective counts.
Result<Fraction> counted_points(const ScoreFacts& facts, const std::optional<Decimal>& possible);

/// The score was given of other points possible than its activity has. (Equal ones are not kept with
/// a score: the activity may get others later, and its points stay.)
bool has_own_possible(const ScoreFacts& facts, const std::optional<Decimal>& possible);

/// The points that were entered; of a score with points possible of its own the same share of the
/// activity's. Code::range for what does not fit.
Result<Fraction> entered_points(const ScoreFacts& facts, const std::optional<Decimal>& possible);

} // namespace passback::gradebook

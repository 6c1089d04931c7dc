#include "plugin/gradebook/weighted_score.hpp"

namespace passback::gradebook {
namespace {

/// points / possible * weight.
Result<Fraction> part_of(const ObjectiveScore& objective, const Fraction& weight) {
  auto part = Fraction(*objective.points).divided_by(Fraction(*objective.possible));
  return part ? part->times(weight) : part;
}

} // namespace

Result<std::optional<Fraction>> weighted_score(std::span<const ObjectiveScore> objectives,
                                               const Decimal& possible) {
  Fraction parts;
  Fraction weights;
  for (const ObjectiveScore& objective : objectives) {
    if (!objective.points || !objective.possible || objective.possible->is_zero()) {
      continue;
    }
    const Fraction weight(objective.weight.value_or(Decimal::from_integer(1)));
    const auto part = part_of(objective, weight);
    const auto sum = part ? parts.plus(*part) : part;
    const auto total = weights.plus(weight);
    if (!sum) {
      return sum.error();
    }
    if (!total) {
      return total.error();
    }
    parts = *sum;
    weights = *total;
  }
  if (weights.is_zero()) {
    return std::optional<Fraction>();
  }
  const auto share = parts.divided_by(weights);
  const auto score = share ? share->times(Fraction(possible)) : share;
  return score ? Result<std::optional<Fraction>>(std::optional(*score))
               : Result<std::optional<Fraction>>(score.error());
}

Result<Fraction> counted_points(const ScoreFacts& facts, const std::optional<Decimal>& possible) {
  const auto& of = facts.counted_of ? facts.counted_of : possible;
  if (!of) {
    return Code::points_possible_missing;
  }
  // Of nothing, every share is nothing: that would be a zero that nobody gave.
  if (of->is_zero()) {
    return Code::points_possible_zero;
  }
  const auto points = weighted_score(facts.objectives, *of);
  if (!points) {
    return points.error();
  }
  return *points ? Result<Fraction>(**points) : Result<Fraction>(Code::score_not_number);
}

bool has_own_possible(const ScoreFacts& facts, const std::optional<Decimal>& possible) {
  return facts.points && facts.possible && possible && *facts.possible != *possible &&
         !facts.possible->is_zero() && !possible->is_zero();
}

Result<Fraction> entered_points(const ScoreFacts& facts, const std::optional<Decimal>& possible) {
  const Fraction points(facts.points.value_or(Decimal()));
  if (!has_own_possible(facts, possible)) {
    return points;
  }
  const auto of_activity = points.times(Fraction(*possible));
  return of_activity ? of_activity->divided_by(Fraction(*facts.possible)) : of_activity;
}

} // namespace passback::gradebook

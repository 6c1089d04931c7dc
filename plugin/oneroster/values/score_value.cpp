#include "plugin/oneroster/values/score_value.hpp"

#include "plugin/gradebook/weighted_score.hpp"
#include "plugin/oneroster/values/scales.hpp"
#include "plugin/platform/try.hpp"

namespace passback::oneroster {
namespace {

using gradebook::Decimal;
using gradebook::Fraction;
using gradebook::Rounding;

const Fraction kHundred = Fraction::of_integer(100);

/// What one score is worked out from.
struct ScoreCase {
  const Profile& profile;
  const ResultInput& input;
  std::optional<Decimal> possible;
  const Scale* scale = nullptr;
};

/// The points that a text stands for.
Result<std::optional<Fraction>> points_of_text(const ScoreCase& at) {
  const bool needs_number = at.profile.text_scores == TextScores::number;
  if (at.scale == nullptr || at.scale->steps.empty()) {
    return needs_number ? Result<std::optional<Fraction>>(Code::scale_missing)
                        : Result<std::optional<Fraction>>(std::optional<Fraction>());
  }
  const ScaleStep* step = step_of_text(*at.scale, at.input.facts.text_score);
  if (step == nullptr) {
    return Code::scale_mismatch;
  }
  if (at.profile.text_scores == TextScores::text_score) {
    return std::optional<Fraction>();
  }
  if (!at.possible) {
    return needs_number ? Result<std::optional<Fraction>>(Code::points_possible_missing)
                        : Result<std::optional<Fraction>>(std::optional<Fraction>());
  }
  auto points = Fraction(step->percent).times(Fraction(*at.possible));
  points = points ? points->divided_by(kHundred) : points;
  return points ? Result<std::optional<Fraction>>(std::optional(*points))
                : Result<std::optional<Fraction>>(points.error());
}

/// The points of the score; none = it is only a text.
Result<std::optional<Fraction>> points_of(const ScoreCase& at) {
  const auto& facts = at.input.facts;
  if (facts.points) {
    const auto entered = gradebook::entered_points(facts, at.possible);
    return entered ? Result<std::optional<Fraction>>(std::optional(*entered))
                   : Result<std::optional<Fraction>>(entered.error());
  }
  if (facts.by_objectives()) {
    const auto counted = gradebook::counted_points(facts, at.possible);
    return counted ? Result<std::optional<Fraction>>(std::optional(*counted))
                   : Result<std::optional<Fraction>>(counted.error());
  }
  return at.profile.text_scores == TextScores::refuse
             ? Result<std::optional<Fraction>>(Code::score_not_number)
             : points_of_text(at);
}

/// None where there are no points possible to be a part of.
Result<std::optional<Fraction>> percent_of(const ScoreCase& at, const Fraction& points) {
  if (!at.possible || at.possible->is_zero()) {
    return std::optional<Fraction>();
  }
  auto percent = points.times(kHundred);
  percent = percent ? percent->divided_by(Fraction(*at.possible)) : percent;
  return percent ? Result<std::optional<Fraction>>(std::optional(*percent))
                 : Result<std::optional<Fraction>>(percent.error());
}

/// The points within the bounds that this SIS takes.
Result<Fraction> bounded(const ScoreCase& at, const Fraction& points) {
  if (at.profile.over_maximum == OverMaximum::send) {
    return points;
  }
  if (points.is_negative()) {
    return Code::score_below_zero;
  }
  if (!at.possible) {
    return points;
  }
  PASSBACK_TRY_AS(const auto order, points.compared_to(Fraction(*at.possible)));
  if (order <= 0) {
    return points;
  }
  return at.profile.over_maximum == OverMaximum::cap ? Result<Fraction>(Fraction(*at.possible))
                                                     : Result<Fraction>(Code::score_over_maximum);
}

Result<Decimal> rounded_within(const ScoreCase& at, const Fraction& value, const Decimal* most) {
  const bool percent = at.profile.score_form == ScoreForm::percent;
  if (!at.profile.decimals && !percent) {
    const auto exact = value.exactly();
    return exact ? Result<Decimal>(*exact) : value.rounded(kPercentDecimals, at.profile.rounding);
  }
  const int places = at.profile.decimals.value_or(kPercentDecimals);
  auto rounded = value.rounded(places, at.profile.rounding);
  if (rounded && most != nullptr && *rounded > *most) {
    return value.rounded(places, Rounding::down);
  }
  return rounded;
}

/// The number in the unit of the SIS.
Result<Decimal> number_of(const ScoreCase& at, const Fraction& points) {
  PASSBACK_TRY_AS(const auto within, bounded(at, points));
  const bool keeps_maximum = at.profile.over_maximum != OverMaximum::send;
  if (at.profile.score_form == ScoreForm::points) {
    return rounded_within(at, within, keeps_maximum && at.possible ? &*at.possible : nullptr);
  }
  if (!at.possible || at.possible->is_zero()) {
    return at.possible ? Code::points_possible_zero : Code::points_possible_missing;
  }
  const auto percent = percent_of(at, within);
  static const Decimal kWhole = Decimal::from_integer(100);
  return percent ? rounded_within(at, **percent, keeps_maximum ? &kWhole : nullptr)
                 : Result<Decimal>(percent.error());
}

std::string text_of_number(const ScoreCase& at, const std::optional<Fraction>& percent) {
  const bool wanted = at.profile.text_scores == TextScores::text_score ||
                      at.profile.text_scores == TextScores::metadata;
  if (!wanted || at.scale == nullptr || !percent) {
    return {};
  }
  const ScaleStep* step = step_of_percent(*at.scale, *percent);
  return step == nullptr ? std::string() : step->text;
}

/// For people and metadata; none if it does not fit.
std::optional<Decimal> shown(const Fraction& value, int places, Rounding rounding) {
  const auto rounded = value.rounded(places, rounding);
  return rounded ? std::optional(*rounded) : std::nullopt;
}

} // namespace

Result<ScoreValue> score_value(const Profile& profile, const ResultInput& input) {
  const ScoreCase at{profile, input,
                     input.points_possible ? input.points_possible : input.facts.possible,
                     scale_for(profile, input.scale_id)};
  ScoreValue value;
  value.text_score = input.facts.text_score;
  PASSBACK_TRY_AS(const auto points, points_of(at));
  if (!points) {
    return value;
  }
  auto score = number_of(at, *points);
  const auto percent = percent_of(at, *points);
  if (!score) {
    return score.error();
  }
  if (!percent) {
    return percent.error();
  }
  value.score = *score;
  value.points = points->exactly();
  const int places = profile.decimals.value_or(kPercentDecimals);
  if (!value.points) {
    value.points = shown(*points, places, profile.rounding);
  }
  if (*percent) {
    value.percent = shown(**percent, places, profile.rounding);
  }
  if (value.text_score.empty()) {
    value.text_score = text_of_number(at, *percent);
  }
  return value;
}

} // namespace passback::oneroster

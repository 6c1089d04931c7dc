// The arithmetic of scores: examples first, then what must hold for every rule and many numbers.
#include <random>
#include <set>

#include "plugin/oneroster/values/scales.hpp"
#include "plugin/oneroster/values/score_value.hpp"
#include "tests/unit/oneroster/wire.hpp"

namespace passback::oneroster {
namespace {

using gradebook::Fraction;
using gradebook::Rounding;

/// A-F, and pass/fail.
Profile with_scales() {
  Profile profile = kTwo.profile;
  profile.scales["letters"].steps = {{"A", decimal("95"), decimal("90")},
                                     {"B", decimal("85"), decimal("80")},
                                     {"C", decimal("75"), decimal("66.67")},
                                     {"F", decimal("0"), decimal("0")}};
  profile.scales["default"].steps = {{"Pass", decimal("100"), decimal("60")},
                                     {"Fail", decimal("0"), decimal("0")}};
  return profile;
}

ResultInput scored(std::string_view points, std::string_view possible = "") {
  ResultInput input = graded(points);
  if (!possible.empty()) {
    input.points_possible = decimal(possible);
  }
  return input;
}

std::string score(const Profile& profile, const ResultInput& input) {
  const auto value = score_value(profile, input);
  return !value         ? std::string(info(value.error().code).id)
         : value->score ? value->score->to_string()
                        : "none";
}

TEST(ScoreValue, IsAPercentageOfTheExactScore) {
  Profile profile = kTwo.profile;
  profile.score_form = ScoreForm::percent;
  EXPECT_EQ(score(profile, scored("2", "3")), "66.6667");
  EXPECT_EQ(score(profile, scored("300", "100")), "300");
  EXPECT_EQ(score(profile, scored("0.1", "0.3")), "33.3333");
  profile.decimals = 0;
  EXPECT_EQ(score(profile, scored("2", "3")), "67");
  EXPECT_EQ(score(profile, scored("2", "3")), "67");
  profile.rounding = Rounding::down;
  EXPECT_EQ(score(profile, scored("2", "3")), "66");
  profile.decimals = 2;
  profile.rounding = Rounding::half_up;
  EXPECT_EQ(score(profile, scored("89.995", "100")), "90");
  EXPECT_EQ(score(profile, scored("80")), "line_item.points_possible_missing");
  EXPECT_EQ(score(profile, scored("80", "0")), "line_item.points_possible_zero");
  ResultInput by_facts = scored("80");
  by_facts.facts.possible = decimal("160");
  EXPECT_EQ(score(profile, by_facts), "50");
}

TEST(ScoreValue, OfPointsPossibleOfItsOwnIsTheSameShareOfTheActivitys) {
  ResultInput input = scored("42.74", "150");
  input.facts.possible = decimal("70");
  Profile profile = kTwo.profile;
  profile.decimals = 2;
  EXPECT_EQ(score(profile, input), "91.59") << "42.74 * 150 / 70 = 91.5857...";
  profile.score_form = ScoreForm::percent;
  EXPECT_EQ(score(profile, input), "61.06") << "rounded once";
  input.facts.possible = decimal("150");
  EXPECT_EQ(score(profile, input), "28.49");
  input.facts.possible = decimal("0");
  EXPECT_EQ(score(profile, input), "28.49") << "of nothing there is no share";
}

TEST(ScoreValue, OfObjectivesOnlyIsTheirExactWeightedSum) {
  ResultInput input = scored("1", "10");
  input.facts.points.reset();
  input.facts.objectives = {{"o-1", decimal("2"), decimal("3"), decimal("2")},
                            {"o-2", decimal("1"), decimal("1"), decimal("1")},
                            {"o-3", {}, decimal("3"), {}}};
  Profile profile = kTwo.profile;
  EXPECT_EQ(score(profile, input), "7.7778") << "of 7/9, cut only because it has no end";
  EXPECT_EQ(score_value(profile, input)->points, decimal("7.7778"));
  profile.decimals = 0;
  EXPECT_EQ(score(profile, input), "8");
  profile.score_form = ScoreForm::percent;
  profile.decimals = 2;
  EXPECT_EQ(score(profile, input), "77.78") << "not the percentage of a rounded number";
  input.points_possible = decimal("9");
  EXPECT_EQ(score(kTwo.profile, input), "7") << "no digit is lost on the way";
  profile.text_scores = TextScores::refuse;
  EXPECT_EQ(score(profile, input), "77.78") << "it is a number, not a text";
}

TEST(ScoreValue, OfObjectivesCountsAlsoThoseThatAreNotSent) {
  ResultInput input = scored("1", "10");
  input.facts.points.reset();
  input.facts.objectives = {{"o-1", decimal("1"), decimal("1"), {}},
                            {"o-2", decimal("0"), decimal("1"), {}}};
  input.objectives["o-2"] = {"", ""};
  EXPECT_EQ(score(kTwo.profile, input), "5");
  EXPECT_EQ(kTwo.result(input).find("o-2"), std::string::npos);
  input.facts.points = decimal("9");
  EXPECT_EQ(score(kTwo.profile, input), "9") << "the host's own points win";
}

TEST(ScoreValue, IsRoundedOnceOnly) {
  Profile profile = kTwo.profile;
  profile.score_form = ScoreForm::percent;
  profile.decimals = 0;
  // 49.4999995 of 100: through 49.5 it would become 50.
  EXPECT_EQ(score(profile, scored("494999995", "1000000000")), "49");
}

TEST(ScoreValue, AboveTheMaximumGoesAsTheProfileSays) {
  Profile profile = kTwo.profile;
  EXPECT_EQ(score(profile, scored("300", "100")), "300");
  EXPECT_EQ(score(profile, scored("-1", "100")), "-1");
  profile.over_maximum = OverMaximum::refuse;
  EXPECT_EQ(score(profile, scored("300", "100")), "result.over_maximum");
  EXPECT_EQ(score(profile, scored("-1", "100")), "result.below_zero");
  EXPECT_EQ(score(profile, scored("100", "100")), "100");
  EXPECT_EQ(score(profile, scored("300")), "300") << "of nothing known nothing is above";
  profile.over_maximum = OverMaximum::cap;
  EXPECT_EQ(score(profile, scored("300", "100")), "100");
  EXPECT_EQ(score(profile, scored("-1", "100")), "result.below_zero");
  profile.decimals = 0;
  EXPECT_EQ(score(profile, scored("12.5", "12.5")), "12")
      << "rounding does not carry it above what the SIS takes";
}

TEST(ScoreValue, OfATextIsWhatTheScaleSays) {
  Profile profile = with_scales();
  profile.text_scores = TextScores::number;
  ResultInput input = scored("", "20");
  input.scale_id = "letters";
  input.facts.text_score = " b ";
  EXPECT_EQ(score(profile, input), "17");
  input.facts.text_score = "E";
  EXPECT_EQ(score(profile, input), "result.scale_mismatch");
  input.scale_id = "another";
  input.facts.text_score = "pass";
  EXPECT_EQ(score(profile, input), "20");
  input.points_possible.reset();
  EXPECT_EQ(score(profile, input), "line_item.points_possible_missing");
  profile.scales.clear();
  EXPECT_EQ(score(profile, input), "result.scale_missing");
  profile.text_scores = TextScores::refuse;
  EXPECT_EQ(score(profile, input), "result.not_a_number");
}

TEST(ScoreValue, ReadsANumberAsTheTextOfItsScale) {
  Profile profile = with_scales();
  const auto text = [&](std::string_view points, std::string_view possible) {
    ResultInput input = scored(points, possible);
    input.scale_id = "letters";
    return score_value(profile, input)->text_score;
  };
  EXPECT_EQ(text("90", "100"), "A");
  EXPECT_EQ(text("89.999", "100"), "B");
  EXPECT_EQ(text("2", "3"), "F") << "66.666... does not reach 66.67";
  EXPECT_EQ(text("300", "100"), "A");
  EXPECT_EQ(text("-1", "100"), "");
  EXPECT_EQ(text("90", "0"), "");
  profile.text_scores = TextScores::number;
  EXPECT_EQ(text("90", "100"), "");
}

TEST(ScoreValue, KeepsTheTextThatATeacherGave) {
  ResultInput input = scored("95", "100");
  input.scale_id = "letters";
  input.facts.text_score = "B";
  EXPECT_EQ(score_value(with_scales(), input)->text_score, "B");
}

TEST(ScoreValue, ChecksATextAgainstTheScaleThatIsKnown) {
  Profile profile = with_scales();
  ResultInput input = scored("", "20");
  input.scale_id = "letters";
  input.facts.text_score = "A";
  EXPECT_EQ(score(profile, input), "none");
  EXPECT_EQ(score_value(profile, input)->text_score, "A");
  input.facts.text_score = "Z";
  EXPECT_EQ(score(profile, input), "result.scale_mismatch");
  profile.text_scores = TextScores::metadata;
  EXPECT_EQ(score(profile, input), "result.scale_mismatch");
  input.facts.text_score = "A";
  EXPECT_EQ(score(profile, input), "19") << "the letter for metadata, and its number";
  profile.scales.clear();
  EXPECT_EQ(score(profile, input), "none");
}

TEST(Scales, TranslateBothWaysAndBack) {
  const Profile profile = with_scales();
  for (const auto& [name, scale] : profile.scales) {
    for (const ScaleStep& step : scale.steps) {
      EXPECT_EQ(step_of_text(scale, step.text), &step);
      EXPECT_EQ(step_of_percent(scale, Fraction(step.percent)), &step) << step.text;
    }
  }
  Scale unsorted = profile.scales.at("letters");
  std::ranges::reverse(unsorted.steps);
  EXPECT_EQ(step_of_percent(unsorted, Fraction(decimal("85")))->text, "B");
}

/// One rule of a profile.
struct Rule {
  ScoreForm form;
  std::optional<int> decimals;
  Rounding rounding;
  OverMaximum over;
};

std::vector<Rule> all_rules() {
  std::vector<Rule> rules;
  for (const ScoreForm form : {ScoreForm::points, ScoreForm::percent}) {
    for (const std::optional<int> decimals :
         {std::optional<int>(), std::optional(0), std::optional(1), std::optional(2),
          std::optional(7)}) {
      for (const Rounding rounding : {Rounding::half_up, Rounding::half_even, Rounding::down}) {
        for (const OverMaximum over : {OverMaximum::send, OverMaximum::cap, OverMaximum::refuse}) {
          rules.push_back({form, decimals, rounding, over});
        }
      }
    }
  }
  return rules;
}

Profile profile_of(const Rule& rule) {
  Profile profile = with_scales();
  profile.score_form = rule.form;
  profile.decimals = rule.decimals;
  profile.rounding = rule.rounding;
  profile.over_maximum = rule.over;
  return profile;
}

struct Score {
  Decimal points, possible;
};

std::vector<Score> scores() {
  std::vector<Score> all;
  const auto add = [&](std::string_view points, std::string_view possible) {
    all.push_back({decimal(points), decimal(possible)});
  };
  add("2", "3");
  add("0.6666666666666666", "1");
  add("89.995", "100");
  add("0.30000000000000004", "0.3"); // 0.1 + 0.2 as a double
  add("0.3", "0.3");
  add("1e-7", "100");
  add("300", "100");
  add("-2.5", "10");
  add("0", "10");
  add("12.5", "12.5");
  add("99.99999999", "100");
  std::mt19937_64 random(20261126);
  for (int i = 0; i < 300; ++i) {
    const auto coefficient = static_cast<std::int64_t>(random() % 2'000'000'000) - 200'000'000;
    const int scale = static_cast<int>(random() % 8);
    const auto most = static_cast<std::int64_t>(random() % 1'000'000) + 1;
    all.push_back(
        {Decimal::of(coefficient, scale), Decimal::of(most, static_cast<int>(random() % 4))});
  }
  return all;
}

ResultInput input_of(const Score& score) {
  ResultInput input = graded("");
  input.facts.points = score.points;
  input.points_possible = score.possible;
  return input;
}

/// What an exact SIS would be told, within its bounds.
Fraction exact(const Rule& rule, const Score& score) {
  const bool capped = rule.over != OverMaximum::send && score.points > score.possible;
  const Fraction points(capped ? score.possible : score.points);
  return rule.form == ScoreForm::points ? points
                                        : points.times(Fraction::of_integer(100))
                                              ->divided_by(Fraction(score.possible))
                                              .value();
}

bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point == std::string_view::npos ? "1" : text.substr(point + 1);
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return digits(whole) && digits(rest) && !rest.ends_with('0') &&
         (whole.size() == 1 || !whole.starts_with('0'));
}

TEST(ScoreArithmetic, HoldsForEveryRuleAndManyScores) {
  std::size_t checked = 0;
  for (const Rule& rule : all_rules()) {
    const Profile profile = profile_of(rule);
    const int places = rule.decimals.value_or(kPercentDecimals);
    const bool rounds = rule.decimals || rule.form == ScoreForm::percent;
    for (const Score& score : scores()) {
      const auto value = score_value(profile, input_of(score));
      const bool refused = (rule.over != OverMaximum::send && score.points.is_negative()) ||
                           (rule.over == OverMaximum::refuse && score.points > score.possible);
      ASSERT_EQ(value.ok(), !refused) << score.points.to_string();
      if (refused) {
        continue;
      }
      ++checked;
      const Decimal sent = *value->score;
      ASSERT_TRUE(is_plain_number(sent.to_string())) << sent.to_string();
      const Fraction ideal = exact(rule, score);
      if (!rounds) {
        ASSERT_EQ(Fraction(sent), ideal) << "nothing asks for rounding";
        continue;
      }
      ASSERT_LE(sent.scale(), places);
      ASSERT_TRUE(places > 0 || sent.scale() == 0);
      Fraction off = Fraction(sent).minus(ideal).value();
      const bool below = off.is_negative();
      off = below ? Fraction().minus(off).value() : off;
      const Fraction unit(Decimal::of(1, places));
      const bool held_down = rule.over != OverMaximum::send && below;
      const bool nearest = rule.rounding != Rounding::down && !held_down;
      const Fraction bound = nearest ? unit.divided_by(Fraction::of_integer(2)).value() : unit;
      const auto order = off.compared_to(bound).value();
      ASSERT_TRUE(order < 0 || (nearest && order == 0))
          << sent.to_string() << " for " << score.points.to_string() << " of "
          << score.possible.to_string();
      if (rule.over != OverMaximum::send) {
        const Decimal most =
            rule.form == ScoreForm::points ? score.possible : Decimal::from_integer(100);
        ASSERT_LE(sent, most);
      }
    }
  }
  EXPECT_GT(checked, 10'000U);
}

TEST(ScoreArithmetic, NeverTurnsTheOrderOfTwoScores) {
  std::mt19937_64 random(7);
  for (const Rule& rule : all_rules()) {
    const Profile profile = profile_of(rule);
    std::vector<Decimal> points;
    for (int i = 0; i < 100; ++i) {
      points.push_back(Decimal::of(static_cast<std::int64_t>(random() % 150'000), 3));
    }
    std::ranges::sort(points);
    std::optional<Decimal> last;
    for (const Decimal& one : points) {
      const auto value = score_value(profile, input_of({one, decimal("100")}));
      if (!value) {
        ASSERT_EQ(rule.over, OverMaximum::refuse);
        continue;
      }
      ASSERT_TRUE(!last || *last <= *value->score) << one.to_string();
      last = value->score;
    }
  }
}

TEST(ScoreArithmetic, SaysTheSameInPointsAsInPercent) {
  for (const Score& score : scores()) {
    Profile profile = kTwo.profile;
    profile.decimals = 6;
    const auto points = score_value(profile, input_of(score));
    profile.score_form = ScoreForm::percent;
    const auto percent = score_value(profile, input_of(score));
    ASSERT_TRUE(points.ok() && percent.ok());
    EXPECT_EQ(percent->score, points->percent) << "the percentage of metadata is the one of scores";
    EXPECT_EQ(percent->points, points->points);
  }
}

TEST(ScoreArithmetic, AnswersRangeForWhatNoDecimalHolds) {
  Profile profile = kTwo.profile;
  profile.score_form = ScoreForm::percent;
  EXPECT_EQ(score(profile, scored("9223372036854775807", "0.000000000000000001")), "call.range");
  EXPECT_EQ(score(kTwo.profile, scored("9223372036854775807", "1")), "9223372036854775807");
}

} // namespace
} // namespace passback::oneroster

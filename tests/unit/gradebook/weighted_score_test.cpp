#include <vector>

#include <gtest/gtest.h>

#include "plugin/gradebook/weighted_score.hpp"
#include "tests/unit/gradebook/decimal_of.hpp"

namespace passback::gradebook {
namespace {

ObjectiveScore objective(const char* points, const char* possible, const char* weight = "") {
  ObjectiveScore score;
  score.objective_id = "o";
  if (*points != '\0') {
    score.points = decimal(points);
  }
  if (*possible != '\0') {
    score.possible = decimal(possible);
  }
  if (*weight != '\0') {
    score.weight = decimal(weight);
  }
  return score;
}

std::string score(const std::vector<ObjectiveScore>& objectives, const char* possible) {
  const auto result = weighted_score(objectives, decimal(possible));
  if (!result) {
    return std::string(info(result.error().code).id);
  }
  return *result ? (*result)->rounded(6, Rounding::half_up).value().to_string() : "none";
}

TEST(WeightedScore, CountsEachObjectiveByItsWeight) {
  EXPECT_EQ(score({objective("3", "4"), objective("1", "4")}, "100"), "50");
  EXPECT_EQ(score({objective("3", "4", "3"), objective("1", "4", "1")}, "100"), "62.5");
  EXPECT_EQ(score({objective("2", "3"), objective("2", "3"), objective("2", "3")}, "3"), "2")
      << "exactly, whatever came between";
  EXPECT_EQ(score({objective("5", "4")}, "10"), "12.5") << "extra credit stays";
}

TEST(WeightedScore, DoesNotTakeBlankForZero) {
  EXPECT_EQ(score({objective("3", "4"), objective("", "4")}, "100"), "75");
  EXPECT_EQ(score({objective("3", "4"), objective("0", "4")}, "100"), "37.5");
  EXPECT_EQ(score({objective("3", "4"), objective("1", "4", "0")}, "100"), "75");
  EXPECT_EQ(score({objective("3", "")}, "100"), "none");
  EXPECT_EQ(score({objective("3", "0")}, "100"), "none");
  EXPECT_EQ(score({}, "100"), "none");
}

std::string points(const ScoreFacts& facts, const std::optional<Decimal>& possible) {
  const auto counted = counted_points(facts, possible);
  return counted ? counted->rounded(2, Rounding::half_up).value().to_string()
                 : std::string(info(counted.error().code).id);
}

TEST(CountedPoints, AreOfWhatWasKeptWithTheScoreElseOfTheActivity) {
  ScoreFacts facts;
  facts.objectives = {objective("3", "4")};
  EXPECT_EQ(points(facts, {}), "line_item.points_possible_missing");
  EXPECT_EQ(points(facts, decimal("10")), "7.5");
  facts.counted_of = decimal("20");
  EXPECT_EQ(points(facts, decimal("10")), "15");
}

TEST(CountedPoints, AreNoZeroThatNobodyGave) {
  ScoreFacts facts;
  facts.objectives = {objective("3", "4")};
  EXPECT_EQ(points(facts, Decimal()), "line_item.points_possible_zero");
  facts.objectives = {objective("3", "")};
  EXPECT_EQ(points(facts, decimal("10")), "result.not_a_number");
  facts.objectives = {objective("0", "4")};
  EXPECT_EQ(points(facts, decimal("10")), "0");
}

TEST(WeightedScore, RefusesWhatDoesNotFit) {
  const ObjectiveScore huge =
      objective("9223372036854775807", "0.000000000000000001", "9223372036854775807");
  EXPECT_EQ(score({huge}, "9223372036854775807"), "call.range");
}

} // namespace
} // namespace passback::gradebook

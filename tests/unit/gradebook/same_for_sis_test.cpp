#include <gtest/gtest.h>

#include "plugin/gradebook/same_for_sis.hpp"
#include "tests/unit/gradebook/decimal_of.hpp"

namespace passback::gradebook {
namespace {

ScoreFacts score() {
  ScoreFacts facts;
  facts.student_sis_id = SourcedId("s-1");
  facts.points = decimal("80");
  facts.possible = decimal("100");
  facts.comment = "well done";
  facts.scored_at_unix_ms = 1'000;
  return facts;
}

TEST(SameForSis, IgnoresWhatDecidesWhenAScoreGoes) {
  ScoreFacts other = score();
  other.scored_at_unix_ms = 2'000;
  other.possible = decimal("90");
  other.flags.released = other.flags.draft = other.flags.overridden = true;
  other.points = decimal("80.00");
  EXPECT_TRUE(same_for_sis(score(), other));
}

TEST(SameForSis, TellsBlankFromZero) {
  ScoreFacts blank = score();
  blank.points.reset();
  ScoreFacts zero = score();
  zero.points = Decimal();
  EXPECT_FALSE(same_for_sis(blank, zero));
}

TEST(SameForSis, SeesEveryFlagThatReachesTheWire) {
  for (bool ScoreFlags::* flag :
       {&ScoreFlags::exempt, &ScoreFlags::missing, &ScoreFlags::late, &ScoreFlags::incomplete,
        &ScoreFlags::submitted, &ScoreFlags::in_progress, &ScoreFlags::dropped}) {
    ScoreFacts other = score();
    other.flags.*flag = true;
    EXPECT_FALSE(same_for_sis(score(), other));
  }
}

TEST(SameForSis, SeesWhatAScoreByObjectivesIsCountedOf) {
  ScoreFacts of_ten = score();
  of_ten.counted_of = decimal("10");
  ScoreFacts of_twenty = of_ten;
  of_twenty.counted_of = decimal("20");
  EXPECT_FALSE(same_for_sis(of_ten, of_twenty));
}

TEST(SameForSis, SeesTextCommentStudentAndStandards) {
  ScoreFacts other = score();
  other.text_score = "B";
  EXPECT_FALSE(same_for_sis(score(), other));
  other = score();
  other.comment.clear();
  EXPECT_FALSE(same_for_sis(score(), other));
  other = score();
  other.objectives.push_back({"o-1", decimal("3"), decimal("4"), {}});
  EXPECT_FALSE(same_for_sis(score(), other));
}

TEST(SameForSis, ComparesOnlyTheFieldsOfALineItemThatTheLmsOwns) {
  ActivityFacts essay;
  essay.title = "Essay";
  essay.points_possible = decimal("100");
  essay.due_at_unix_ms = 1'000;
  ActivityFacts other = essay;
  other.category_id = CategoryId("c-2");
  other.category_sis_id = SourcedId("sis-c-2");
  other.grading_period_sis_id = SourcedId("gp-2");
  other.category_weight = decimal("10");
  other.published = other.counts = true;
  EXPECT_TRUE(same_for_sis(essay, other));

  other = essay;
  other.title = "The essay";
  EXPECT_FALSE(same_for_sis(essay, other));
  other = essay;
  other.description = "Two pages";
  EXPECT_FALSE(same_for_sis(essay, other));
  other = essay;
  other.points_possible = decimal("50");
  EXPECT_FALSE(same_for_sis(essay, other));
  other = essay;
  other.due_at_unix_ms = 2'000;
  EXPECT_FALSE(same_for_sis(essay, other));
  other = essay;
  other.assigned_at_unix_ms = 500;
  EXPECT_FALSE(same_for_sis(essay, other));
  other = essay;
  other.extra_credit = true;
  EXPECT_FALSE(same_for_sis(essay, other));
  other = essay;
  other.scale_id = "letters";
  EXPECT_FALSE(same_for_sis(essay, other));
}

TEST(SameForSis, SeesDatesOfSingleStudentsOnlyWhereTheyStandInForTheDueDate) {
  ActivityFacts essay;
  essay.title = "Essay";
  ActivityFacts other = essay;
  other.student_dates = {{StudentId("s-1"), 0, 1'000}};
  EXPECT_FALSE(same_for_sis(essay, other));
  essay.due_at_unix_ms = other.due_at_unix_ms = 2'000;
  EXPECT_TRUE(same_for_sis(essay, other));
}

TEST(SameForSis, SeesTitleAndWeightOfACategory) {
  EXPECT_TRUE(
      same_for_sis(CategoryFacts{"Tests", decimal("40")}, CategoryFacts{"Tests", decimal("40.0")}));
  EXPECT_FALSE(same_for_sis(CategoryFacts{"Tests", {}}, CategoryFacts{"Quizzes", {}}));
  EXPECT_FALSE(same_for_sis(CategoryFacts{"Tests", {}}, CategoryFacts{"Tests", decimal("1")}));
}

} // namespace
} // namespace passback::gradebook

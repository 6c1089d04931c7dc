#include <gtest/gtest.h>

#include "plugin/gradebook/facts.hpp"
#include "tests/unit/gradebook/decimal_of.hpp"

namespace passback::gradebook {
namespace {

ScoreFacts full_score() {
  ScoreFacts facts;
  facts.student_sis_id = SourcedId("s-1");
  facts.points = decimal("89.995");
  facts.possible = decimal("100");
  facts.text_score = "B+";
  facts.comment = "Très bien \"naïve\" \\ \u2028 line\nbreak 😀";
  facts.scored_at_unix_ms = 1'773'000'000'000;
  facts.flags = {true, true, true, true, true, true, true, true, true, true};
  facts.objectives = {{"o-1", decimal("3"), decimal("4"), decimal("0.5")}, {"o-2", {}, {}, {}}};
  facts.counted_of = decimal("12.5");
  return facts;
}

ActivityFacts full_activity() {
  ActivityFacts facts;
  facts.kind = ActivityKind::final_grade;
  facts.title = "Essay";
  facts.description = "Two pages";
  facts.points_possible = decimal("12.5");
  facts.assigned_at_unix_ms = -1;
  facts.due_at_unix_ms = 1'773'000'000'000;
  facts.category_id = CategoryId("c-1");
  facts.category_title = "Homework";
  facts.category_sis_id = SourcedId("sis-c-1");
  facts.grading_period_sis_id = SourcedId("gp-1");
  facts.grading_period_id = "q1";
  facts.scale_id = "letters";
  facts.category_weight = decimal("40");
  facts.published = facts.counts = facts.extra_credit = facts.assigned_to_some = true;
  facts.student_dates = {{StudentId("u-1"), 1, 2}, {StudentId("u-2"), 0, 0}};
  return facts;
}

TEST(Facts, ComeBackAsTheyWere) {
  EXPECT_EQ(score_facts_from_json(to_json(full_score())).value(), full_score());
  EXPECT_EQ(score_facts_from_json(to_json(ScoreFacts())).value(), ScoreFacts());
  EXPECT_EQ(activity_facts_from_json(to_json(full_activity())).value(), full_activity());
  EXPECT_EQ(activity_facts_from_json(to_json(ActivityFacts())).value(), ActivityFacts());
  const CategoryFacts category{"Tests", decimal("40")};
  EXPECT_EQ(category_facts_from_json(to_json(category)).value(), category);
  const ClassFacts lms_class{"Algebra",
                             SourcedId("k-1"),
                             SourcedId("o-1"),
                             {SourcedId("t-1"), SourcedId("t-2")},
                             {SourcedId("k-0")},
                             5,
                             6,
                             true,
                             ClassId("k-9")};
  EXPECT_EQ(class_facts_from_json(to_json(lms_class)).value(), lms_class);
}

TEST(Facts, KeepBlankAndZeroApart) {
  ScoreFacts zero;
  zero.points = Decimal();
  EXPECT_NE(to_json(zero), to_json(ScoreFacts()));
  EXPECT_EQ(score_facts_from_json(to_json(zero)).value(), zero);
  EXPECT_TRUE(zero.scored());
  EXPECT_FALSE(ScoreFacts().scored());
}

TEST(Facts, ObjectivesAreTheScoreWhereThereIsNoOther) {
  ScoreFacts facts;
  facts.objectives = {{"o-1", {}, decimal("4"), {}}};
  EXPECT_FALSE(facts.scored()) << "an objective that nobody scored";
  facts.objectives.push_back({"o-2", Decimal(), decimal("4"), {}});
  EXPECT_TRUE(facts.by_objectives());
  EXPECT_TRUE(facts.scored());
  facts.text_score = "B";
  EXPECT_FALSE(facts.by_objectives());
}

TEST(Facts, HaveOneTextOnly) {
  ScoreFacts facts;
  facts.student_sis_id = SourcedId("s-1");
  facts.points = decimal("80.0");
  facts.flags.late = true;
  EXPECT_EQ(to_json(facts), R"({"student_sis_id":"s-1","points":"80","late":true})");
}

TEST(Facts, IgnoreMembersOfANewerRelease) {
  const auto read =
      score_facts_from_json(R"({"points":"80","from_the_future":{"deep":[1,2,{}]},"late":true})");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->points, decimal("80"));
  EXPECT_TRUE(read->flags.late);
}

TEST(Facts, NameTheMemberThatIsDamaged) {
  for (const char* text :
       {R"({"points":80})", R"({"points":"eighty"})", R"({"points":null})", R"({"late":"yes"})",
        R"({"scored_at":1.5})", R"({"objectives":{}})", R"({"objectives":[1]})",
        R"({"objectives":[{"points":"x"}]})", R"({"student_sis_id":5})"}) {
    const auto read = score_facts_from_json(text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().code, Code::corrupt);
    EXPECT_NE(read.error().detail.find("damaged member"), std::string::npos);
  }
  EXPECT_FALSE(activity_facts_from_json(R"({"kind":4})").ok());
  EXPECT_FALSE(activity_facts_from_json(R"({"student_dates":["u-1"]})").ok());
  EXPECT_FALSE(class_facts_from_json(R"({"term_sis_ids":[1]})").ok());
}

TEST(Facts, CallEveryDamagedTextCorruptAndNeverThrow) {
  const std::string whole = to_json(full_score());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto read = score_facts_from_json(whole.substr(0, length));
    ASSERT_FALSE(read.ok()) << length;
    EXPECT_EQ(read.error().code, Code::corrupt);
  }
  EXPECT_FALSE(score_facts_from_json("[]").ok());
  EXPECT_FALSE(score_facts_from_json("null").ok());
  EXPECT_FALSE(score_facts_from_json("{\"comment\":\"\xff\"}").ok());
  EXPECT_FALSE(score_facts_from_json(std::string(100'000, '[')).ok());
}

} // namespace
} // namespace passback::gradebook

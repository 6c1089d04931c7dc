#include <gtest/gtest.h>

#include "plugin/abi/gradebook_reading.hpp"

namespace passback::abi {
namespace {

TEST(GradebookReading, ReadsWhatTheDocumentationShows) {
  const auto read = read_gradebook(R"({"schema":"lms.gradebook/1",
    "activities":[{"class_id":"c1","activity_id":"a1","title":"Essay","points_possible":100,
                   "kind":"assignment","published":true,"host_rev":3}],
    "scores":[{"class_id":"c1","activity_id":"a1","student_id":"s1","points":"87.50","released":true},
              {"class_id":"c1","activity_id":"a1","student_id":"s2","points":0,"late":true},
              {"class_id":"c1","activity_id":"a1","student_id":"s3","points":null}]})");
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(read->activities.at(0).facts.title, "Essay");
  EXPECT_TRUE(read->activities.at(0).facts.published);
  EXPECT_EQ(read->scores.at(0).facts.points->to_string(), "87.5");
  EXPECT_TRUE(read->scores.at(1).facts.scored());
  EXPECT_TRUE(read->scores.at(1).facts.flags.late);
  EXPECT_FALSE(read->scores.at(2).facts.scored());
}

TEST(GradebookReading, RefusesOtherSchemasAndBrokenEvents) {
  EXPECT_FALSE(read_gradebook("").ok());
  EXPECT_FALSE(read_gradebook(R"({"schema":"lms.gradebook/2"})").ok());
  EXPECT_FALSE(read_gradebook(R"({"schema":"lms.gradebook/1","scores":[{"class_id":"c1"}]})").ok());
}

TEST(GradebookReading, AsksForActivitiesAndCellsApart) {
  EXPECT_EQ(gradebook_query({{gradebook::SchoolYear("2026"),
                              gradebook::ClassId("c1"),
                              gradebook::ActivityId("a1"),
                              {}},
                             {{},
                              gradebook::ClassId("c1"),
                              gradebook::ActivityId("a1"),
                              gradebook::StudentId("s1")}}),
            R"({"schema":"lms.gradebook_query/1",)"
            R"("activities":[{"class_id":"c1","activity_id":"a1","school_year":"2026"}],)"
            R"("scores":[{"class_id":"c1","activity_id":"a1","student_id":"s1"}]})");
}

TEST(GradebookReading, AsksForPagesOfTheListOfClassesAndOfAClass) {
  EXPECT_EQ(gradebook_query({.of = outbox::SweepOf::domain,
                             .id = "d1",
                             .school_year = {},
                             .after = "c7",
                             .limit = 100}),
            R"({"schema":"lms.gradebook_query/1",)"
            R"("page":{"of":"classes","domain_id":"d1","after":"c7","limit":100}})");
  EXPECT_EQ(gradebook_query({.of = outbox::SweepOf::lms_class,
                             .id = "c1",
                             .school_year = gradebook::SchoolYear("2026"),
                             .after = {},
                             .limit = 50}),
            R"({"schema":"lms.gradebook_query/1",)"
            R"("page":{"of":"class","class_id":"c1","school_year":"2026","after":"","limit":50}})");
}

TEST(GradebookReading, ReadsPagesAndPassesOverWhatCannotBeRead) {
  const auto classes = read_gradebook_page(R"({"schema":"lms.gradebook/1","page":{"next":"c1"},
    "classes":[{"class_id":"c1","school_year":"2026","domain_id":"d1","scores":3},{"title":"?"},
               {"class_id":"c2"}]})");
  ASSERT_TRUE(classes.ok()) << classes.error().detail;
  ASSERT_EQ(classes->page.classes.size(), 2U);
  EXPECT_EQ(classes->page.classes[0].scores, 3);
  EXPECT_EQ(classes->page.classes[1].scores, -1);
  EXPECT_EQ(classes->page.next, "c1");
  EXPECT_EQ(classes->unreadable.size(), 1U);

  const auto cells = read_gradebook_page(R"({"schema":"lms.gradebook/1","page":{"scores":310},
    "scores":[{"class_id":"c1","activity_id":"a1","student_id":"s1","points":"87.50"},
              {"class_id":"c1","activity_id":"a1"}]})");
  ASSERT_TRUE(cells.ok()) << cells.error().detail;
  EXPECT_EQ(cells->page.scores.size(), 1U);
  EXPECT_EQ(cells->page.scores_of_class, 310);
  EXPECT_TRUE(cells->page.next.empty());
  EXPECT_EQ(cells->unreadable.size(), 1U);
}

TEST(GradebookReading, KnowsAHostThatDoesNotAnswerInPages) {
  const auto old = read_gradebook_page(R"({"schema":"lms.gradebook/1","activities":[]})");
  ASSERT_FALSE(old.ok());
  EXPECT_EQ(old.error().code, Code::unsupported);
  const auto broken = read_gradebook_page("[]");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().code, Code::host_reply);
}

} // namespace
} // namespace passback::abi

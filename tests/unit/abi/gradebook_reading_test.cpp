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

} // namespace
} // namespace passback::abi

// What is kept of the SIS's lists reads back.
#include <gtest/gtest.h>

#include "plugin/oneroster/reads/kept_texts.hpp"

namespace passback::oneroster {
namespace {

TEST(KeptTexts, ReadBack) {
  SisAcademicSession quarter;
  quarter.id.value = "q1";
  quarter.title = "Quarter 1";
  quarter.type = "gradingPeriod";
  quarter.start_date = "2026-08-01";
  quarter.end_date = "2026-10-31";
  quarter.metadata["open"] = "true";
  const auto sessions = sessions_from_json(to_json(std::vector{quarter}));
  ASSERT_TRUE(sessions.ok());
  ASSERT_EQ(sessions->size(), 1u);
  EXPECT_EQ(sessions->at(0).id, quarter.id);
  EXPECT_EQ(sessions->at(0).end_date, "2026-10-31");
  EXPECT_EQ(sessions->at(0).metadata, quarter.metadata);

  SisCategory category;
  category.id.value = "c1";
  category.title = "Home \"work\"";
  const auto categories = categories_from_json(to_json(std::vector{category}));
  ASSERT_TRUE(categories.ok());
  ASSERT_EQ(categories->size(), 1u);
  EXPECT_EQ(categories->at(0).id, category.id);
  EXPECT_EQ(categories->at(0).title, category.title);

  const std::vector<KnownResult> held = {{gradebook::SourcedId("r1"), gradebook::SourcedId("s1")}};
  const auto results = results_from_json(to_json(held));
  ASSERT_TRUE(results.ok());
  EXPECT_EQ(*results, held);
}

TEST(KeptTexts, SayThatTheyCannotBeRead) {
  for (const char* text : {"", "damaged", "{}", "[1]"}) {
    EXPECT_EQ(sessions_from_json(text).error().code, Code::corrupt) << text;
    EXPECT_EQ(categories_from_json(text).error().code, Code::corrupt) << text;
    EXPECT_EQ(results_from_json(text).error().code, Code::corrupt) << text;
  }
}

} // namespace
} // namespace passback::oneroster

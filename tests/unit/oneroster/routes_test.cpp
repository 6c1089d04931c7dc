#include <gtest/gtest.h>

#include "plugin/oneroster/wire/routes.hpp"

namespace passback::oneroster {
namespace {

using gradebook::SourcedId;

const Endpoint kOneOne{OneRosterVersion::v1p1, "https://s.example/or", "https://s.example/or", ""};
const Endpoint kOneTwo{OneRosterVersion::v1p2, "https://s.example/r", "https://s.example/g", ""};

TEST(Routes, EncodeIdsAsOneSegment) {
  EXPECT_EQ(line_item_url(kOneTwo, SourcedId("a/b c~1_2.é'")),
            "https://s.example/g/lineItems/a%2Fb%20c~1_2.%C3%A9%27");
  EXPECT_EQ(result_url(kOneTwo, SourcedId("..")), "https://s.example/g/results/%2E%2E");
}

TEST(Routes, KnowWhichServiceARecordBelongsTo) {
  const SourcedId id("x");
  EXPECT_EQ(category_url(kOneTwo, id), "https://s.example/g/categories/x");
  EXPECT_EQ(assessment_line_item_url(kOneTwo, id), "https://s.example/g/assessmentLineItems/x");
  EXPECT_EQ(assessment_result_url(kOneTwo, id), "https://s.example/g/assessmentResults/x");
  EXPECT_EQ(class_url(kOneTwo, id), "https://s.example/r/classes/x");
  EXPECT_EQ(user_url(kOneTwo, id), "https://s.example/r/users/x");
  EXPECT_EQ(score_scales_url(kOneTwo, id), "https://s.example/g/classes/x/scoreScales");
  EXPECT_EQ(gradebook_collection_url(kOneTwo, "lineItems"), "https://s.example/g/lineItems");
  EXPECT_EQ(rostering_collection_url(kOneTwo, "classes"), "https://s.example/r/classes");
}

TEST(Routes, ReadWhatBelongsToAClassAsTheProfileSays) {
  const SourcedId k("994_1001"), l("l 1");
  EXPECT_EQ(class_categories_url(kOneTwo, CategoryRoute::of_class, k),
            "https://s.example/g/classes/994_1001/categories");
  EXPECT_EQ(class_categories_url(kOneOne, CategoryRoute::all, k),
            "https://s.example/or/categories");
  EXPECT_EQ(class_categories_url(kOneOne, CategoryRoute::none, k), std::nullopt);
  EXPECT_EQ(class_line_items_url(kOneTwo, NestedRoute::of_class, k),
            "https://s.example/g/classes/994_1001/lineItems");
  EXPECT_EQ(class_line_items_url(kOneTwo, NestedRoute::filtered, k),
            "https://s.example/g/lineItems?filter=class.sourcedId%3D%27994_1001%27");
  EXPECT_EQ(class_results_url(kOneTwo, NestedRoute::of_class, k),
            "https://s.example/g/classes/994_1001/results");
  EXPECT_EQ(class_results_url(kOneTwo, NestedRoute::filtered, k),
            "https://s.example/g/results?filter=class.sourcedId%3D%27994_1001%27");
  EXPECT_EQ(line_item_results_url(kOneTwo, NestedRoute::of_class, k, l),
            "https://s.example/g/classes/994_1001/lineItems/l%201/results");
  EXPECT_EQ(line_item_results_url(kOneTwo, NestedRoute::filtered, k, l),
            "https://s.example/g/results?filter=lineItem.sourcedId%3D%27l%201%27");
  EXPECT_EQ(assessment_line_items_url(kOneTwo, k),
            "https://s.example/g/assessmentLineItems?filter=class.sourcedId%3D%27994_1001%27");
  EXPECT_EQ(
      assessment_results_url(kOneTwo, l),
      "https://s.example/g/assessmentResults?filter=assessmentLineItem.sourcedId%3D%27l%201%27");
}

TEST(Routes, FindGradingPeriodsOfEachTerm) {
  const std::vector terms{SourcedId("994_F"), SourcedId("t/2")};
  EXPECT_EQ(grading_periods_urls(kOneTwo, PeriodRoute::of_terms, terms),
            (std::vector<std::string>{"https://s.example/r/terms/994_F/gradingPeriods",
                                      "https://s.example/r/terms/t%2F2/gradingPeriods"}));
  EXPECT_EQ(grading_periods_urls(kOneTwo, PeriodRoute::all, terms),
            std::vector<std::string>{"https://s.example/r/gradingPeriods"});
  EXPECT_TRUE(grading_periods_urls(kOneTwo, PeriodRoute::none, terms).empty());
}

TEST(Routes, PostToTheFourPlacesOf1p2) {
  const SourcedId k("k"), l("l"), a("a");
  EXPECT_EQ(post_line_items_url(kOneTwo, k), "https://s.example/g/classes/k/lineItems");
  EXPECT_EQ(post_school_line_items_url(kOneTwo, k), "https://s.example/g/schools/k/lineItems");
  EXPECT_EQ(post_results_url(kOneTwo, l), "https://s.example/g/lineItems/l/results");
  EXPECT_EQ(post_session_results_url(kOneTwo, k, a),
            "https://s.example/g/classes/k/academicSessions/a/results");
}

TEST(Routes, LookForTheDiscoveryDocumentUnderBothNames) {
  EXPECT_EQ(discovery_urls(kOneTwo).size(), 2U);
  EXPECT_EQ(discovery_urls(kOneTwo)[0],
            "https://s.example/g/discovery/onerosterv1p2gradebookservice_openapi3_v1p0.json");
  EXPECT_TRUE(discovery_urls(kOneOne).empty());
}

TEST(Filters, AreEncodedSoThatASignatureHolds) {
  EXPECT_EQ(filter_clause("email", "o'neil@s.example"), "email='o''neil@s.example'");
  EXPECT_EQ(filtered("https://s.example/or/teachers", "a='b c' AND d>'e'"),
            "https://s.example/or/teachers?filter=a%3D%27b%20c%27%20AND%20d%3E%27e%27");
  EXPECT_EQ(limited("https://s.example/or/teachers", 5), "https://s.example/or/teachers?limit=5");
  EXPECT_EQ(filtered("https://s.example/or/teachers?limit=5", "a='b'"),
            "https://s.example/or/teachers?limit=5&filter=a%3D%27b%27");
}

} // namespace
} // namespace passback::oneroster

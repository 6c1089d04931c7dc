// Reading what a teacher chooses among, from an SIS that is played by hand.
#include <algorithm>

#include <gtest/gtest.h>

#include "plugin/exchange/conversation/category_reading.hpp"
#include "plugin/oneroster/documents/final_slots.hpp"
#include "plugin/oneroster/reads/kept_texts.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange {
namespace {

constexpr const char* kClass = "GET /ims/oneroster/gradebook/v1p2/classes/c1";
constexpr const char* kAll = "GET /ims/oneroster/gradebook/v1p2/categories";

class CategoryReadingOf : public ::testing::Test {
 protected:
  boost::json::object read(const std::vector<std::string>& classes = {"c1"},
                           bool with_periods = false) {
    std::vector<gradebook::SourcedId> ids(classes.begin(), classes.end());
    CategoryReading conversation(partner_of(profile, oneroster::AuthWay::oauth2_client_credentials),
                                 ids, with_periods);
    auto report = sis.hold(conversation);
    learned = conversation.learned();
    return report;
  }
  oneroster::Profile profile;
  ScriptedSis sis;
  std::vector<Learned> learned;
};

TEST_F(CategoryReadingOf, AClassKeepsWhatIsThereAndLeavesOutWhatIsDeleted) {
  sis.answer(std::string(kClass) + "/categories", 200,
             R"({"categories":[{"sourcedId":"a","title":"Homework"},
                {"sourcedId":"b","title":"Old","status":"tobedeleted"},{"sourcedId":5,"title":"Tests"}]})",
             {{"X-Total-Count", "3"}});
  const auto report = read();
  EXPECT_EQ(report.at("outcome"), "ok");
  EXPECT_EQ(report.at("found").to_number<int>(), 2);
  ASSERT_EQ(learned.size(), 2u);
  EXPECT_EQ(learned[0].document, R"([{"id":"a","title":"Homework"},{"id":"5","title":"Tests"}])");
  EXPECT_EQ(learned[1].kind, outbox::SisDocumentKind::line_items);
  EXPECT_EQ(learned[1].document, "null") << "the SIS does not list its columns";
}

TEST_F(CategoryReadingOf, AClassWithoutARouteOfItsOwnReadsAllCategories) {
  sis.answer(kAll, 200, R"({"categories":[{"sourcedId":"a","title":"Homework"}]})");
  EXPECT_EQ(read().at("found").to_number<int>(), 1);
}

TEST_F(CategoryReadingOf, ARefusalKeepsWhatWasReadBefore) {
  sis.answer(std::string(kClass) + "/categories", 403);
  const auto report = read();
  EXPECT_EQ(outcome_of(report, "categories"), "failed");
  EXPECT_TRUE(learned.empty()) << "an old list is better than none";
}

TEST_F(CategoryReadingOf, AnSisThatListsNoneIsNotAsked) {
  profile.reads.categories = oneroster::CategoryRoute::none;
  EXPECT_EQ(outcome_of(read(), "categories"), "warning");
  EXPECT_TRUE(sis.requests.empty());
}

TEST_F(CategoryReadingOf, APageThatRepeatsItselfEndsTheReading) {
  sis.answer(std::string(kClass) + "/categories", 200,
             R"({"categories":[{"sourcedId":"a","title":"Homework"}]})",
             {{"X-Total-Count", "1000000"}});
  EXPECT_EQ(read().at("found").to_number<int>(), 1);
  EXPECT_LT(sis.requests.size(), 10u);
}

TEST_F(CategoryReadingOf, SeveralClassesAreEachReadAndKept) {
  const auto of_class = [](const std::string& id) {
    return "GET /ims/oneroster/gradebook/v1p2/classes/" + id + "/categories";
  };
  sis.answer(of_class("c1"), 200, R"({"categories":[{"sourcedId":"a","title":"Homework"}]})");
  sis.answer(of_class("c2"), 403);
  sis.answer(
      of_class("c3"), 200,
      R"({"categories":[{"sourcedId":"b","title":"Homework"},{"sourcedId":"c","title":"Tests"}]})");
  const auto report = read({"c1", "c2", "c3"});
  EXPECT_EQ(report.at("outcome"), "failed") << "one of them cannot be read";
  EXPECT_EQ(report.at("found").to_number<int>(), 3);
  EXPECT_EQ(boost::json::serialize(report.at("classes")),
            R"([{"class":"c1","found":1},{"class":"c2","found":0},{"class":"c3","found":2}])");
  std::erase_if(learned,
                [](const Learned& one) { return one.kind != outbox::SisDocumentKind::categories; });
  ASSERT_EQ(learned.size(), 2u) << "what was known of c2 stays";
  EXPECT_EQ(learned[0].key, "c1");
  EXPECT_EQ(learned[1].key, "c3");
  EXPECT_EQ(learned[1].document, R"([{"id":"b","title":"Homework"},{"id":"c","title":"Tests"}])");
  bool named = false;
  for (const auto& check : report.at("checks").as_array()) {
    named = named || check.at("sentence").as_string().ends_with("(class c2)");
  }
  EXPECT_TRUE(named);
}

TEST_F(CategoryReadingOf, SeveralClassesOfAnSisWithOneListAreReadWithOneRequest) {
  sis.answer(kAll, 200, R"({"categories":[{"sourcedId":"a","title":"Homework"}]})",
             {{"X-Total-Count", "1"}});
  read({"c1", "c2"});
  const auto of_categories = std::ranges::count_if(
      sis.requests, [](const auto& request) { return request.path.ends_with("/categories"); });
  EXPECT_EQ(of_categories, 2) << "the way that is not there, and the list";
  ASSERT_EQ(learned.size(), 4u) << "of each its categories, and that its columns are not listed";
  EXPECT_EQ(learned[1].key, "c2");
  EXPECT_EQ(learned[1].document, learned[0].document);
}

TEST_F(CategoryReadingOf, AnSisThatDoesNotAnswerIsNotAskedForEachClass) {
  sis.keep_silent(std::string(kClass) + "/categories", Code::sis_timeout);
  EXPECT_EQ(read({"c1", "c2", "c3"}).at("outcome"), "failed");
  EXPECT_EQ(sis.requests.size(), 1u);
}

TEST_F(CategoryReadingOf, PlacesForFinalGradesAreFoundByTheProfilesSign) {
  profile.final_grades = oneroster::FinalGrades::sis_slot;
  profile.final_slot.title = "final";
  sis.answer(std::string(kClass) + "/categories", 200, R"({"categories":[]})");
  sis.answer(std::string(kClass) + "/lineItems", 200,
             R"({"lineItems":[{"sourcedId":"li-1","title":"Quarter 1 Final Grade",
                "gradingPeriod":{"sourcedId":"gp1"}},{"sourcedId":"li-2","title":"Essay"}]})");
  const auto report = read();
  EXPECT_EQ(outcome_of(report, "slots"), "ok");
  ASSERT_EQ(learned.size(), 3u);
  EXPECT_EQ(learned[1].kind, outbox::SisDocumentKind::slots);
  const auto slots = oneroster::slots_from_json(learned[1].document);
  ASSERT_TRUE(slots.ok());
  ASSERT_EQ(slots->size(), 1u);
  EXPECT_EQ(slots->at(0).id.value, "li-1");
  EXPECT_EQ(slots->at(0).grading_period_id.value, "gp1");
}

TEST_F(CategoryReadingOf, TheColumnsOfAClassAreReadAlong) {
  sis.answer(std::string(kClass) + "/categories", 200, R"({"categories":[]})");
  sis.answer(std::string(kClass) + "/lineItems", 200,
             R"({"lineItems":[{"sourcedId":"li-1","title":"Quiz 1","dueDate":"2026-09-10T00:00:00Z",
                "resultValueMax":10,"category":{"sourcedId":"cat-test"}},
                {"sourcedId":"li-2","title":"Old","status":"tobedeleted"}]})");
  read();
  ASSERT_EQ(learned.size(), 2u);
  EXPECT_EQ(learned[1].kind, outbox::SisDocumentKind::line_items);
  const auto columns = oneroster::line_items_from_json(learned[1].document);
  ASSERT_TRUE(columns.ok());
  ASSERT_EQ(columns->size(), 1u);
  EXPECT_EQ(columns->at(0).title, "Quiz 1");
  EXPECT_EQ(columns->at(0).maximum, gradebook::Decimal::parse("10").value());
  EXPECT_EQ(columns->at(0).category_id.value, "cat-test");
}

TEST_F(CategoryReadingOf, GradingPeriodsAreReadThroughTheTermsOfTheClass) {
  sis.answer(std::string(kClass) + "/categories", 200, R"({"categories":[]})");
  sis.answer("GET /ims/oneroster/rostering/v1p2/classes/c1", 200,
             R"({"class":{"sourcedId":"c1","terms":[{"sourcedId":"t1"}]}})");
  sis.answer("GET /ims/oneroster/rostering/v1p2/terms/t1/gradingPeriods", 200,
             R"({"academicSessions":[{"sourcedId":"q1","title":"Quarter 1","type":"gradingPeriod",
                "startDate":"2026-08-17","endDate":"2026-10-16","parent":{"sourcedId":"t1"}}]})");
  const auto report = read({"c1"}, true);
  EXPECT_EQ(outcome_of(report, "periods"), "ok") << report;
  const auto periods = std::ranges::find(learned, outbox::SisDocumentKind::sessions,
                                         [](const auto& one) { return one.kind; });
  ASSERT_NE(periods, learned.end());
  EXPECT_EQ(periods->key, "c1");
  EXPECT_NE(periods->document.find("Quarter 1"), std::string::npos);
}

TEST_F(CategoryReadingOf, PeriodsThatCannotBeReadLeaveWhatIsKnownOfThem) {
  sis.answer(std::string(kClass) + "/categories", 200,
             R"({"categories":[{"sourcedId":"a","title":"Homework"}]})");
  const auto report = read({"c1"}, true);
  EXPECT_TRUE(std::ranges::none_of(
      learned, [](const auto& one) { return one.kind == outbox::SisDocumentKind::sessions; }));
  EXPECT_EQ(outcome_of(report, "categories"), "ok");
}

} // namespace
} // namespace passback::exchange

// Reading what a teacher chooses among, from an SIS that is played by hand.
#include <gtest/gtest.h>

#include "plugin/oneroster/conversation/category_reading.hpp"
#include "plugin/oneroster/final_slots.hpp"
#include "tests/unit/oneroster/scripted_sis.hpp"

namespace passback::oneroster {
namespace {

constexpr const char* kClass = "GET /ims/oneroster/gradebook/v1p2/classes/c1";
constexpr const char* kAll = "GET /ims/oneroster/gradebook/v1p2/categories";

class CategoryReadingOf : public ::testing::Test {
 protected:
  boost::json::object read() {
    CategoryReading conversation(partner_of(profile, AuthWay::oauth2_client_credentials), "c1");
    auto report = sis.talk(conversation);
    learned = conversation.learned();
    return report;
  }
  Profile profile;
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
  ASSERT_EQ(learned.size(), 1u);
  EXPECT_EQ(learned[0].document, R"([{"id":"a","title":"Homework"},{"id":"5","title":"Tests"}])");
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
  profile.reads.categories = CategoryRoute::none;
  EXPECT_EQ(outcome_of(read(), "categories"), "warning");
  EXPECT_TRUE(sis.said.empty());
}

TEST_F(CategoryReadingOf, APageThatRepeatsItselfEndsTheReading) {
  sis.answer(std::string(kClass) + "/categories", 200,
             R"({"categories":[{"sourcedId":"a","title":"Homework"}]})",
             {{"X-Total-Count", "1000000"}});
  EXPECT_EQ(read().at("found").to_number<int>(), 1);
  EXPECT_LT(sis.said.size(), 10u);
}

TEST_F(CategoryReadingOf, PlacesForFinalGradesAreFoundByTheProfilesSign) {
  profile.final_grades = FinalGrades::sis_slot;
  profile.final_slot.title = "final";
  sis.answer(std::string(kClass) + "/categories", 200, R"({"categories":[]})");
  sis.answer(std::string(kClass) + "/lineItems", 200,
             R"({"lineItems":[{"sourcedId":"li-1","title":"Quarter 1 Final Grade",
                "gradingPeriod":{"sourcedId":"gp1"}},{"sourcedId":"li-2","title":"Essay"}]})");
  const auto report = read();
  EXPECT_EQ(outcome_of(report, "slots"), "ok");
  ASSERT_EQ(learned.size(), 2u);
  EXPECT_EQ(learned[1].kind, "slots");
  const auto slots = slots_from_json(learned[1].document);
  ASSERT_TRUE(slots.ok());
  ASSERT_EQ(slots->size(), 1u);
  EXPECT_EQ(slots->at(0).id.value, "li-1");
  EXPECT_EQ(slots->at(0).grading_period_id.value, "gp1");
}

} // namespace
} // namespace passback::oneroster

// Reading the grades of columns that a teacher said to use, from an SIS that is played by hand.
#include <gtest/gtest.h>

#include "plugin/exchange/conversation/column_reading.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/oneroster/reads/kept_texts.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange {
namespace {

constexpr const char* kOfOne =
    "GET /ims/oneroster/gradebook/v1p2/classes/c1/lineItems/by-hand/results";
constexpr const char* kOfTwo =
    "GET /ims/oneroster/gradebook/v1p2/classes/c1/lineItems/other/results";

class ColumnReadingOf : public ::testing::Test {
 protected:
  boost::json::object read(const std::vector<std::string>& columns) {
    ColumnReading conversation(partner_of(profile, oneroster::AuthWay::oauth2_client_credentials),
                               gradebook::SourcedId("c1"),
                               std::vector<gradebook::SourcedId>(columns.begin(), columns.end()));
    auto report = sis.hold(conversation);
    learned = conversation.learned();
    return report;
  }
  oneroster::Profile profile;
  ScriptedSis sis;
  std::vector<Learned> learned;
};

TEST_F(ColumnReadingOf, EachColumnKeepsWhatAPersonIsShownOfItsGrades) {
  sis.answer(kOfOne, 200,
             R"({"results":[{"sourcedId":"r1","student":{"sourcedId":"s1"},"score":7.5,
                "scoreStatus":"fully graded","comment":"Well done",
                "lineItem":{"sourcedId":"by-hand"}},
                {"sourcedId":"r2","student":{"sourcedId":"s2"},"status":"tobedeleted"}]})");
  sis.answer(kOfTwo, 200, R"({"results":[]})");
  const auto report = read({"by-hand", "other"});
  EXPECT_EQ(report.at("outcome"), "ok");
  EXPECT_EQ(report.at("found").to_number<int>(), 2);
  ASSERT_EQ(learned.size(), 2U);
  EXPECT_EQ(learned[0].kind, outbox::SisDocumentKind::results);
  EXPECT_EQ(learned[0].key, "by-hand");
  const auto graded = oneroster::graded_results_from_json(learned[0].document);
  ASSERT_TRUE(graded.ok());
  ASSERT_EQ(graded->size(), 1U);
  EXPECT_EQ(graded->at(0).student_id.value, "s1");
  EXPECT_EQ(graded->at(0).score->to_string(), "7.5");
  EXPECT_EQ(graded->at(0).score_status, "fully graded");
  EXPECT_EQ(graded->at(0).comment, "Well done");
  const auto known = oneroster::results_from_json(learned[0].document);
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(known->at(0).id.value, "r1") << "delivery reads the same list";
}

TEST_F(ColumnReadingOf, ARefusalIsToldAndNothingIsKept) {
  sis.answer(kOfOne, 403);
  EXPECT_EQ(read({"by-hand", "other"}).at("outcome"), "failed");
  EXPECT_TRUE(learned.empty());
}

TEST_F(ColumnReadingOf, AReportHoldsNoGrade) {
  sis.answer(kOfOne, 200,
             R"({"results":[{"sourcedId":"r1","student":{"sourcedId":"s1"},"score":87.25}]})");
  EXPECT_EQ(boost::json::serialize(read({"by-hand"})).find("87.25"), std::string::npos);
}

TEST(ColumnReadingInput, NeedsAClassAndItsLineItems) {
  oneroster::Profile profile;
  const auto partner = partner_of(profile, oneroster::AuthWay::fixed_token);
  for (const auto* input :
       {"{}", R"({"class_id":"c1","line_items":[]})", R"({"class_id":"c1","line_items":[""]})"}) {
    EXPECT_FALSE(make_conversation(kReadColumns, partner, input).ok()) << input;
  }
  EXPECT_TRUE(
      make_conversation(kReadColumns, partner, R"({"class_id":"c1","line_items":["x"]})").ok());
}

} // namespace
} // namespace passback::exchange

// Records and ids of the system's own: blank results, rewritten ids, final slots, periods,
// averages, locks, the window.
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

class GeneratedRecords : public SisFixture {
 protected:
  void rules(const char* settings) { start(parse_config(settings, "test")); }
  json::array results_of(const std::string& item) {
    return get(std::string(kGradebook) + "/classes/c1/lineItems/" + item + "/results")
        .at("results")
        .as_array();
  }
  json::array items_of_class() {
    return get(std::string(kGradebook) + "/classes/c1/lineItems").at("lineItems").as_array();
  }
  json::object averages() { return get("/_sis/averages?class=c1").as_object(); }
  int by_hand(const std::string& body) { return call("POST", "/_sis/by_hand", body).status; }
};

TEST_F(GeneratedRecords, BlankResultsAreThereBeforeTheFirstScore) {
  rules("{precreate_results: true, second_result: refuse}");
  put_item(line_item("li-1"));
  const auto blanks = results_of("li-1");
  ASSERT_EQ(blanks.size(), 2U) << "one for each student of the class";
  EXPECT_EQ(blanks[0].at("scoreStatus").as_string(), "not submitted");
  EXPECT_FALSE(blanks[0].as_object().contains("score"));
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 80)).status, 409);
  const std::string id = blanks[0].at("sourcedId").as_string().c_str();
  const std::string student = blanks[0].at("student").at("sourcedId").as_string().c_str();
  EXPECT_EQ(put_result(result(id, "li-1", student, 80)).status, 201);
  put_item(line_item("li-1"));
  EXPECT_EQ(results_of("li-1").size(), 2U) << "an update makes no more";
}

TEST_F(GeneratedRecords, BlankResultsComeWithAPostToo) {
  rules("{precreate_results: true}");
  const auto body = to_text(json::object{{"lineItems", json::array{line_item("tmp")}}});
  const auto answer = call("POST", std::string(kGradebook) + "/classes/c1/lineItems", body);
  ASSERT_EQ(answer.status, 201);
  const auto id = body_of(answer).at("sourcedIdPairs").at(0).at("allocatedSourcedId");
  EXPECT_EQ(results_of(id.as_string().c_str()).size(), 2U);
}

TEST_F(GeneratedRecords, ASecondResultGoesToTheFirst) {
  rules("{second_result: rewrite}");
  put_item(line_item("li-1"));
  put_result(result("r-1", "li-1", "s1", 80));
  EXPECT_EQ(put_result(result("r-2", "li-1", "s1", 90)).status, 201);
  const auto all = results_of("li-1");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("sourcedId").as_string(), "r-1");
  EXPECT_EQ(to_text(all[0].at("score")), "90");
}

TEST_F(GeneratedRecords, TheAnswerTellsOfARewrittenId) {
  rules("{rewrites_ids: told}");
  const auto answer = put_item(line_item("li-1"));
  ASSERT_EQ(answer.status, 201);
  const std::string id = body_of(answer).at("lineItem").at("sourcedId").as_string().c_str();
  EXPECT_NE(id, "li-1");
  EXPECT_EQ(header(answer, "Location"),
            "http://sis.example:8080/ims/oneroster/gradebook/v1p2/lineItems/" + id);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/li-1").status, 404);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/" + id).status, 200);
  put_item(line_item("li-1"));
  EXPECT_EQ(items_of_class().size(), 2U) << "the client's id says nothing to this system";
  EXPECT_EQ(put_item(line_item(id)).status, 201);
  EXPECT_EQ(items_of_class().size(), 2U) << "its own id does";
}

TEST_F(GeneratedRecords, ARewrittenIdShowsOnlyOnRead) {
  rules("{rewrites_ids: silent, put_body: object}");
  const auto answer = put_item(line_item("li-1"));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(header(answer, "Location"), "");
  ASSERT_EQ(items_of_class().size(), 1U);
  EXPECT_NE(items_of_class()[0].at("sourcedId").as_string(), "li-1");
}

TEST_F(GeneratedRecords, OnlyPostCreatesWhereIdsAreAllocated) {
  rules("{put_creates: false, put_unknown_status: 405}");
  EXPECT_EQ(put_item(line_item("li-1")).status, 405);
  const auto body = to_text(json::object{{"lineItems", json::array{line_item("li-1")}}});
  const auto answer = call("POST", std::string(kGradebook) + "/schools/school-1/lineItems", body);
  ASSERT_EQ(answer.status, 201);
  const std::string id =
      body_of(answer).at("sourcedIdPairs").at(0).at("allocatedSourcedId").as_string().c_str();
  EXPECT_EQ(put_item(line_item(id)).status, 201) << "an update by the given id";
}

TEST_F(GeneratedRecords, PutToACollectionCreatesUnderAnIdOfTheSystem) {
  rules("{collection_put: true, validation: lenient}");
  auto item = line_item("");
  item.erase("sourcedId");
  const auto body = to_text(json::object{{"lineItem", item}});
  const auto answer = call("PUT", std::string(kGradebook) + "/LineItems", body);
  ASSERT_EQ(answer.status, 201);
  const std::string id = body_of(answer).at("lineItem").at("sourcedId").as_string().c_str();
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/" + id).status, 200);
  rules("{}");
  EXPECT_EQ(call("PUT", std::string(kGradebook) + "/lineItems", body).status, 405);
}

TEST_F(GeneratedRecords, AFinalGradeInASlotDoesNotMoveTheAverage) {
  rules("{final_slots: [{title: Quarter grade, per: period, metadata: {slot: q}}]}");
  put_item(line_item("li-1"));
  put_result(result("r-1", "li-1", "s1", 80));
  ASSERT_EQ(to_text(averages().at("students").at("s1").at("average")), "80");
  std::string slot;
  for (const auto& item : items_of_class()) {
    if (item.at("title").as_string() == "Quarter grade") {
      slot = item.at("sourcedId").as_string().c_str();
      EXPECT_EQ(item.at("gradingPeriod").at("sourcedId").as_string(), "gp-1");
      EXPECT_EQ(item.at("metadata").at("slot").as_string(), "q");
    }
  }
  ASSERT_FALSE(slot.empty());
  EXPECT_EQ(put_result(result("final", slot, "s1", 20)).status, 201);
  EXPECT_EQ(to_text(averages().at("students").at("s1").at("average")), "80");
  EXPECT_EQ(to_text(averages().at("slots").at("s1").at(slot)), "20");
  put_item(line_item("li-2"));
  put_result(result("r-2", "li-2", "s1", 20));
  EXPECT_EQ(to_text(averages().at("students").at("s1").at("average")), "50")
      << "an ordinary line item counts";
}

TEST_F(GeneratedRecords, NobodyChangesOrDeletesASlot) {
  rules("{final_slots: [{title: Final, per: term}]}");
  ASSERT_EQ(items_of_class().size(), 1U);
  const std::string slot = items_of_class()[0].at("sourcedId").as_string().c_str();
  EXPECT_EQ(put_item(line_item(slot)).status, 403);
  EXPECT_EQ(call("DELETE", std::string(kGradebook) + "/lineItems/" + slot).status, 403);
  call("POST", "/_sis/reset");
  EXPECT_EQ(items_of_class().size(), 1U) << "a reset makes it again";
}

TEST_F(GeneratedRecords, ExemptAndBlankResultsDoNotCount) {
  rules("{}");
  put_item(line_item("li-1"));
  auto exempt = result("r-1", "li-1", "s1", 0);
  exempt["scoreStatus"] = "exempt";
  put_result(exempt);
  auto blank = result("r-2", "li-1", "s2", 0);
  blank.erase("score");
  blank["scoreStatus"] = "not submitted";
  put_result(blank);
  EXPECT_TRUE(averages().at("students").as_object().empty());
}

TEST_F(GeneratedRecords, GradingPeriodsOverlapWhereTheSystemHasMore) {
  rules("{extra_periods: [{title: Semester exam}]}");
  const auto periods = get(std::string(kRostering) + "/terms/term-1/gradingPeriods")
                           .at("academicSessions")
                           .as_array();
  ASSERT_EQ(periods.size(), 2U);
  EXPECT_EQ(periods[1].at("title").as_string(), "Semester exam");
  EXPECT_EQ(periods[1].at("startDate").as_string(), "2026-08-01");
  EXPECT_EQ(periods[1].at("endDate").as_string(), "2027-01-31");
}

TEST_F(GeneratedRecords, AShutWindowRefusesAndShowsItself) {
  rules("{window_member: isOpen, window_words: Grading window is closed, rate_limit: 0}");
  const auto sign = [this] {
    return get(std::string(kRostering) + "/gradingPeriods/gp-1")
        .at("academicSession")
        .at("metadata")
        .at("isOpen");
  };
  EXPECT_EQ(sign().as_string(), "true");
  put_item(line_item("li-1"));
  ASSERT_EQ(call("POST", "/_sis/settings", R"({"window_open": false})").status, 200);
  EXPECT_EQ(sign().as_string(), "false");
  const auto refused = put_result(result("r-1", "li-1", "s1", 80));
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("Grading window is closed"), std::string::npos);
  EXPECT_EQ(call("DELETE", std::string(kGradebook) + "/lineItems/li-1").status, 403);
  call("POST", "/_sis/settings", R"({"window_open": true})");
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 80)).status, 201);
}

TEST_F(GeneratedRecords, APersonChangesWhatTheApiWrote) {
  rules("{}");
  put_item(line_item("li-1"));
  put_result(result("r-1", "li-1", "s1", 80));
  EXPECT_EQ(by_hand(R"({"kind":"results","lineItem":"li-1","student":"s1","set":{"score":70}})"),
            200);
  EXPECT_EQ(to_text(results_of("li-1")[0].at("score")), "70");
  EXPECT_EQ(by_hand(R"({"kind":"results","sourcedId":"r-1","remove":["score"]})"), 200);
  EXPECT_FALSE(results_of("li-1")[0].as_object().contains("score"));
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 90)).status, 201)
      << "by default ours goes over it";
  EXPECT_EQ(by_hand(R"({"kind":"lineItems","sourcedId":"li-1","delete":true})"), 200);
  EXPECT_TRUE(items_of_class().empty());
  EXPECT_EQ(by_hand(R"({"kind":"lineItems","sourcedId":"li-1","set":{}})"), 422) << "it has gone";
  EXPECT_EQ(by_hand(R"({"kind":"lineItems","sourcedId":"li-1","sets":{}})"), 422);
}

TEST_F(GeneratedRecords, ATypedGradeKeepsOursOut) {
  rules("{typed_grades_stay: true}");
  put_item(line_item("li-1"));
  put_result(result("r-1", "li-1", "s1", 80));
  by_hand(R"({"kind":"results","sourcedId":"r-1","set":{"score":70}})");
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 90)).status, 409);
  EXPECT_EQ(put_result(result("r-2", "li-1", "s2", 90)).status, 201) << "another student's";
}

TEST_F(GeneratedRecords, ALockedLineItemRefusesItselfAndItsResults) {
  rules("{}");
  put_item(line_item("li-1"));
  put_result(result("r-1", "li-1", "s1", 80));
  by_hand(R"({"kind":"lineItems","sourcedId":"li-1","lock":true})");
  EXPECT_EQ(put_item(line_item("li-1")).status, 409);
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 90)).status, 409);
  EXPECT_EQ(put_result(result("r-2", "li-1", "s2", 90)).status, 409) << "a new one too";
  EXPECT_EQ(call("DELETE", std::string(kGradebook) + "/results/r-1").status, 409);
  by_hand(R"({"kind":"lineItems","sourcedId":"li-1","lock":false})");
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 90)).status, 201);
}

} // namespace
} // namespace host_stub::sis

// What a system asks beyond the data model, each rule by itself, on and off.
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

class BusinessRules : public SisFixture {
 protected:
  void rules(const char* settings) { start(parse_config(settings, "test")); }
  http::Response put_category(const json::object& object) {
    return put(std::string(kGradebook) + "/categories/" +
                   object.at("sourcedId").as_string().c_str(),
               "category", object);
  }
  static json::object category(const std::string& id, const std::string& title,
                               const std::string& owner = {}) {
    json::object out{{"sourcedId", id},
                     {"status", "active"},
                     {"dateLastModified", "2026-09-01T10:00:00.000Z"},
                     {"title", title}};
    if (!owner.empty()) {
      out["metadata"] = json::object{{"userDcid", owner}};
    }
    return out;
  }
  json::object stored_result() {
    return get(std::string(kGradebook) + "/results/r-1").at("result").as_object();
  }
  json::object with(json::object object, const char* member, json::value value) {
    object[member] = std::move(value);
    return object;
  }
  /// The status of a result with one member more (or other) and without a score.
  int unscored(const char* status, const char* flag) {
    auto object = result("r-1", "li-1", "s1", 0);
    object.erase("score");
    object["scoreStatus"] = status;
    if (flag != nullptr) {
      object[flag] = "true";
    }
    put_item(line_item("li-1"));
    return put_result(object).status;
  }
};

TEST_F(BusinessRules, TitlesAreUniqueInAClass) {
  rules("{unique_titles: true}");
  EXPECT_EQ(put_item(line_item("li-1")).status, 201);
  EXPECT_EQ(put_item(line_item("li-1")).status, 201) << "the same item again";
  EXPECT_EQ(put_item(line_item("li-2")).status, 409);
  EXPECT_EQ(put_item(with(line_item("li-3"), "class", ref("class", "c2"))).status, 201);
  EXPECT_EQ(call("DELETE", std::string(kGradebook) + "/lineItems/li-1").status, 204);
  EXPECT_EQ(put_item(line_item("li-2")).status, 201) << "the title is free again";
  rules("{}");
  put_item(line_item("li-1"));
  EXPECT_EQ(put_item(line_item("li-2")).status, 201);
}

TEST_F(BusinessRules, CategoriesHaveALengthOfTheirOwn) {
  rules("{category_title_max: 4, title_max: 8}");
  EXPECT_EQ(put_category(category("k1", "Test")).status, 201);
  EXPECT_EQ(put_category(category("k1", "Tests")).status, 422);
  EXPECT_EQ(put_item(line_item("li-1")).status, 201) << "Essay is longer than 4, and no category";
}

TEST_F(BusinessRules, CategoryTitlesAreUniqueForEachTeacher) {
  rules("{unique_category_titles: true, category_owner: userDcid}");
  EXPECT_EQ(put_category(category("k1", "Tests")).status, 422) << "no teacher";
  EXPECT_EQ(put_category(category("k1", "Tests", "7")).status, 201);
  EXPECT_EQ(put_category(category("k2", "Tests", "7")).status, 409);
  EXPECT_EQ(put_category(category("k2", "Tests", "8")).status, 201);
}

TEST_F(BusinessRules, ACategoryIsNeededAllowedOrRefusedAsConfigured) {
  auto without = line_item("li-1");
  without.erase("category");
  rules("{category: optional}");
  EXPECT_EQ(put_item(without).status, 201);
  rules("{category: refused}");
  EXPECT_EQ(put_item(without).status, 201);
  EXPECT_EQ(put_item(line_item("li-1")).status, 422);
  rules("{category: required, validation: lenient, versions: ['1.1']}");
  auto old = line_item_1p1("li-1");
  EXPECT_EQ(put(std::string(k1p1) + "/lineItems/li-1", "lineItem", old).status, 201);
  old.erase("category");
  EXPECT_EQ(put(std::string(k1p1) + "/lineItems/li-1", "lineItem", old).status, 400);
}

TEST_F(BusinessRules, AnErrorListsTheCategoriesWhereASystemDoes) {
  const auto item = with(line_item("li-1"), "category", ref("category", "nowhere"));
  rules("{category_error_lists: true}");
  EXPECT_NE(put_item(item).body.find("there are Homework"), std::string::npos);
  rules("{}");
  EXPECT_EQ(put_item(item).body.find("Homework"), std::string::npos);
}

TEST_F(BusinessRules, DatesLieInTheGradingPeriodByTheLocalDay) {
  // Quarter 1 ends on 2026-10-31; this is 23:30 of that day where clocks are five hours behind.
  const auto late = with(line_item("li-1"), "dueDate", "2026-11-01T04:30:00.000Z");
  rules("{due_in_period: true, utc_offset_minutes: -300}");
  EXPECT_EQ(put_item(late).status, 201);
  rules("{due_in_period: true}");
  EXPECT_EQ(put_item(late).status, 422);
  EXPECT_EQ(put_item(with(late, "gradingPeriod", ref("academicSession", "gp-1"))).status, 422);
  EXPECT_EQ(put_item(line_item("li-1")).status, 201);
  const auto early = with(line_item("li-1"), "assignDate", "2026-07-01T10:00:00.000Z");
  EXPECT_EQ(put_item(early).status, 201);
  rules("{assign_in_period: true}");
  EXPECT_EQ(put_item(early).status, 422);
}

TEST_F(BusinessRules, AssignDateIsNotAfterDueDate) {
  const auto turned = with(line_item("li-1"), "assignDate", "2026-09-11T10:00:00.000Z");
  rules("{assign_before_due: true}");
  EXPECT_EQ(put_item(turned).status, 422);
  EXPECT_EQ(put_item(with(turned, "dueDate", "2026-09-11T10:00:00.000Z")).status, 201) << "equal";
  rules("{}");
  EXPECT_EQ(put_item(turned).status, 201);
}

TEST_F(BusinessRules, TheGradingPeriodIsOneOfTheClass) {
  const auto other = with(line_item("li-1"), "gradingPeriod", ref("academicSession", "gp-9"));
  const auto* elsewhere =
      R"({"academicSessions":[{"sourcedId":"gp-9","title":"Q9","type":"gradingPeriod",
      "startDate":"2026-08-01","endDate":"2026-10-31","schoolYear":"2027"}]})";
  rules("{period_of_class: true}");
  call("POST", "/_sis/roster", elsewhere);
  EXPECT_EQ(put_item(other).status, 422);
  EXPECT_EQ(put_item(with(other, "gradingPeriod", ref("academicSession", "gp-1"))).status, 201);
  rules("{}");
  call("POST", "/_sis/roster", elsewhere);
  EXPECT_EQ(put_item(other).status, 201);
}

TEST_F(BusinessRules, MetadataIsAskedForAndKept) {
  rules("{require_metadata: [{kind: lineItems, member: origin, values: [lms, sis]}]}");
  EXPECT_EQ(put_item(line_item("li-1")).status, 422);
  auto item = with(line_item("li-1"), "metadata", json::object{{"origin", "other"}});
  EXPECT_EQ(put_item(item).status, 422);
  item["metadata"] = json::object{{"origin", "lms"}, {"lms_id", "a-17"}};
  EXPECT_EQ(put_item(item).status, 201);
  EXPECT_EQ(get(std::string(kGradebook) + "/lineItems/li-1")
                .at("lineItem")
                .at("metadata")
                .at("lms_id")
                .as_string(),
            "a-17");
  const auto found =
      get(std::string(kGradebook) + "/classes/c1/lineItems?filter=metadata.lms_id%3D%27a-17%27");
  EXPECT_EQ(found.at("lineItems").as_array().size(), 1U) << "a marker is found again by a filter";
}

TEST_F(BusinessRules, AScoreTypeThatIsNotPointsTakesNoNumbers) {
  rules("{score_type_member: scoreType}");
  put_item(line_item("li-1"));
  EXPECT_EQ(get(std::string(kGradebook) + "/lineItems/li-1")
                .at("lineItem")
                .at("metadata")
                .at("scoreType")
                .as_string(),
            "GRADESCALE");
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 80)).status, 409);
  put_item(with(line_item("li-1"), "metadata", json::object{{"scoreType", "POINTS"}}));
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 80)).status, 201);
}

TEST_F(BusinessRules, DecimalsAreRoundedCutOrRefused) {
  for (const auto& [rule, status, score] :
       {std::tuple{"round", 201, 82.5}, std::tuple{"cut", 201, 82.4},
        std::tuple{"refuse", 422, 0.0}}) {
    rules((std::string("{score_decimals: 1, score_decimals_rule: ") + rule + "}").c_str());
    put_item(line_item("li-1"));
    EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 82.46)).status, status) << rule;
    if (status == 201) {
      EXPECT_EQ(stored_result().at("score").to_number<double>(), score) << rule;
    }
    EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 0.3)).status, 201) << rule;
    EXPECT_EQ(stored_result().at("score").to_number<double>(), 0.3) << rule;
  }
}

TEST_F(BusinessRules, TextScoresAndUnknownWordsAreRefused) {
  rules("{text_scores: refuse, refused_statuses: [submitted]}");
  put_item(line_item("li-1"));
  const auto plain = result("r-1", "li-1", "s1", 80);
  EXPECT_EQ(put_result(with(plain, "textScore", "B")).status, 422);
  EXPECT_EQ(put_result(with(plain, "scoreStatus", "submitted")).status, 422);
  EXPECT_EQ(put_result(plain).status, 201);
}

TEST_F(BusinessRules, StatusesBecomeWhatTheSystemKnows) {
  rules("{status_becomes: {submitted: fully graded}, not_submitted_is_missing: true}");
  put_item(line_item("li-1"));
  put_result(with(result("r-1", "li-1", "s1", 80), "scoreStatus", "submitted"));
  EXPECT_EQ(stored_result().at("scoreStatus").as_string(), "fully graded");
  EXPECT_EQ(unscored("not submitted", nullptr), 201);
  EXPECT_EQ(stored_result().at("missing").as_string(), "true");
}

TEST_F(BusinessRules, AnExemptionKeepsItsScoreOrNot) {
  for (const auto& [word, score] :
       {std::pair{"keep", "80"}, std::pair{"zero", "0"}, std::pair{"drop", ""}}) {
    rules((std::string("{exempt_score: ") + word + "}").c_str());
    put_item(line_item("li-1"));
    put_result(with(result("r-1", "li-1", "s1", 80), "scoreStatus", "exempt"));
    const auto stored = stored_result();
    EXPECT_EQ(stored.contains("score") ? to_text(stored.at("score")) : "", score) << word;
  }
}

TEST_F(BusinessRules, NoScoreIsNoZeroUnlessTheSystemMakesItOne) {
  rules("{}");
  EXPECT_EQ(unscored("submitted", "missing"), 201);
  EXPECT_FALSE(stored_result().contains("score"));
  rules("{submitted_is_zero: true}");
  EXPECT_EQ(unscored("submitted", nullptr), 201);
  EXPECT_EQ(to_text(stored_result().at("score")), "0");
  rules("{missing_is_zero: true}");
  EXPECT_EQ(unscored("not submitted", "missing"), 201);
  EXPECT_EQ(to_text(stored_result().at("score")), "0");
  rules("{flags_need_score: true}");
  EXPECT_EQ(unscored("not submitted", "late"), 422);
  EXPECT_EQ(unscored("not submitted", nullptr), 201);
}

TEST_F(BusinessRules, AScoreIsNotOlderThanItsAssignment) {
  const auto early = with(result("r-1", "li-1", "s1", 80), "scoreDate", "2026-08-31");
  rules("{score_date_not_before_assign: true}");
  put_item(line_item("li-1"));
  EXPECT_EQ(put_result(early).status, 422);
  EXPECT_EQ(put_result(with(early, "scoreDate", "2026-09-01")).status, 201);
  rules("{}");
  put_item(line_item("li-1"));
  EXPECT_EQ(put_result(early).status, 201);
}

TEST_F(BusinessRules, RefusalsHaveTheStatusOfTheSystem) {
  rules("{rule_status: 409, conflict_status: 423, title_max: 3, unique_titles: true}");
  EXPECT_EQ(put_item(line_item("li-1")).status, 409);
  EXPECT_EQ(put_item(with(line_item("li-1"), "title", "Abc")).status, 201);
  EXPECT_EQ(put_item(with(line_item("li-2"), "title", "Abc")).status, 423);
}

} // namespace
} // namespace host_stub::sis

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "host_stub/sis/validation.hpp"
#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

SisConfig lenient() {
  SisConfig config;
  config.validation = Validation::lenient;
  return config;
}

std::string problem(Kind kind, Version version, const json::object& object,
                    const SisConfig& config = {}) {
  return describe(check_object(kind, version, object, config));
}

json::object with(json::object object, const char* member, json::value value) {
  object[member] = std::move(value);
  return object;
}
json::object without(json::object object, const char* member) {
  object.erase(member);
  return object;
}

constexpr auto kOld = Version::v1p1;
constexpr auto kNew = Version::v1p2;

TEST(StrictValidation, AcceptsWhatTheModelAsksFor) {
  EXPECT_EQ(problem(Kind::line_item, kNew, line_item("a")), "");
  EXPECT_EQ(problem(Kind::line_item, kOld, line_item_1p1("a")), "");
  EXPECT_EQ(problem(Kind::result, kNew, result("r", "a", "s1", 82.5)), "");
  EXPECT_EQ(problem(Kind::result, kOld, result("r", "a", "s1", 82.5)), "");
}

TEST(StrictValidation, WantsEveryRequiredMemberOfALineItem) {
  for (const auto* member : {"sourcedId", "status", "dateLastModified", "title", "assignDate",
                             "dueDate", "class", "school", "category"}) {
    EXPECT_EQ(problem(Kind::line_item, kNew, without(line_item("a"), member)),
              std::string("lineItem.") + member + ": is required");
  }
  for (const auto* member : {"resultValueMin", "resultValueMax", "category"}) {
    EXPECT_EQ(problem(Kind::line_item, kOld, without(line_item_1p1("a"), member)),
              std::string("lineItem.") + member + ": is required");
  }
}

TEST(StrictValidation, KnowsNoSchoolIn1p1) {
  EXPECT_EQ(problem(Kind::line_item, kOld, line_item("a")),
            "lineItem.school: is not part of the data model");
}

TEST(StrictValidation, WantsEveryRequiredMemberOfAResult) {
  const auto good = result("r", "a", "s1", 80);
  for (const auto* member : {"lineItem", "student", "scoreStatus", "scoreDate"}) {
    EXPECT_NE(problem(Kind::result, kNew, without(good, member)), "") << member;
  }
  EXPECT_EQ(problem(Kind::result, kNew, without(good, "score")), "");
  EXPECT_EQ(problem(Kind::result, kOld, without(good, "score")), "result.score: is required");
  SisConfig config;
  config.score_required_1p1 = false;
  EXPECT_EQ(problem(Kind::result, kOld, without(good, "score"), config), "");
}

TEST(StrictValidation, WantsWholeReferencesOfTheRightType) {
  auto bare = line_item("a");
  bare["class"] = json::object{{"sourcedId", "c1"}};
  EXPECT_EQ(
      problem(Kind::line_item, kNew, bare),
      "lineItem.class.href: is required and must be a URI; lineItem.class.type: must be 'class'");
  EXPECT_EQ(problem(Kind::line_item, kNew, bare, lenient()), "");
  EXPECT_EQ(problem(Kind::line_item, kNew, with(line_item("a"), "school", ref("school", "x"))),
            "lineItem.school.type: must be 'org'");
  auto extra = ref("class", "c1");
  extra["title"] = "x";
  EXPECT_EQ(problem(Kind::line_item, kNew, with(line_item("a"), "class", extra)),
            "lineItem.class.title: is not part of the data model");
  EXPECT_EQ(problem(Kind::line_item, kNew, with(line_item("a"), "class", "c1")),
            "lineItem.class: must be a reference object");
}

TEST(StrictValidation, TellsDatesFromDateTimes) {
  const auto good = result("r", "a", "s1", 80);
  const auto late = with(good, "scoreDate", "2026-09-11T10:00:00.000Z");
  EXPECT_EQ(problem(Kind::result, kNew, late),
            "result.scoreDate: must be a date such as 2012-01-05");
  EXPECT_EQ(problem(Kind::result, kNew, late, lenient()), "");
  SisConfig config;
  config.score_date = DateForm::date_time;
  EXPECT_EQ(problem(Kind::result, kNew, late, config), "");
  EXPECT_NE(problem(Kind::result, kNew, good, config), "");
  EXPECT_NE(problem(Kind::result, kNew, with(good, "scoreDate", "2026-02-30")), "");
  EXPECT_NE(problem(Kind::line_item, kNew, with(line_item("a"), "dueDate", "2026-09-10")), "");
  EXPECT_EQ(problem(Kind::line_item, kNew, with(line_item("a"), "dueDate", "2026-09-10T10:00:00")),
            "lineItem.dueDate: must say its time zone");
  EXPECT_EQ(problem(Kind::line_item, kNew,
                    with(line_item("a"), "dateLastModified", "2026-09-10T10:00:00+02:00")),
            "lineItem.dateLastModified: must be in UTC");
}

TEST(StrictValidation, KnowsTheScoreStatusesWithTheirSpaces) {
  const auto good = result("r", "a", "s1", 80);
  for (const auto* status :
       {"exempt", "fully graded", "not submitted", "partially graded", "submitted"}) {
    EXPECT_EQ(problem(Kind::result, kOld, with(good, "scoreStatus", status)), "");
  }
  EXPECT_NE(problem(Kind::result, kNew, with(good, "scoreStatus", "fullyGraded")), "");
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "scoreStatus", "ext:late_pass")), "");
  EXPECT_NE(problem(Kind::result, kNew, with(good, "scoreStatus", "ext:")), "");
  EXPECT_NE(problem(Kind::result, kOld, with(good, "scoreStatus", "ext:late_pass")), "");
}

TEST(StrictValidation, TakesFlagsAsTextsUnlessToldOtherwise) {
  const auto good = result("r", "a", "s1", 80);
  for (const auto* name : {"late", "missing", "incomplete", "inProgress"}) {
    EXPECT_EQ(problem(Kind::result, kNew, with(good, name, "true")), "");
    EXPECT_EQ(problem(Kind::result, kNew, with(good, name, "false")), "");
    EXPECT_EQ(problem(Kind::result, kNew, with(good, name, true)),
              "result." + std::string(name) + ": must be \"true\" or \"false\"");
  }
  EXPECT_NE(problem(Kind::result, kNew, with(good, "late", "yes")), "");
  EXPECT_NE(problem(Kind::result, kOld, with(good, "late", "true")), "") << "1.1 has none";
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "late", true), lenient()), "");
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "late", "true"), lenient()), "");
  SisConfig config;
  config.flags = FlagForm::both;
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "late", true), config), "");
  config.flags = FlagForm::boolean;
  EXPECT_NE(problem(Kind::result, kNew, with(good, "late", "true"), config), "");
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "late", true), config), "");
}

TEST(StrictValidation, RefusesAnEmptyCommentWhereItIsToldTo) {
  const auto good = result("r", "a", "s1", 80);
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "comment", "")), "");
  SisConfig config;
  config.refuse_empty_comments = true;
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "comment", ""), config),
            "result.comment: must not be empty");
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "comment", "Good."), config), "");
}

TEST(StrictValidation, RefusesNullsAndNumbersInQuotes) {
  const auto good = result("r", "a", "s1", 80);
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "score", nullptr)),
            "result.score: must be a number");
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "score", "80")),
            "result.score: must be a number");
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "score", nullptr), lenient()), "");
  SisConfig config;
  config.null_clears_score = true;
  EXPECT_EQ(problem(Kind::result, kNew, with(good, "score", nullptr), config), "");
}

TEST(StrictValidation, LetsMetadataHoldAnything) {
  const auto metadata = json::object{{"a.b", json::object{{"c", json::array{1, nullptr}}}}};
  EXPECT_EQ(problem(Kind::line_item, kNew, with(line_item("a"), "metadata", metadata)), "");
  EXPECT_NE(problem(Kind::line_item, kNew, with(line_item("a"), "metadata", "x")), "");
}

TEST(StrictValidation, LooksIntoLearningObjectives) {
  const auto good = result("r", "a", "s1", 80);
  const auto set = [](const char* source, const char* id) {
    return json::array{
        json::object{{"source", source},
                     {"learningObjectiveResults",
                      json::array{json::object{{"learningObjectiveId", id}, {"score", 3}}}}}};
  };
  const auto uuid = "7f1ea1a3-8a9d-4b5c-9d4a-0e8b5a2f1c33";
  const auto check = [&](const json::value& value) {
    return problem(Kind::result, kNew, with(good, "learningObjectiveSet", value));
  };
  EXPECT_EQ(check(set("case", uuid)), "");
  EXPECT_EQ(check(set("unknown", "LO-1")), "");
  EXPECT_NE(check(set("case", "LO-1")), "") << "a CASE id is a UUID";
  EXPECT_NE(check(set("Has Spaces", "LO-1")), "");
  EXPECT_NE(check(json::array{
                json::object{{"source", "case"}, {"learningObjectiveResults", json::array{}}}}),
            "");
}

TEST(StrictValidation, WantsAScoreScaleWithValues) {
  json::object scale = {{"sourcedId", "sc"},
                        {"status", "active"},
                        {"dateLastModified", "2026-09-01T10:00:00.000Z"},
                        {"title", "Letters"},
                        {"type", "letter"},
                        {"class", ref("class", "c1")},
                        {"scoreScaleValue", json::array{json::object{{"itemValueLHS", "90-100"},
                                                                     {"itemValueRHS", "A"}}}}};
  EXPECT_EQ(problem(Kind::score_scale, kNew, scale), "");
  scale["scoreScaleValue"] = json::array{};
  EXPECT_EQ(problem(Kind::score_scale, kNew, scale),
            "scoreScale.scoreScaleValue: must not be empty");
}

TEST(StrictValidation, WantsATitleOnOneLine) {
  EXPECT_NE(problem(Kind::line_item, kNew, with(line_item("a"), "title", "one\ntwo")), "");
  EXPECT_NE(problem(Kind::line_item, kNew, with(line_item("a"), "title", " ")), "");
}

TEST(LenientValidation, TakesWhatGoogleSends) {
  const json::object item = {{"sourcedId", "a"},
                             {"title", "New test item"},
                             {"description", "Test Line Item"},
                             {"resultValueMin", 0},
                             {"resultValueMax", 100},
                             {"assignDate", "2026-09-01T10:00:00.000Z"},
                             {"dueDate", "2026-09-01T10:01:00.000Z"},
                             {"class", json::object{{"sourcedId", "c1"}}},
                             {"category", json::object{{"sourcedId", "cat-1"}}},
                             {"school", json::object{{"sourcedId", "school-1"}}}};
  EXPECT_EQ(problem(Kind::line_item, kNew, item, lenient()), "");
  EXPECT_EQ(problem(Kind::line_item, kOld, without(without(item, "category"), "school"), lenient()),
            "");
  EXPECT_NE(problem(Kind::line_item, kNew, item), "");
  const json::object score = {{"sourcedId", "r"},
                              {"score", 80},
                              {"comment", ""},
                              {"scoreStatus", "fully graded"},
                              {"scoreDate", "2026-09-01T10:00:00.000Z"},
                              {"lineItem", json::object{{"sourcedId", "a"}}},
                              {"student", json::object{{"sourcedId", "s1"}}}};
  EXPECT_EQ(problem(Kind::result, kNew, score, lenient()), "");
}

TEST(GradingPeriodSwitch, RulesOverALineItem) {
  SisConfig config;
  config.grading_period_1p1 = Presence::required;
  EXPECT_EQ(problem(Kind::line_item, kOld, line_item_1p1("a"), config),
            "lineItem.gradingPeriod: is required");
  const auto has = with(line_item_1p1("a"), "gradingPeriod", ref("academicSession", "gp-1"));
  EXPECT_EQ(problem(Kind::line_item, kOld, has, config), "");
  config.grading_period_1p1 = Presence::refused;
  EXPECT_EQ(problem(Kind::line_item, kOld, has, config), "lineItem.gradingPeriod: is not accepted");
  config.session_1p2 = Presence::required;
  EXPECT_NE(problem(Kind::line_item, kNew, line_item("a"), config), "");
}

TEST(Canonical, KeepsKnownMembersReferencesWithoutHrefAndFlagsAsText) {
  auto object = result("r", "a", "s1", 80);
  object["late"] = true;
  object["comment"] = nullptr;
  object["unknown"] = 1;
  const auto kept = canonical(Kind::result, kNew, object);
  EXPECT_EQ(kept.at("late").as_string(), "true");
  EXPECT_FALSE(kept.contains("comment"));
  EXPECT_FALSE(kept.contains("unknown"));
  EXPECT_EQ(kept.at("student"), (json::object{{"sourcedId", "s1"}, {"type", "user"}}));
}

TEST(ParsedBody, NoticesExponentsAndRepeatedMembers) {
  EXPECT_EQ(parse_body(R"({"score":2.5E0})").exponent, "2.5E0");
  EXPECT_EQ(parse_body(R"({"score":2.5,"title":"1E5"})").exponent, "");
  EXPECT_EQ(parse_body(R"({"a":1,"b":{"a":2},"a":3})").duplicate_key, "a");
  EXPECT_EQ(parse_body(R"({"a":1,"b":{"a":2}})").duplicate_key, "");
  EXPECT_EQ(parse_body(R"({"a":1,"\u0061":2})").duplicate_key, "a");
  EXPECT_FALSE(parse_body("{").valid);
  EXPECT_FALSE(parse_body("").valid);
  EXPECT_FALSE(parse_body("{} x").valid);
}

TEST(JsonText, WritesPlainDecimals) {
  EXPECT_EQ(to_text(json::value(2.5)), "2.5");
  EXPECT_EQ(to_text(json::value(1e21)), "1000000000000000000000");
  EXPECT_EQ(to_text(json::value(0.1)), "0.1");
  EXPECT_EQ(to_text(json::value(1e-7)), "0.0000001");
  EXPECT_EQ(to_text(json::object{{"a\"b", json::array{1, nullptr, true, 82.35}}}),
            R"({"a\"b":[1,null,true,82.35]})");
}

} // namespace
} // namespace host_stub::sis

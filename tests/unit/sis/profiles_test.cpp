// Each profile in both directions: what that system accepts, and what it refuses. The expectations
// are the vendors' and integrators' statements that the profile's own comments name.
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/sis/profile_fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

/// One thing that a client does otherwise, and the statuses of the line item and of the result that
/// follow. 0: not sent.
struct Try {
  const char* what;
  int item_status;
  int result_status;
  std::function<void(json::object& item, json::object& result)> change;
};

void as_it_is(json::object&, json::object&) {}
void exempt(json::object&, json::object& r) {
  r["scoreStatus"] = "exempt";
}
void over_maximum(json::object&, json::object& r) {
  r["score"] = 300;
}
void long_title(json::object& i, json::object&) {
  i["title"] = std::string(51, 'x');
}
void long_but_fitting_title(json::object& i, json::object&) {
  std::string title;
  for (int n = 0; n < 50; ++n) {
    title += "é"; // characters are counted, not bytes
  }
  i["title"] = title;
}
void due_after_period(json::object& i, json::object&) {
  i["dueDate"] = "2026-11-02T10:00:00.000Z";
}
void assigned_before_period(json::object& i, json::object&) {
  i["assignDate"] = "2026-07-02T10:00:00.000Z";
}
void without_category(json::object& i, json::object&) {
  i.erase("category");
}
void other_category(json::object& i, json::object&) {
  i["category"] = ref("category", "nowhere");
}
void without_period(json::object& i, json::object&) {
  i.erase("gradingPeriod");
}
void bare_references(json::object& i, json::object& r) {
  for (auto* object : {&i, &r}) {
    object->erase("status");
    object->erase("dateLastModified");
    for (auto& member : *object) {
      if (member.value().is_object() && member.value().get_object().contains("href")) {
        member.value().get_object().erase("href");
        member.value().get_object().erase("type");
      }
    }
  }
}
void score_date_with_time(json::object&, json::object& r) {
  r["scoreDate"] = "2026-09-11T10:00:00.000Z";
}
void other_student(json::object&, json::object& r) {
  r["student"] = ref("user", "s3");
}
void before_assigned(json::object&, json::object& r) {
  r["scoreDate"] = "2026-08-11";
}
void lower_case_points(json::object& i, json::object&) {
  i["metadata"] = json::object{{"scoreType", "points"}};
}
void letter(json::object&, json::object& r) {
  r["textScore"] = "A";
}
const std::map<std::string, std::vector<Try>>& tries() {
  static const std::map<std::string, std::vector<Try>> kTries = {
      {"generic-1.1",
       {{"as the specification has it", 201, 201, as_it_is},
        {"above the maximum", 201, 201, over_maximum},
        {"a long title", 201, 201, long_title},
        {"without a category", 400, 0, without_category},
        {"a score date with a time", 201, 400, score_date_with_time},
        {"references without href", 400, 0, bare_references}}},
      {"generic-1.2",
       {{"as the specification has it", 201, 201, as_it_is},
        {"a letter", 201, 201, letter},
        {"without a category", 422, 0, without_category},
        {"a score date with a time", 201, 422, score_date_with_time},
        {"a student of another class", 201, 422, other_student},
        {"references without href", 422, 0, bare_references}}},
      {"google-compatible",
       {{"as the specification has it", 201, 201, as_it_is},
        {"as Google sends it", 201, 201, bare_references},
        {"a score date with a time", 201, 201, score_date_with_time},
        {"300 of 100", 201, 201, over_maximum},
        {"an exemption with its score", 201, 201, exempt}}},
      {"powerschool",
       {{"points in capitals", 201, 201, as_it_is},
        {"points in small letters", 201, 409, lower_case_points},
        {"50 characters", 201, 201, long_but_fitting_title},
        {"51 characters", 409, 0, long_title},
        {"due after the term", 409, 0, due_after_period},
        {"a student of another class", 201, 409, other_student},
        {"an unknown category", 412, 0, other_category}}},
      {"infinite-campus-1.1",
       {{"as it should be", 201, 201, as_it_is},
        {"without a category", 201, 201, without_category},
        {"a score date with a time", 201, 201, score_date_with_time},
        {"50 characters", 201, 201, long_but_fitting_title},
        {"51 characters", 400, 0, long_title},
        {"without a grading period", 400, 0, without_period},
        {"due after the period", 400, 0, due_after_period},
        {"assigned before the period", 400, 0, assigned_before_period}}},
      {"infinite-campus-1.2",
       {{"as it should be", 201, 201, as_it_is},
        {"without a category", 201, 201, without_category},
        {"51 characters", 422, 0, long_title},
        {"due after the period", 422, 0, due_after_period}}},
      {"skyward-qmlativ",
       {{"as it should be", 201, 201, as_it_is}, {"without a category", 422, 0, without_category}}},
      {"skyward-sms2",
       {{"as it should be", 201, 201, as_it_is}, {"an unknown category", 422, 0, other_category}}},
      {"aeries",
       {{"as it should be", 201, 201, as_it_is}, {"an unknown category", 400, 0, other_category}}},
      {"aspen",
       {{"as it should be", 201, 201, as_it_is}, {"without a category", 422, 0, without_category}}},
      {"synergy",
       {{"as it should be", 201, 201, as_it_is}, {"an unknown category", 422, 0, other_category}}},
      {"blackbaud",
       {{"as it should be", 201, 201, as_it_is},
        {"an exemption", 201, 201, exempt},
        {"due after the period", 422, 0, due_after_period},
        {"above the maximum", 201, 422, over_maximum},
        {"a student of another class", 201, 422, other_student},
        {"scored before it was assigned", 201, 422, before_assigned},
        {"without a category", 422, 0, without_category}}},
      {"veracross",
       {{"as it should be", 201, 201, as_it_is},
        {"references with a sourcedId only", 201, 201, bare_references},
        {"an unknown category", 400, 0, other_category}}},
      {"eschoolplus", {{"a PUT of an unknown id", 404, 0, as_it_is}}},
      {"focus",
       {{"as the specification has it", 201, 201, as_it_is},
        {"without a category", 400, 0, without_category}}},
      {"classlink",
       {{"as the specification has it", 201, 201, as_it_is},
        {"without a category", 422, 0, without_category}}},
      {"example-blank-results", {{"a result under an id of ours", 201, 409, as_it_is}}},
      {"example-final-slots",
       {{"an ordinary assignment", 201, 201, as_it_is},
        {"without a category", 422, 0, without_category}}},
      {"example-rewritten-ids",
       {{"a line item, then a result of an id that is gone", 201, 422, as_it_is}}},
  };
  return kTries;
}

TEST(Profiles, EachHasATitleAndAPlaceInTheTable) {
  for (const auto& name : profile_names()) {
    EXPECT_FALSE(load_profile(name).title.empty()) << name;
    EXPECT_TRUE(tries().contains(name)) << name << " is not tested";
  }
  EXPECT_EQ(profile_names().size(), tries().size());
}

TEST(Profiles, AnUnknownNameIsAnsweredWithThoseThereAre) {
  try {
    load_profile("powerschol");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("powerschool"), std::string::npos) << error.what();
  }
}

class EachProfile : public ProfileFixture, public ::testing::WithParamInterface<std::string> {};

TEST_P(EachProfile, AcceptsAndRefusesWhatItsSystemDoes) {
  for (const auto& attempt : tries().at(GetParam())) {
    SCOPED_TRACE(attempt.what);
    play(GetParam());
    auto item = good_item();
    auto result = good_result();
    attempt.change(item, result);
    const auto first = send_item(item);
    EXPECT_EQ(first.status, attempt.item_status) << first.body;
    if (attempt.result_status != 0) {
      const auto second = send_result(result);
      EXPECT_EQ(second.status, attempt.result_status) << second.body;
    }
  }
}

TEST_P(EachProfile, ServesItsVersionsOnly) {
  play(GetParam());
  const auto first = send("GET", config_.base_1p1 + "/lineItems").status;
  const auto second = send("GET", config_.gradebook_1p2 + "/lineItems").status;
  EXPECT_EQ(first, config_.versions.contains("1.1") ? 200 : 404);
  EXPECT_EQ(second, config_.versions.contains("1.2") ? 200 : 404);
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string out;
  for (const char c : info.param) {
    out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EachProfile, ::testing::ValuesIn(profile_names()), test_name);

} // namespace
} // namespace host_stub::sis

// What is read of a class before its line items go: grading periods, categories, the grading
// window.
#include <gtest/gtest.h>

#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::State;
using outbox::WireIdOrigin;
using settings::OneRosterVersion;

struct Reader {
  OneRosterVersion version;
  const char* name;
};

class ClassReadingTest : public ::testing::TestWithParam<Reader> {
 protected:
  void begin(const std::string& profile) {
    lms.emplace(profile, GetParam().version);
    auto connection = Lms::connection_to(sis.url(), GetParam().version);
    connection.profile = "test";
    lms->connect(std::move(connection), "lms-secret");
  }
  /// What was said before the first time is there when delivery starts.
  void go() {
    if (!deliverer.delivery) {
      deliverer = lms->deliverer();
    }
    deliverer.delivery->nudge();
  }
  void settle() {
    go();
    ASSERT_TRUE(wait_until([&] { return lms->all_settled(); })) << lms->log.text();
  }
  std::string reference(const std::string& line_item, const char* name) {
    const auto value = sis.record("lineItems", line_item).at("value").as_object();
    const auto* found = value.if_contains(name);
    return found == nullptr ? "" : found->as_object().at("sourcedId").as_string().c_str();
  }
  void put_category(const std::string& id, const std::string& title) {
    const bool old = GetParam().version == OneRosterVersion::v1p1;
    sis.put(std::string(old ? "/ims/oneroster/v1p1" : "/ims/oneroster/gradebook/v1p2") +
                "/categories/" + id,
            R"({"category":{"sourcedId":")" + id +
                R"(","status":"active","dateLastModified":"2026-09-01T08:00:00.000Z","title":")" +
                title + R"("}})");
  }

  Sis sis;
  std::optional<Lms> lms;
  Lms::Deliverer deliverer;
};

TEST_P(ClassReadingTest, TheDueDatePicksTheGradingPeriodAndItIsReadOncePerClass) {
  begin("documents: {grading_period: required}\n");
  lms->activity("essay");
  lms->activity("late", "Late", [](gradebook::ActivityFacts& facts) {
    facts.due_at_unix_ms = 1'796'000'000'000; // 2026-11-29
  });
  settle();
  EXPECT_EQ(reference("li-essay", "gradingPeriod"), "gp-1");
  EXPECT_EQ(reference("li-late", "gradingPeriod"), "gp-2");
  EXPECT_EQ(sis.count("GET", "/gradingPeriods"), 1u);
  lms->activity("third", "Third");
  settle();
  EXPECT_EQ(sis.count("GET", "/gradingPeriods"), 1u) << "kept for some hours";
}

TEST_P(ClassReadingTest, SeveralFittingPeriodsWaitUntilSomebodyChooses) {
  sis.roster(
      R"({"academicSessions":[{"sourcedId":"gp-all","title":"Semester","type":"gradingPeriod",
    "startDate":"2026-08-01","endDate":"2027-01-31","parent":{"sourcedId":"term-1"},
    "schoolYear":"2027"}]})");
  begin("documents: {grading_period: required}\n");
  lms->activity("essay");
  go();
  ASSERT_TRUE(wait_until([&] { return lms->line_item().state == State::waiting; }))
      << lms->log.text();
  EXPECT_EQ(lms->line_item().code, Code::grading_period_ambiguous);
  EXPECT_EQ(sis.count("PUT"), 0u);
}

TEST_P(ClassReadingTest, AnSisWithoutGradingPeriodsIsServedWithoutWhereNoneIsRequired) {
  sis.fault(R"({"rules":[{"method":"GET","path":"gradingPeriods","action":{"status":500}}]})");
  begin("documents: {grading_period: when_known}\n");
  lms->activity("essay");
  settle();
  EXPECT_EQ(reference("li-essay", "gradingPeriod"), "");
}

TEST_P(ClassReadingTest, ACategoryOfExactlyThatNameIsTakenAndOneThatIsMissingIsWaitedFor) {
  begin("documents: {category: required, category_strategy: by_exact_name}\nreads: {categories: "
        "all}\n");
  const auto in_category = [](const char* title) {
    return [title](gradebook::ActivityFacts& facts) {
      facts.category_sis_id = {};
      facts.category_title = title;
    };
  };
  lms->activity("quiz", "Quiz", in_category("Tests"));
  settle();
  EXPECT_EQ(reference("li-quiz", "category"), "cat-2");
  lms->activity("model", "Model", in_category("Projects"));
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms->line_item("model").state == State::waiting; }));
  EXPECT_EQ(lms->line_item("model").code, Code::category_not_found);
  put_category("cat-3", "Projects");
  lms->clock.move(std::chrono::hours(7));
  lms->activity("quiz-2", "Quiz 2", in_category("Tests"));
  settle();
  EXPECT_EQ(reference("li-model", "category"), "cat-3") << "what was read anew freed it";
}

TEST_P(ClassReadingTest, ASlotForAGradeIsLookedAtAndNeverWritten) {
  begin("documents: {final_grades: sis_slot, final_slot: {title: final}}\n");
  lms->activity("essay");
  settle();
  // The SIS's own place for the final grade: here, a line item that somebody made there.
  auto slot = sis.record("lineItems", "li-essay").at("value").as_object();
  const auto writes = sis.count("PUT");
  lms->activity("final", "Final grade", [](gradebook::ActivityFacts& facts) {
    facts.kind = gradebook::ActivityKind::final_grade;
  });
  lms->adopt_line_item("final", "li-essay");
  lms->score("s1", "91", "final");
  settle();
  EXPECT_EQ(sis.count("PUT"), writes + 1) << "the grade alone";
  EXPECT_EQ(sis.score_of("res-final-s1"), "91");
  EXPECT_EQ(sis.record("lineItems", "li-essay").at("value").as_object(), slot);
  lms->withdraw_activity("final");
  settle();
  EXPECT_TRUE(sis.has("lineItems", "li-essay"));
  EXPECT_EQ(sis.count("DELETE"), 0u);
}

INSTANTIATE_TEST_SUITE_P(Versions, ClassReadingTest,
                         ::testing::Values(Reader{OneRosterVersion::v1p1, "v1p1"},
                                           Reader{OneRosterVersion::v1p2, "v1p2"}),
                         [](const auto& one) { return std::string(one.param.name); });

} // namespace
} // namespace passback::integration

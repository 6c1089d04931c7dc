// Whose ids the records have: the SIS that gives them, the SIS that holds results already.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::State;
using outbox::WireIdOrigin;
using settings::OneRosterVersion;

constexpr auto kPosts = R"(writes: {line_items: post, results: post, ids: allocated, post_size: 20}
documents: {category: when_known}
)";

/// One that makes records by POST only, under ids of its own.
host_stub::sis::SisConfig allocating() {
  host_stub::sis::SisConfig config;
  config.put_creates = false;
  return config;
}

class IdsTest : public ::testing::Test {
 protected:
  explicit IdsTest(const std::string& profile = kPosts,
                   host_stub::sis::SisConfig config = allocating(),
                   OneRosterVersion version = OneRosterVersion::v1p2)
      : sis(std::move(config)), lms(profile, version) {
    auto connection = Lms::connection_to(sis.url(), version);
    connection.profile = "test";
    lms.connect(std::move(connection), "lms-secret");
    deliverer = lms.deliverer();
  }
  void settle() {
    deliverer.delivery->nudge();
    ASSERT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  }
  /// The scores that the SIS has of a student.
  std::vector<std::string> scores_of(const std::string& student) {
    std::vector<std::string> scores;
    for (const auto& result : sis.values("results")) {
      if (result.at("student").as_object().at("sourcedId").as_string() == student) {
        scores.push_back(boost::json::serialize(result.at("score")));
      }
    }
    return scores;
  }

  Sis sis;
  Lms lms;
  Lms::Deliverer deliverer;
};

TEST_F(IdsTest, RecordsAreMadeByPostAndKeepTheIdsThatTheSisGave) {
  lms.activity("essay");
  for (const char* student : {"s1", "s2", "s3"}) {
    lms.score(student, "80");
  }
  settle();
  const auto line_item = lms.line_item();
  EXPECT_EQ(line_item.wire_id_origin, WireIdOrigin::allocated);
  EXPECT_NE(line_item.wire_id.value, "li-essay");
  EXPECT_TRUE(sis.has("lineItems", line_item.wire_id.value));
  EXPECT_EQ(sis.score_of(lms.result("s2").wire_id.value), "80");
  EXPECT_EQ(sis.count("POST", "/lineItems/"), 1u) << "the class's results go together";
  EXPECT_EQ(sis.values("results").size(), 3u);
}

TEST_F(IdsTest, LaterChangesGoByPutToTheIdThatTheSisGave) {
  lms.activity("essay");
  lms.score("s1", "80");
  settle();
  lms.score("s1", "90");
  lms.activity("essay", "Essay, second draft");
  settle();
  EXPECT_EQ(scores_of("s1"), std::vector<std::string>{"90"});
  EXPECT_EQ(sis.count("PUT", "/results/" + lms.result("s1").wire_id.value), 1u);
  ASSERT_EQ(sis.values("lineItems").size(), 1u);
  EXPECT_EQ(sis.values("lineItems")[0].at("title").as_string(), "Essay, second draft");
}

class SchoolAndSessionTest : public IdsTest {
 protected:
  SchoolAndSessionTest()
      : IdsTest(R"(writes: {line_items: post, results: post, ids: allocated, post_size: 20,
         post_line_items_to: school, post_results_to: session}
documents: {category: when_known}
)") {}
};

TEST_F(SchoolAndSessionTest, RecordsAreMadeAtTheAddressesOfTheSchoolAndOfTheSession) {
  lms.activity("essay");
  for (const char* student : {"s1", "s2", "s3"}) {
    lms.score(student, "80");
  }
  settle();
  const auto line_item = lms.line_item();
  EXPECT_EQ(line_item.wire_id_origin, WireIdOrigin::allocated);
  EXPECT_EQ(sis.count("POST", "/schools/"), 1u);
  EXPECT_EQ(sis.count("POST", "/classes/c1/lineItems"), 0u);
  EXPECT_EQ(sis.count("POST", "/classes/c1/academicSessions/gp-1/results"), 1u);
  EXPECT_EQ(sis.count("GET", "/lineItems/" + line_item.wire_id.value + "/results"), 1u);
  EXPECT_EQ(sis.score_of(lms.result("s2").wire_id.value), "80");
  EXPECT_EQ(sis.values("results").size(), 3u);

  lms.score("s1", "90");
  settle();
  EXPECT_EQ(scores_of("s1"), std::vector<std::string>{"90"});
  EXPECT_EQ(sis.count("POST", "/academicSessions/"), 1u) << "changed by PUT under the SIS's id";
}

TEST_F(IdsTest, APostWhoseAnswerIsLostLeavesOneRecord) {
  sis.fault(R"({"rules":[{"method":"POST","path":"/classes/c1/lineItems","count":1,
                          "action":{"store_then_drop":true}},
                         {"method":"POST","path":"/results","count":1,
                          "action":{"store_then_drop":true}}]})");
  lms.activity("essay");
  lms.score("s1", "80");
  lms.score("s2", "70");
  settle();
  EXPECT_EQ(sis.values("lineItems").size(), 1u);
  EXPECT_EQ(scores_of("s1"), std::vector<std::string>{"80"});
  EXPECT_EQ(scores_of("s2"), std::vector<std::string>{"70"});
  EXPECT_EQ(lms.line_item().wire_id_origin, WireIdOrigin::allocated);
  EXPECT_EQ(sis.count("POST", "/classes/c1/lineItems"), 1u) << "looked for, not made again";
}

TEST_F(IdsTest, APostThatNeverArrivedIsSentAgainOnceItWasLookedForInVain) {
  sis.fault(R"({"rules":[{"method":"POST","path":"/classes/c1/lineItems","count":1,
                          "action":{"status":500}}]})");
  lms.activity("essay");
  settle();
  EXPECT_EQ(sis.values("lineItems").size(), 1u);
  EXPECT_EQ(sis.count("POST", "/classes/c1/lineItems"), 2u);
}

TEST_F(IdsTest, OfTwoThatLookAlikeTheOneThatWasThereBeforeIsNotOurs) {
  lms.activity("essay");
  settle();
  const auto theirs = lms.line_item().wire_id.value;
  sis.fault(R"({"rules":[{"method":"POST","path":"/classes/c1/lineItems","count":1,
                          "action":{"store_then_drop":true}}]})");
  lms.activity("other");
  settle();
  EXPECT_EQ(sis.values("lineItems").size(), 2u);
  EXPECT_NE(lms.line_item("other").wire_id.value, theirs);
  EXPECT_EQ(sis.count("POST", "/classes/c1/lineItems"), 2u);
}

TEST_F(IdsTest, WhereTwoNewOnesLookAlikeAPersonDecides) {
  sis.fault(R"({"rules":[{"method":"POST","path":"/classes/c1/lineItems","count":1,
                          "action":{"status":500,"store":true}}]})");
  lms.activity("essay");
  deliverer.delivery->nudge();
  ASSERT_TRUE(
      wait_until([&] { return lms.line_item().in_doubt && sis.count("POST", "/classes/c1"); }));
  ASSERT_TRUE(wait_until([&] { return sis.values("lineItems").size() == 1; }));
  auto twin = sis.values("lineItems")[0];
  for (const char* member : {"class", "school", "category", "gradingPeriod"}) {
    if (auto* reference = twin.if_contains(member)) {
      reference->as_object()["href"] = std::string("https://sis.example/") + member;
    }
  }
  sis.roster(boost::json::serialize(boost::json::object{{"lineItems", boost::json::array{[&] {
                                                           twin["sourcedId"] = "by-hand";
                                                           return twin;
                                                         }()}}}));
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.line_item().state == State::conflict; }))
      << lms.log.text();
  EXPECT_EQ(lms.line_item().code, Code::id_unclear);
  EXPECT_EQ(sis.count("POST", "/classes/c1/lineItems"), 1u);
}

TEST_F(IdsTest, ARefusedSetIsHalvedUntilTheCulpritIsAlone) {
  lms.activity("essay");
  settle();
  for (const char* student : {"s1", "s2", "nobody", "s3", "s4"}) {
    lms.score(student, "50");
  }
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.result("nobody").state == State::rejected; }))
      << lms.log.text();
  for (const char* student : {"s1", "s2", "s3", "s4"}) {
    ASSERT_TRUE(wait_until([&] { return lms.result(student).state == State::settled; })) << student;
    EXPECT_EQ(scores_of(student), std::vector<std::string>{"50"});
  }
  EXPECT_EQ(sis.values("results").size(), 4u);
}

TEST_F(IdsTest, TheFirstLineItemOfAConnectionShowsWhatBecomesOfIdsBeforeASecondIsMade) {
  sis.fault(R"({"rules":[{"method":"POST","path":"/classes/c1/lineItems","count":1,
                          "action":{"delay_after_store_ms":300}}]})");
  for (int i = 0; i < 4; ++i) {
    lms.activity("activity-" + std::to_string(i), "Activity " + std::to_string(i));
  }
  settle();
  const auto posts = sis.requests("POST", "/classes/c1/lineItems");
  ASSERT_GE(posts.size(), 2u);
  const auto first_end = posts[0].at("ended_us").to_number<std::int64_t>();
  for (std::size_t i = 1; i < posts.size(); ++i) {
    EXPECT_GE(posts[i].at("started_us").to_number<std::int64_t>(), first_end);
  }
  EXPECT_EQ(sis.values("lineItems").size(), 4u);
}

/// An SIS that has a blank result for each student as soon as a line item is there, and refuses a
/// second one.
class HeldResultsTest : public IdsTest {
 protected:
  HeldResultsTest()
      : IdsTest("writes: {result_identity: look_up_first}\n",
                host_stub::sis::load_profile("example-blank-results")) {}
};

TEST_F(HeldResultsTest, AResultThatTheSisHoldsForTheStudentIsAdoptedAndLookedUpOnceForAll) {
  lms.activity("essay");
  settle();
  ASSERT_TRUE(deliverer.delivery->stop(std::chrono::seconds(5)).ok());
  for (const char* student : {"s1", "s2", "s3"}) {
    lms.score(student, "75");
  }
  ASSERT_TRUE(deliverer.delivery->start().ok());
  settle();
  const auto held = lms.result("s1");
  EXPECT_NE(held.wire_id.value, "res-essay-s1");
  EXPECT_EQ(held.wire_id_origin, WireIdOrigin::adopted);
  EXPECT_EQ(sis.score_of(held.wire_id.value), "75");
  EXPECT_EQ(sis.count("GET", "/lineItems/li-essay/results"), 1u);
  EXPECT_EQ(sis.values("results").size(), 9u) << "one for each student of the class, none of ours";
  lms.score("s1", "80");
  settle();
  EXPECT_EQ(sis.score_of(held.wire_id.value), "80");
}

constexpr auto kRewritten = "writes: {ids: rewritten}\n";

/// One that takes our PUT and keeps the record under an id of its own, and says so.
class RewrittenIdsTest : public IdsTest {
 protected:
  explicit RewrittenIdsTest(host_stub::sis::IdRewriting how = host_stub::sis::IdRewriting::told)
      : IdsTest(kRewritten, rewriting(how)) {}
  static host_stub::sis::SisConfig rewriting(host_stub::sis::IdRewriting how) {
    auto config = host_stub::sis::load_profile("example-rewritten-ids");
    config.rewrites_ids = how;
    return config;
  }
  void expect_one_of_each() {
    EXPECT_EQ(sis.values("lineItems").size(), 1u);
    EXPECT_EQ(scores_of("s1"), std::vector<std::string>{"80"});
    EXPECT_EQ(scores_of("s2"), std::vector<std::string>{"70"});
    EXPECT_EQ(lms.line_item().wire_id_origin, WireIdOrigin::rewritten);
    EXPECT_TRUE(sis.has("lineItems", lms.line_item().wire_id.value));
  }
};

TEST_F(RewrittenIdsTest, TheIdThatTheAnswerShowsIsKept) {
  lms.activity("essay");
  lms.score("s1", "80");
  lms.score("s2", "70");
  settle();
  expect_one_of_each();
  lms.activity("essay", "Essay, second draft");
  settle();
  ASSERT_EQ(sis.values("lineItems").size(), 1u);
  EXPECT_EQ(sis.values("lineItems")[0].at("title").as_string(), "Essay, second draft");
}

TEST_F(RewrittenIdsTest, APutWhoseAnswerIsLostLeavesOneRecord) {
  sis.fault(R"({"rules":[{"method":"PUT","path":"/lineItems/","count":1,
                          "action":{"store_then_drop":true}},
                         {"method":"PUT","path":"/results/","count":2,
                          "action":{"store_then_drop":true}}]})");
  lms.activity("essay");
  lms.score("s1", "80");
  lms.score("s2", "70");
  settle();
  expect_one_of_each();
  EXPECT_EQ(sis.count("PUT", "/lineItems/"), 1u);
}

class SilentlyRewrittenIdsTest : public RewrittenIdsTest {
 protected:
  SilentlyRewrittenIdsTest() : RewrittenIdsTest(host_stub::sis::IdRewriting::silent) {}
};

TEST_F(SilentlyRewrittenIdsTest, AnIdThatTheAnswerHidesIsFoundByLooking) {
  lms.activity("essay");
  lms.score("s1", "80");
  lms.score("s2", "70");
  settle();
  expect_one_of_each();
}

} // namespace
} // namespace passback::integration

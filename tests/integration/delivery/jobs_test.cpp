// Tests of a connection, test grades and readings against the strict provider, in both versions.
#include <gtest/gtest.h>

#include "plugin/exchange/conversation/sis_capabilities.hpp"
#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::JobState;
using settings::OneRosterVersion;

constexpr const char* kGrade = R"({"class_id":"c1","student_id":"s1","seed":"seed-1",)"
                               R"("now_unix_ms":1790000000000,"today":"2026-09-21"})";

/// An SIS, an LMS that is connected to it, and a worker.
class Pair {
 public:
  /// `profile`: sections of a profile of its own for the SIS; empty = the generic one.
  explicit Pair(OneRosterVersion version, host_stub::sis::SisConfig config = {},
                const std::string& profile = "")
      : sis(std::move(config)), lms(profile, version), version_(version),
        own_profile_(!profile.empty()) {}

  void connect(const std::string& secret = "lms-secret", bool with_token_url = true) {
    auto connection = Lms::connection_to(sis.url(), version_);
    if (own_profile_) {
      connection.profile = "test";
    }
    if (!with_token_url) {
      connection.token_url.clear();
    }
    lms.connect(connection, secret);
  }
  /// Runs the job to its end.
  outbox::JobRow run(const std::string& kind, const std::string& input = "{}",
                     const std::string& subject = "") {
    const auto id = lms.ask(kind, input, subject);
    if (!deliverer.delivery) {
      deliverer = lms.deliverer();
    }
    deliverer.delivery->nudge();
    EXPECT_TRUE(wait_until([&] { return !lms.job(id).open(); })) << lms.log.text();
    return lms.job(id);
  }
  boost::json::object report(const std::string& kind, const std::string& input = "{}",
                             const std::string& subject = "") {
    const auto row = run(kind, input, subject);
    EXPECT_EQ(row.state, JobState::done) << info(row.code).id;
    return row.report.empty() ? boost::json::object{} : boost::json::parse(row.report).as_object();
  }

  Sis sis;
  Lms lms;
  Lms::Deliverer deliverer;

 private:
  OneRosterVersion version_;
  bool own_profile_;
};

std::string outcome_of(const boost::json::object& report, const std::string& id) {
  std::string found = "absent";
  if (const auto* checks = report.if_contains("checks")) {
    for (const auto& check : checks->as_array()) {
      if (check.at("id").as_string() == id.c_str()) {
        found = std::string(check.at("outcome").as_string());
      }
    }
  }
  return found;
}

TEST(TestConnection, OfOneDotTwoWithATokenFindsEverythingAndWritesNothing) {
  Pair pair(OneRosterVersion::v1p2);
  pair.connect();
  const auto row = pair.run("test_connection");
  ASSERT_EQ(row.state, JobState::done);
  const auto report = boost::json::parse(row.report).as_object();
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << row.report;
  for (const auto* id : {"token", "read_classes", "clock", "other_version", "class", "categories",
                         "line_items", "results", "grading_periods", "score_scales"}) {
    EXPECT_EQ(outcome_of(report, id), "ok") << id << row.report;
  }
  EXPECT_EQ(pair.sis.count("PUT") + pair.sis.count("DELETE"), 0u);
  EXPECT_EQ(row.recording.find("lms-secret"), std::string::npos);
  EXPECT_EQ(row.recording.find("Byron"), std::string::npos);
  EXPECT_NE(pair.lms.sis_document("found").find("\"categories\":\"of_class\""), std::string::npos);
}

TEST(TestConnection, OfOneDotOneSignedFindsTheOtherRouteToCategories) {
  Pair pair(OneRosterVersion::v1p1);
  pair.connect("lms-secret", false);
  const auto report = pair.report("test_connection");
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << boost::json::serialize(report);
  EXPECT_EQ(outcome_of(report, "token"), "skipped");
  EXPECT_EQ(outcome_of(report, "categories"), "ok");
  EXPECT_NE(pair.lms.sis_document("found").find("\"categories\":\"all\""), std::string::npos);
  for (const auto& request : pair.sis.requests("GET", "v1p1")) {
    EXPECT_EQ(request.at("auth").as_string(), "oauth1");
  }
}

TEST(TestConnection, AWrongSecretIsSaidAfterOneRequest) {
  Pair pair(OneRosterVersion::v1p2);
  pair.connect("wrong");
  const auto report = pair.report("test_connection");
  EXPECT_EQ(outcome_of(report, "token"), "failed") << boost::json::serialize(report);
  EXPECT_EQ(pair.sis.count(), 1u);
}

TEST(TestConnection, AClientThatMayNotWriteIsFoundOutWithoutWriting) {
  host_stub::sis::SisConfig config;
  const std::string scope = "https://purl.imsglobal.org/spec/or/v1p2/scope/";
  config.clients = {
      {"lms", "lms-secret", {scope + "roster-core.readonly", scope + "gradebook.readonly"}}};
  Pair pair(OneRosterVersion::v1p2, config);
  pair.connect();
  const auto report = pair.report("test_connection");
  EXPECT_EQ(report.at("outcome").as_string(), "failed");
  const bool said =
      outcome_of(report, "scopes") == "failed" || outcome_of(report, "token") == "failed";
  EXPECT_TRUE(said) << boost::json::serialize(report);
  EXPECT_EQ(pair.sis.count("PUT"), 0u);
}

TEST(TestConnection, ALowPageCeilingIsMeasuredAndKept) {
  host_stub::sis::SisConfig config;
  config.page_ceiling = 2;
  Pair pair(OneRosterVersion::v1p2, config);
  std::string more = R"({"classes":[)";
  for (const auto* id : {"c2", "c3", "c4"}) {
    more +=
        std::string(more.back() == '[' ? "" : ",") + R"({"sourcedId":")" + id +
        R"(","title":"More","course":{"sourcedId":"course-1"},"school":{"sourcedId":"school-1"},)"
        R"("terms":[{"sourcedId":"term-1"}]})";
  }
  pair.sis.load(more + "]}");
  pair.connect();
  pair.report("test_connection");
  EXPECT_EQ(exchange::capabilities_from_json(pair.lms.sis_document("found")).page_ceiling, 2)
      << pair.lms.sis_document("found");
}

TEST(TestConnection, AClockThatIsOffIsSaid) {
  Pair pair(OneRosterVersion::v1p2);
  pair.connect();
  pair.lms.clock.move(std::chrono::minutes(4));
  EXPECT_EQ(outcome_of(pair.report("test_connection"), "clock"), "warning");
}

TEST(TestConnection, ATestThatPassesOpensAnAccountThatStoodStill) {
  Pair pair(OneRosterVersion::v1p2);
  pair.connect();
  pair.sis.fault(R"({"rules":[{"path":"/oauth/token","count":1,"action":{"status":401}}]})");
  pair.lms.activity("essay");
  pair.deliverer = pair.lms.deliverer();
  ASSERT_TRUE(
      wait_until([&] { return pair.lms.account().state == outbox::AccountState::unauthorised; }));
  // What was refused is forgotten, and the host hands the secret in again.
  pair.lms.secrets.put("sis-secret", 1, settings::Secret("lms-secret"));
  pair.report("test_connection");
  EXPECT_TRUE(wait_until([&] { return pair.lms.all_settled(); }))
      << "nobody has to wait for a quarter of an hour";
}

TEST(TestConnection, AMissingSecretEndsItAfterHalfAMinute) {
  Pair pair(OneRosterVersion::v1p2);
  pair.connect("");
  const auto id = pair.lms.ask("test_connection");
  pair.deliverer = pair.lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return pair.lms.woken.load() > 0; }));
  EXPECT_TRUE(pair.lms.job(id).open()) << "it may arrive yet";
  pair.lms.clock.move(std::chrono::seconds(31));
  ASSERT_TRUE(wait_until([&] { return !pair.lms.job(id).open(); }));
  EXPECT_EQ(pair.lms.job(id).code, Code::secret_missing);
}

class TestGradeTo : public ::testing::TestWithParam<OneRosterVersion> {};
INSTANTIATE_TEST_SUITE_P(Versions, TestGradeTo,
                         ::testing::Values(OneRosterVersion::v1p1, OneRosterVersion::v1p2),
                         [](const auto& one) {
                           return one.param == OneRosterVersion::v1p1 ? "of_1p1" : "of_1p2";
                         });

TEST_P(TestGradeTo, AStrictSisGoesThroughEveryStepAndKeepsNothing) {
  Pair pair(GetParam());
  pair.connect();
  const auto report = pair.report("test_grade", kGrade);
  EXPECT_NE(report.at("outcome").as_string(), "failed") << boost::json::serialize(report);
  for (const auto* id :
       {"class", "student", "category", "line_item", "score", "edit", "exempt", "clean_up"}) {
    EXPECT_EQ(outcome_of(report, id), "ok") << id << boost::json::serialize(report);
  }
  EXPECT_TRUE(report.at("left").as_array().empty());
  EXPECT_GE(pair.sis.count("PUT"), 4u);
  for (const auto& made : report.at("made").as_array()) {
    EXPECT_FALSE(pair.sis.has(made.at("kind") == "result" ? "results" : "lineItems",
                              std::string(made.at("id").as_string())));
  }
}

TEST_P(TestGradeTo, AnSisThatRefusesToDeleteIsReportedWithWhatIsLeft) {
  Pair pair(GetParam());
  pair.connect();
  pair.sis.fault(R"({"rules":[{"method":"DELETE","action":{"status":405}}]})");
  const auto report = pair.report("test_grade", kGrade);
  EXPECT_EQ(report.at("outcome").as_string(), "failed");
  EXPECT_FALSE(report.at("left").as_array().empty()) << boost::json::serialize(report);
}

TEST_P(TestGradeTo, AWorkerThatDiesInBetweenLeavesNothingBecauseTheNextOneBeginsAnew) {
  Pair pair(GetParam());
  pair.connect();
  pair.sis.fault(
      R"({"rules":[{"method":"PUT","path":"/results/","count":1,"action":{"hang":true}}]})");
  const auto id = pair.lms.ask("test_grade", kGrade);
  pair.deliverer = pair.lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return pair.sis.count("PUT", "/results/") == 1; }));
  EXPECT_TRUE(pair.deliverer.delivery->stop(std::chrono::milliseconds(200)).ok());
  EXPECT_EQ(pair.lms.job(id).state, JobState::running);
  pair.deliverer = pair.lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return !pair.lms.job(id).open(); })) << pair.lms.log.text();
  const auto report = boost::json::parse(pair.lms.job(id).report).as_object();
  EXPECT_EQ(outcome_of(report, "clean_up"), "ok") << pair.lms.job(id).report;
  EXPECT_EQ(pair.lms.job(id).attempts, 2);
  EXPECT_TRUE(report.at("left").as_array().empty());
}

TEST(TestGrade, GoesByPostWhereTheSisGivesTheIdsAndKeepsNothing) {
  using host_stub::sis::PairShape;
  for (const auto shape : {PairShape::array, PairShape::object, PairShape::absent}) {
    auto config = host_stub::sis::load_profile("eschoolplus");
    config.post_pair_shape = shape;
    Pair pair(OneRosterVersion::v1p2, config,
              "documents: {school: required, category: required, text_scores: refuse}\n"
              "writes: {line_items: post, results: post, ids: allocated}\n");
    pair.connect();
    const auto report = pair.report("test_grade", kGrade);
    EXPECT_NE(report.at("outcome").as_string(), "failed") << boost::json::serialize(report);
    for (const auto* id : {"line_item", "score", "edit", "exempt", "clean_up"}) {
      EXPECT_EQ(outcome_of(report, id), "ok") << id << boost::json::serialize(report);
    }
    EXPECT_EQ(pair.sis.count("POST", "/ims/"), 2u);
    EXPECT_TRUE(report.at("left").as_array().empty());
    EXPECT_TRUE(pair.sis.values("lineItems").empty());
    EXPECT_TRUE(pair.sis.values("results").empty());
  }
}

TEST(TestGrade, AfterOneThatTheSisDidNotStoreTheNextScoreIsReadBackAndNotAccepted) {
  Pair pair(OneRosterVersion::v1p2);
  pair.lms.lease_ms = std::chrono::milliseconds(std::chrono::hours(400 * 24)).count(); // time flies
  pair.connect();
  pair.report("test_connection");
  pair.sis.fault(R"({"rules":[{"method":"PUT","path":"/results/",
                               "action":{"status":201,"store":false}}]})");
  const auto report = pair.report("test_grade", kGrade);
  EXPECT_EQ(outcome_of(report, "score"), "failed") << boost::json::serialize(report);
  pair.report("test_connection");
  const auto found = exchange::capabilities_from_json(pair.lms.sis_document("found"));
  EXPECT_EQ(found.reads_back, true) << "a test of the connection cannot know better";
  EXPECT_EQ(found.categories, oneroster::CategoryRoute::of_class);

  pair.lms.activity("essay");
  pair.lms.score("s1", "80");
  ASSERT_TRUE(wait_until([&] {
    pair.lms.clock.move(std::chrono::minutes(10));
    pair.deliverer.delivery->nudge();
    return pair.lms.result("s1").state == outbox::State::failed;
  })) << pair.lms.log.text();
  EXPECT_GE(pair.sis.count("GET", "/results/res-essay-s1"), 1u);
  EXPECT_FALSE(pair.sis.has("results", "res-essay-s1"));
  EXPECT_NE(pair.lms.result("s1").code, Code::none);
}

TEST(TestGrade, OnceAnotherShowsThatTheSisStoresItIsBelievedAgain) {
  Pair pair(OneRosterVersion::v1p2);
  pair.connect();
  pair.sis.fault(R"({"rules":[{"method":"PUT","path":"/results/",
                               "action":{"status":201,"store":false}}]})");
  pair.report("test_grade", kGrade);
  EXPECT_EQ(exchange::capabilities_from_json(pair.lms.sis_document("found")).reads_back, true);
  pair.sis.clear_faults();
  pair.report("test_grade", kGrade);
  EXPECT_EQ(exchange::capabilities_from_json(pair.lms.sis_document("found")).reads_back, false);
}

TEST(TestGrade, GoesBesideTheGradesOfTheClassWithoutHoldingThemUp) {
  Pair pair(OneRosterVersion::v1p2);
  pair.connect();
  pair.lms.activity("essay");
  for (int i = 1; i <= 9; ++i) {
    pair.lms.score("s" + std::to_string(i), "70");
  }
  const auto report = pair.report("test_grade", kGrade);
  EXPECT_TRUE(report.at("left").as_array().empty());
  EXPECT_TRUE(wait_until([&] { return pair.lms.all_settled(); }));
  EXPECT_FALSE(pair.sis.overlapped());
}

TEST(ReadCategories, KeepsWhatAClassHasInBothVersions) {
  for (const auto version : {OneRosterVersion::v1p1, OneRosterVersion::v1p2}) {
    Pair pair(version);
    pair.connect();
    const auto report = pair.report("read_categories", R"({"class_id":"c1"})", "c1");
    EXPECT_EQ(report.at("found").as_int64(), 2) << boost::json::serialize(report);
    EXPECT_EQ(pair.lms.sis_document("categories", "c1"),
              R"([{"id":"cat-1","title":"Homework"},{"id":"cat-2","title":"Tests"}])");
  }
}

TEST(ReadCategories, OfSeveralClassesAreKeptForEach) {
  Pair pair(OneRosterVersion::v1p2);
  pair.sis.load(R"({"classes":[{"sourcedId":"c2","title":"Algebra 2",
    "course":{"sourcedId":"course-1"},"school":{"sourcedId":"school-1"},
    "terms":[{"sourcedId":"term-1"}]}]})");
  pair.connect();
  const auto report = pair.report("read_categories", R"({"class_ids":["c1","c2"]})", "c1 c2");
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << boost::json::serialize(report);
  EXPECT_EQ(report.at("found").as_int64(), 4);
  EXPECT_FALSE(pair.lms.sis_document("categories", "c1").empty());
  EXPECT_EQ(pair.lms.sis_document("categories", "c2"), pair.lms.sis_document("categories", "c1"));
}

TEST(ReadCategories, ReadsPageByPageUnderALowCeiling) {
  host_stub::sis::SisConfig config;
  config.page_ceiling = 1;
  config.total_count = false;
  Pair pair(OneRosterVersion::v1p2, config);
  pair.connect();
  EXPECT_EQ(pair.report("read_categories", R"({"class_id":"c1"})", "c1").at("found").as_int64(), 2);
}

TEST(Readiness, TellsWhichIdsTheSisDoesNotKnow) {
  Pair pair(OneRosterVersion::v1p2);
  pair.connect();
  const auto report = pair.report("readiness", R"({"samples":[{"kind":"class","sis_id":"c1"},)"
                                               R"({"kind":"student","sis_id":"s1"},)"
                                               R"({"kind":"student","sis_id":"nobody"},)"
                                               R"({"kind":"teacher","sis_id":"t1"}],)"
                                               R"("classes":["c1"]})");
  EXPECT_EQ(outcome_of(report, "classes"), "ok") << boost::json::serialize(report);
  EXPECT_EQ(outcome_of(report, "students"), "failed");
  EXPECT_EQ(outcome_of(report, "teachers"), "ok");
  EXPECT_EQ(report.at("classes").as_array().at(0).at("categories").as_int64(), 2);
}

} // namespace
} // namespace passback::integration

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/notice_store.hpp"
#include "host_stub/gradebook/score_store.hpp"
#include "host_stub/host/plugin_session.hpp"
#include "host_stub/import/roster_import.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::host {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// A plugin in C that asks the host for what its input names and answers with what it heard
// (echo_plugin.c). The parameter: does the host answer after the call that asked.
class PluginSessionTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    import::import_roster(import::sample_bundle_1_2(), book);
    std::filesystem::copy_file(std::filesystem::path(ECHO_PLUGIN_DIR) / "echo_plugin.so",
                               folder.path() / "echo_plugin.so");
    std::ofstream(folder.path() / "plugin.yaml")
        << "manifest_version: 1\nid: org.passback.echo\nname: Echo\nversion: 1.0.0\nlicense: "
           "Apache-2.0\n"
           "abi: {major: 1, min_minor: 0}\nentry: lms_plugin_query\nlibrary: {"
        << lms_plugin::manifest_platform()
        << ": {path: echo_plugin.so}}\nrequires: [log]\nregisters: {}\n";
    auto plugin = loader::load_plugin(folder.path() / "plugin.yaml");
    ASSERT_TRUE(plugin) << plugin.failure().message;
    auto opened = PluginSession::open(
        plugin.value(), book, book.site(), log,
        {.data = folder.path(), .run_mode = "enqueue_only", .late_answers = GetParam()});
    ASSERT_TRUE(opened) << opened.failure().message;
    session = std::move(opened.value());
  }

  // What the host answered to the plugin's question.
  std::string asked(const std::string& question, const ActionContext& who) {
    auto reply = session->invoke(session->menu_items().front(), who, question);
    EXPECT_TRUE(reply);
    auto heard = session->status();
    return heard ? heard.value() : "";
  }

  ScoreFact fact(double points) {
    return FactReader(book).fact_of(
        {.activity_id = "activity-1", .student_id = "user-2", .points = points, .host_rev = 1});
  }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
  LogFile log{folder.path(), false};
  std::unique_ptr<PluginSession> session;
  ActionContext teacher{.user_id = "user-1", .domain_id = "domain-2", .class_id = "class-1"};
  ActionContext student{.user_id = "user-2", .domain_id = "domain-2", .class_id = "class-1"};
};

INSTANTIATE_TEST_SUITE_P(AnswersInsideTheCall, PluginSessionTest, testing::Values(false));
INSTANTIATE_TEST_SUITE_P(AnswersLater, PluginSessionTest, testing::Values(true));

TEST_P(PluginSessionTest, KeepsTheMenuItemsThatThePluginRegistered) {
  ASSERT_EQ(session->menu_items().size(), 1U);
  EXPECT_EQ(session->menu_items().front().id, "test.tools/echo");
  EXPECT_EQ(gradebook::MenuRegister(book).items().front().title, "Echo");
  auto state = session->item_state(session->menu_items().front(), teacher);
  ASSERT_TRUE(state);
  EXPECT_TRUE(state.value().shown && state.value().enabled);
}

TEST_P(PluginSessionTest, KeepsANoticeOnceForItsKey) {
  ASSERT_EQ(gradebook::NoticeStore(book).notices().size(), 1U);
  EXPECT_EQ(gradebook::NoticeStore(book).notices().front().title, "Hello");
}

TEST_P(PluginSessionTest, ANoticeThatSaysThatAnotherIsOverLeavesNothingToSee) {
  gradebook::NoticeStore notices(book);
  notices.put({.at_unix_ms = 2,
               .key = "k",
               .severity = "info",
               .domain_id = "root",
               .title = "It is over",
               .body = ""});
  EXPECT_TRUE(notices.notices().empty());
  notices.put({.at_unix_ms = 3,
               .key = "other",
               .severity = "info",
               .domain_id = "root",
               .title = "Good to know",
               .body = ""});
  EXPECT_EQ(notices.notices().size(), 1U) << "it ends nothing";
}

TEST_P(PluginSessionTest, AnswersWhoMayDoWhat) {
  EXPECT_EQ(asked("permission", teacher), "0 yes");
  EXPECT_EQ(asked("permission", student), "0 no");
}

TEST_P(PluginSessionTest, KeepsSecretsAndSaysThatItHasNone) {
  EXPECT_THAT(asked("get", teacher), HasSubstr("-5 ")) << "LMS_E_UNSUPPORTED";
  EXPECT_EQ(asked("put", teacher), "0 ");
  EXPECT_EQ(asked("get", teacher), "0 s3cret");
}

TEST_P(PluginSessionTest, AnswersThePathFromTheRootDown) {
  auto path = asked("path", teacher);
  EXPECT_THAT(path, AllOf(HasSubstr("0 [\"root\","), HasSubstr(",\"domain-")));
}

TEST_P(PluginSessionTest, ListsADomainAndWhatIsBelowIt) {
  auto list = asked("list", {.user_id = "admin", .domain_id = "root"});
  EXPECT_THAT(
      list, AllOf(HasSubstr("Harbor School"), HasSubstr("Lake District"), HasSubstr("This site")));
}

TEST_P(PluginSessionTest, ReadsCellsAndActivitiesOutOfTheGradebook) {
  auto answer = asked(
      R"({"schema": "lms.gradebook_query/1", "activities": [{"class_id": "class-1", "activity_id": "activity-1"}],
      "scores": [{"class_id": "class-1", "activity_id": "activity-1", "student_id": "user-2"},
                 {"class_id": "class-1", "activity_id": "activity-1", "student_id": "user-99"}]})",
      teacher);
  EXPECT_THAT(answer, AllOf(HasSubstr("\"title\":\"Quiz\""), HasSubstr("\"points\":\"17.5\""),
                            HasSubstr("\"class_sis_id\":\"c-1\""),
                            HasSubstr("\"student_id\":\"user-99\",\"withdrawn\":true")));
}

TEST_P(PluginSessionTest, LeavesOutWhatBelongsToAnotherSchoolYear) {
  auto answer = asked(
      R"({"schema": "lms.gradebook_query/1", "activities": [{"activity_id": "activity-1", "school_year": "2026"}]})",
      teacher);
  EXPECT_THAT(answer, HasSubstr("\"activities\":[]"));
}

TEST_P(PluginSessionTest, RefusesAQuestionThatIsNotOne) {
  EXPECT_THAT(asked("what?", teacher), HasSubstr("-8 ")) << "LMS_E_DOCUMENT";
}

TEST_P(PluginSessionTest, TellsWhatBecameOfEachScoreAndPassesOverABadOne) {
  auto exempt = fact(3);
  exempt.score.flags.exempt = true;
  auto reported = session->report({fact(1), fact(13), exempt});
  ASSERT_EQ(reported.size(), 3U);
  EXPECT_EQ(disposition_name(reported[0].disposition), "queued");
  ASSERT_TRUE(reported[1].error);
  EXPECT_EQ(reported[1].error->code, "echo.thirteen");
  EXPECT_EQ(disposition_name(reported[2].disposition), "held");
}

TEST_P(PluginSessionTest, ReportsMoreScoresThanOneCallTakes) {
  std::vector<ScoreFact> many(1201, fact(2));
  for (const Reported& one : session->report(many)) {
    ASSERT_EQ(disposition_name(one.disposition), "queued");
  }
}

} // namespace
} // namespace host_stub::host

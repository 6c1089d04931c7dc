// Who may do what on the SIS settings card, through the real table: the host's word about a domain
// is asked for the domain that is meant.
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <boost/json.hpp>
#include <sqlite3.h>

#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

class Authority : public ModuleTest {
 protected:
  Authority() {
    services_.register_item = [](const lms_menu_item&) {};
    services_.permission_check = [this](const lms_action_context& who, std::string_view) {
      asked_about_.emplace(lms_plugin::to_view(who.domain_id));
      EXPECT_EQ(lms_plugin::to_view(who.class_id), "") << "the card is a domain's";
      return manages_.contains({std::string(lms_plugin::to_view(who.user_id)),
                                std::string(lms_plugin::to_view(who.domain_id))});
    };
    services_.domain_path = [](std::string_view id, lms_plugin::Reply reply) {
      reply.ok(id == "root" ? R"(["root"])" : R"(["root",")" + std::string(id) + R"("])");
    };
    manages_ = {{"district", "root"}, {"district", "school"}, {"principal", "school"}};
  }

  /// Starts as a site that was known under another id: the site guard holds delivery.
  void open_moved_site() {
    open("inline");
    close();
    identity_.site_id = "site-2";
    open("inline");
    ASSERT_TRUE(held());
  }
  bool held() {
    std::string out;
    EXPECT_TRUE(plugin_.status("", out).ok());
    return json::parse(out).at("held").as_bool();
  }
  lms_plugin::Status use(std::string_view user, std::string_view domain, std::string_view input,
                         std::string& out) {
    lms_action_context who{};
    who.struct_size = sizeof who;
    who.deadline_ms = deadline_ms_;
    who.user_id = lms_plugin::to_str(user);
    who.domain_id = lms_plugin::to_str(domain);
    who.class_id = lms_plugin::to_str("a class of hers");
    out.clear();
    return plugin_.item_invoke(LMS_ITEM_SIS_SETTINGS, who, input, out);
  }
  /// The lines of the history that belong to no record: "event by actor".
  std::set<std::string> site_history() {
    std::set<std::string> lines;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      sqlite3* file = nullptr;
      if (entry.path().extension() == ".sqlite3" &&
          sqlite3_open(entry.path().c_str(), &file) == SQLITE_OK) {
        sqlite3_exec(
            file, "SELECT event, actor FROM history_line WHERE record_id = 0",
            [](void* to, int, char** values, char**) {
              static_cast<std::set<std::string>*>(to)->insert(std::string(values[0]) + " by " +
                                                              values[1]);
              return 0;
            },
            &lines, nullptr);
      }
      sqlite3_close(file);
    }
    return lines;
  }

  std::set<std::pair<std::string, std::string>> manages_; ///< user and domain
  std::set<std::string> asked_about_;
  std::uint32_t deadline_ms_ = 0;
};

TEST_F(Authority, WhetherTheSiteMovedIsAnsweredByWhoManagesTheRootOnly) {
  open_moved_site();
  std::string out;
  EXPECT_EQ(use("principal", "school", R"({"op":"site_moved"})", out).value, LMS_E_DENIED) << out;
  EXPECT_TRUE(held()) << "a school's administrator lets a copy write into the SIS";
  EXPECT_EQ(use("principal", "school", R"({"op":"site_is_copy"})", out).value, LMS_E_DENIED);
  EXPECT_TRUE(site_history().empty());

  EXPECT_TRUE(use("district", "school", R"({"op":"site_moved"})", out).ok());
  EXPECT_FALSE(held());
  EXPECT_EQ(site_history(), std::set<std::string>{"site_moved by district"});
}

TEST_F(Authority, ASiteThatNobodyAskedAboutCannotBeStoppedAsACopy) {
  open("inline");
  std::string out;
  for (const auto* domain : {"school", "root"}) {
    for (const auto* op : {R"({"op":"site_is_copy"})", R"({"op":"site_moved"})"}) {
      const bool school = std::string_view(domain) == "school";
      const auto status = use(school ? "principal" : "district", domain, op, out);
      EXPECT_FALSE(status.ok() && json::parse(out).at("ok").as_bool()) << domain << " " << op;
      EXPECT_FALSE(held()) << domain << " " << op << " stopped a healthy site";
    }
  }
  EXPECT_TRUE(site_history().empty());
}

TEST_F(Authority, OnlyWhoCanAnswerIsAskedWhetherTheSiteMoved) {
  open_moved_site();
  const auto questions = [&](std::string_view user) {
    std::string out;
    EXPECT_TRUE(use(user, "school", "", out).ok());
    const auto form = json::parse(out);
    const auto* list = form.as_object().if_contains("questions");
    return list == nullptr ? 0U : list->as_array().size();
  };
  EXPECT_EQ(questions("principal"), 0U) << "a button that does not work for her";
  EXPECT_EQ(questions("district"), 1U);
  std::string out;
  EXPECT_TRUE(use("principal", "school", "", out).ok());
  EXPECT_NE(out.find("policy.site_moved"), std::string::npos) << "she sees why nothing is sent";
}

TEST_F(Authority, WithoutADomainThePermissionIsAskedAboutTheRootThatIsUsed) {
  manages_ = {{"nobody", ""}};
  open("inline");
  std::string out;
  EXPECT_EQ(use("nobody", "", R"({"op":"save","allow_grades":true})", out).value, LMS_E_DENIED)
      << out;
  EXPECT_EQ(asked_about_, std::set<std::string>{"root"});
  manages_ = {{"district", "root"}};
  EXPECT_TRUE(use("district", "", "", out).ok());
}

TEST_F(Authority, ABusyOutboxLeavesEachSecretWithTheServersThatItWasEnteredFor) {
  switch_on();
  open();
  std::string out;
  ASSERT_TRUE(use("district", "root", "", out).ok());
  const auto sealed = [&] {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder_ / "secrets")) {
      std::ostringstream bytes;
      bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      files[entry.path().filename()] = bytes.str();
    }
    return files;
  };
  const auto before = sealed();
  ASSERT_EQ(before.size(), 1U);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((folder_ / "outbox.sqlite3").c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  deadline_ms_ = 300;
  const auto busy = use("district", "root",
                        R"({"op":"save","address_change":"same","base_url":"http://127.0.0.1:8",
                          "token_url":"http://127.0.0.1:8/token","api_secret":"of the new server"})",
                        out);
  EXPECT_EQ(busy.value, LMS_E_BUSY) << busy.code << out;
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_TRUE(sealed() == before) << "the old server would be sent the new server's secret";
}

} // namespace
} // namespace passback::contract

// What the module asks of and tells to the host about the host's own site: whether it moved, and
// which domains there are.
#include <boost/json.hpp>

#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

class Site : public ModuleTest {
 protected:
  Site() {
    switch_on();
    services_.permission_check = [](const lms_action_context&, std::string_view) { return true; };
    services_.notify = [this](const lms_notice& notice) {
      if (lms_plugin::to_view(notice.dedupe_key) == "site") {
        notices_.emplace_back(std::string(lms_plugin::to_view(notice.title)) + " " +
                              std::string(lms_plugin::to_view(notice.body)));
      }
    };
  }
  void open_at(const std::string& site_id, std::string_view run_mode = "inline") {
    identity_.site_id = site_id;
    open(run_mode);
    EXPECT_TRUE(plugin_.pump().ok());
  }
  std::string exclude(const std::string& id) {
    std::string reply;
    const auto saved =
        plugin_.item_invoke(LMS_ITEM_SIS_SETTINGS, admin(),
                            R"({"op":"save","excluded_domains":[")" + id + R"("]})", reply);
    EXPECT_TRUE(saved.ok()) << saved.code << ": " << saved.message;
    return reply;
  }
  std::vector<std::string> notices_;
};

TEST_F(Site, AChangedSiteIdIsToldToPeopleOnceUntilSomebodyAnswers) {
  open_at("site-1");
  EXPECT_TRUE(notices_.empty());
  open_at("site-2");
  ASSERT_EQ(notices_.size(), 1U);
  EXPECT_NE(notices_[0].find("this site moved"), std::string::npos) << notices_[0];
  open_at("site-2");
  EXPECT_EQ(notices_.size(), 1U) << "once a day, not at each start";
  std::string reply;
  ASSERT_TRUE(plugin_.item_invoke(LMS_ITEM_SIS_SETTINGS, admin(), R"({"op":"site_moved"})", reply)
                  .ok());
  open_at("site-3");
  EXPECT_EQ(notices_.size(), 2U) << "that is another question";
}

TEST_F(Site, AProcessThatOnlyTakesInLeavesTheNoticeToTheOneThatDelivers) {
  open_at("site-1");
  open_at("site-2", "enqueue_only");
  EXPECT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  EXPECT_TRUE(plugin_.pump().ok());
  EXPECT_TRUE(notices_.empty());
  open_at("site-2", "deliver_only");
  EXPECT_EQ(notices_.size(), 1U);
}

TEST_F(Site, ANoticeThatNobodyWasPumpedForBeforeTheStopIsShownByTheNextThatDelivers) {
  open_at("site-1");
  identity_.site_id = "site-2";
  open("inline");
  close();
  EXPECT_TRUE(notices_.empty());
  open_at("site-2", "enqueue_only");
  EXPECT_TRUE(notices_.empty()) << "who only takes in leaves it where it is";
  open_at("site-2");
  ASSERT_EQ(notices_.size(), 1U);
  EXPECT_NE(notices_[0].find("this site moved"), std::string::npos) << notices_[0];
  open_at("site-2");
  EXPECT_EQ(notices_.size(), 1U);
}

TEST_F(Site, ExcludedDomainsAreHeldAgainstTheHostsList) {
  services_.domain_list = [](std::string_view id, lms_plugin::Reply reply) {
    EXPECT_EQ(id, "root");
    reply.ok(R"([{"id":"root","parent_id":"","title":"All"},{"id":"art","parent_id":"root"}])");
  };
  open();
  EXPECT_NE(exclude("nope").find("nope"), std::string::npos);
  EXPECT_NE(exclude("nope").find("\"ok\":false"), std::string::npos);
  EXPECT_NE(exclude("art").find("\"ok\":true"), std::string::npos);
}

TEST_F(Site, AListOfDomainsThatComesLaterOrIsNoListLeavesThemUnchecked) {
  services_.domain_list = [](std::string_view, lms_plugin::Reply reply) {
    static_cast<void>(reply.later());
  };
  open();
  EXPECT_NE(exclude("nope").find("could not be checked"), std::string::npos);
  services_.domain_list = [](std::string_view, lms_plugin::Reply reply) { reply.ok("{}"); };
  open();
  EXPECT_NE(exclude("none").find("could not be checked"), std::string::npos);
}

} // namespace
} // namespace passback::contract

// Hosts that lie, forget and come back too late, beyond what the validator tries on every plugin.
#include <stdexcept>
#include <utility>

#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

class MisbehavingHost : public ModuleTest {
 protected:
  MisbehavingHost() {
    services_.register_item = [](const lms_menu_item&) {};
    services_.permission_check = [this](const lms_action_context&, std::string_view) {
      return permit_;
    };
  }
  lms_plugin::Status invoke(std::string& out) {
    return plugin_.item_invoke(LMS_ITEM_SIS_SETTINGS, admin(), "", out);
  }
  bool permit_ = true;
};

TEST_F(MisbehavingHost, APermissionCheckThatThrowsPermitsNothing) {
  services_.permission_check = [](const lms_action_context&, std::string_view) -> bool {
    throw std::runtime_error("x");
  };
  open();
  std::string out;
  EXPECT_FALSE(invoke(out).ok());
  EXPECT_TRUE(out.empty());
}

TEST_F(MisbehavingHost, APermissionIsAskedAgainEachTime) {
  open();
  std::string out;
  EXPECT_TRUE(invoke(out).ok());
  permit_ = false;
  out.clear();
  EXPECT_EQ(invoke(out).value, LMS_E_DENIED);
  EXPECT_TRUE(out.empty());
}

TEST_F(MisbehavingHost, ALogThatThrowsLosesNoScore) {
  services_.log = [](const lms_log_record&) {
    throw std::runtime_error("the disk of the log is full");
  };
  open();
  EXPECT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  EXPECT_TRUE(plugin_.pump().ok());
}

TEST_F(MisbehavingHost, ACallbackMayBeCalledFromInsideAService) {
  bool reported = false;
  services_.log = [&](const lms_log_record&) {
    if (!std::exchange(reported, true)) {
      EXPECT_EQ(plugin_.stop(10).value, LMS_E_REENTRANT);
      EXPECT_EQ(plugin_.pump().value, LMS_E_REENTRANT);
    }
  };
  open("inline");
  EXPECT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  EXPECT_TRUE(plugin_.pump().ok());
  EXPECT_TRUE(plugin_.stop(2000).ok());
}

TEST_F(MisbehavingHost, AnItemRefusesInputThatIsNotItsDocument) {
  open();
  std::string out;
  EXPECT_EQ(plugin_.item_invoke(LMS_ITEM_SIS_SETTINGS, admin(), "[1,", out).value, LMS_E_DOCUMENT);
  EXPECT_EQ(
      plugin_
          .item_invoke(LMS_ITEM_SIS_SETTINGS, admin(), std::string(LMS_DOCUMENT_MAX + 1, ' '), out)
          .value,
      LMS_E_RANGE);
  EXPECT_EQ(plugin_.item_invoke("gradebook.tools/other", admin(), "", out).value,
            LMS_E_UNSUPPORTED);
}

TEST_F(MisbehavingHost, AUserWithoutAnIdIsRefused) {
  open();
  std::string out;
  lms_action_context nobody = admin();
  nobody.user_id = lms_plugin::to_str("");
  EXPECT_EQ(plugin_.item_invoke(LMS_ITEM_SIS_SETTINGS, nobody, "", out).value, LMS_E_ARGUMENT);
}

} // namespace
} // namespace passback::contract

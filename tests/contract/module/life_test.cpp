// What the module is, and what create and start make of their arguments.
#include <algorithm>
#include <fstream>

#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

using Life = ModuleTest;

TEST_F(Life, SaysWhoItIs) {
  const lms_plugin_info& info = *module_table().info;
  EXPECT_EQ(lms_plugin::to_view(info.id), "org.passback.oneroster");
  EXPECT_EQ(lms_plugin::to_view(info.version), PASSBACK_VERSION);
  EXPECT_NE(lms_plugin::to_view(info.standards).find("OneRoster 1.2"), std::string_view::npos);
  EXPECT_NE(lms_plugin::to_view(info.transport_info).find("curl"), std::string_view::npos);
}

TEST_F(Life, RegistersTheItemsOfTheGradebookAndOfTheAdministrator) {
  std::vector<std::pair<std::string, std::string>> items;
  services_.register_item = [&](const lms_menu_item& item) {
    items.emplace_back(lms_plugin::to_view(item.id), lms_plugin::to_view(item.label));
  };
  services_.permission_check = [](const lms_action_context&, std::string_view) { return true; };
  open();
  std::sort(items.begin(), items.end());
  const std::vector<std::pair<std::string, std::string>> wanted = {
      {LMS_ITEM_SYNC_CONSOLE, "SIS sync console"},
      {LMS_ITEM_SIS_SETTINGS, "SIS settings"},
      {LMS_ITEM_ACTIVITY_SYNC, "Sync to SIS"},
      {LMS_ITEM_SYNC_GRADES_SETTINGS, "Sync grades settings"},
      {LMS_ITEM_SYNC_GRADES_TO_SIS, "Sync grades to SIS"}};
  EXPECT_EQ(items, wanted);
}

TEST_F(Life, NamesTheMemberOfTheConfigurationThatItDoesNotKnow) {
  const lms_plugin::Host host(identity_, services_);
  const auto refused =
      plugin_.create(module_table(), host, config("inline", R"(,"durabilty":"power")"));
  EXPECT_EQ(refused.value, LMS_E_CONFIG);
  EXPECT_NE(refused.message.find("durabilty"), std::string::npos) << refused.message;
}

TEST_F(Life, RefusesARunModeThatDoesNotExist) {
  const lms_plugin::Host host(identity_, services_);
  EXPECT_EQ(plugin_.create(module_table(), host, config("sometimes")).value, LMS_E_CONFIG);
}

TEST_F(Life, RefusesAFolderThatMovesWithTheWorkingDirectory) {
  const lms_plugin::Host host(identity_, services_);
  for (const char* folder : {"data", "./data", "../data"}) {
    const auto refused = plugin_.create(
        module_table(), host,
        R"({"schema":"lms.config/1","data_dir":")" + std::string(folder) + "\"}");
    EXPECT_EQ(refused.value, LMS_E_CONFIG) << folder;
    EXPECT_NE(refused.message.find("data_dir"), std::string::npos) << refused.message;
  }
}

TEST_F(Life, NamesTheSettingsFileThatIsNotThere) {
  const lms_plugin::Host host(identity_, services_);
  const std::string missing = (folder_ / "missing.yaml").string();
  ASSERT_TRUE(
      plugin_
          .create(module_table(), host, config("inline", R"(,"settings_file":")" + missing + "\""))
          .ok());
  const auto refused = plugin_.start();
  EXPECT_EQ(refused.value, LMS_E_CONFIG);
  EXPECT_NE(refused.message.find("missing.yaml"), std::string::npos) << refused.message;
}

TEST_F(Life, NamesTheLineOfASettingsFileThatIsWrong) {
  const auto file = folder_ / "settings.yaml";
  std::ofstream(file) << "allow_grades: true\nsend_automatically: yes\n";
  const lms_plugin::Host host(identity_, services_);
  ASSERT_TRUE(plugin_
                  .create(module_table(), host,
                          config("inline", R"(,"settings_file":")" + file.string() + "\""))
                  .ok());
  const auto refused = plugin_.start();
  EXPECT_EQ(refused.value, LMS_E_CONFIG);
  EXPECT_NE(refused.message.find(":2"), std::string::npos) << refused.message;
}

TEST_F(Life, AStartThatFailedCanBeTriedAgain) {
  const auto file = folder_ / "settings.yaml";
  const lms_plugin::Host host(identity_, services_);
  ASSERT_TRUE(plugin_
                  .create(module_table(), host,
                          config("inline", R"(,"settings_file":")" + file.string() + "\""))
                  .ok());
  EXPECT_FALSE(plugin_.start().ok());
  std::ofstream(file) << "allow_grades: false\n";
  const auto started = plugin_.start();
  EXPECT_TRUE(started.ok()) << started.message;
}

} // namespace
} // namespace passback::contract

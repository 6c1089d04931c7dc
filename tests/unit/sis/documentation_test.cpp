// docs/sis-simulator.md names every setting and every profile, and every setting of a profile says
// where it comes from.
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "host_stub/sis/config_keys.hpp"
#include "host_stub/sis/profiles.hpp"

namespace host_stub::sis {
namespace {

std::string page() {
  std::ifstream file(std::string(SOURCE_DIR) + "/docs/sis-simulator.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(SimulatorPage, NamesEverySetting) {
  const auto text = page();
  SisConfig config;
  for (const auto& [key, setting] : all_settings(config)) {
    EXPECT_NE(text.find("`" + key + "`"), std::string::npos) << key;
  }
}

TEST(SimulatorPage, NamesEveryProfile) {
  const auto text = page();
  for (const auto& name : profile_names()) {
    EXPECT_NE(text.find("`" + name + "`"), std::string::npos) << name;
  }
}

/// A comment stands directly above a setting, or above the settings that it speaks of together.
TEST(SimulatorProfiles, EverySettingStandsBelowItsSource) {
  for (const auto& name : profile_names()) {
    std::istringstream lines{std::string(*profile_text(name))};
    bool explained = false;
    for (std::string line; std::getline(lines, line);) {
      explained = line.starts_with('#') || (explained && !line.empty());
      EXPECT_TRUE(explained || line.empty() || line.starts_with("title:")) << name << ": " << line;
      explained = explained && !line.starts_with("title:");
    }
  }
}

} // namespace
} // namespace host_stub::sis

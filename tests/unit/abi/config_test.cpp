#include <gtest/gtest.h>

#include "plugin/abi/config.hpp"

namespace passback::abi {
namespace {

TEST(Config, NeedsNothingButAFolder) {
  const auto config = parse_config(R"({"schema":"lms.config/1","data_dir":"/d"})");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->data_dir, "/d");
  EXPECT_EQ(config->run_mode, RunMode::inline_worker);
  EXPECT_EQ(config->durability, outbox::Durability::process);
}

TEST(Config, NamesAMisspeltSettingInsteadOfIgnoringIt) {
  const auto config =
      parse_config(R"({"schema":"lms.config/1","data_dir":"/d","durabilty":"power"})");
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().code, Code::config);
  EXPECT_NE(config.error().detail.find("durabilty"), std::string::npos);
}

TEST(Config, RefusesOtherSchemasModesAndLeases) {
  for (const char* wrong : {R"({"data_dir":"/d"})", R"({"schema":"lms.config/2","data_dir":"/d"})",
                            R"({"schema":"lms.config/1"})",
                            R"({"schema":"lms.config/1","data_dir":"/d","run_mode":"fast"})",
                            R"({"schema":"lms.config/1","data_dir":"/d","lease_ms":10})",
                            R"({"schema":"lms.config/1","data_dir":5})", "[]", "{", ""})
    EXPECT_FALSE(parse_config(wrong).ok()) << wrong;
}

TEST(Config, TakesAClockForARehearsal) {
  const auto with = [](const std::string& ahead) {
    return parse_config(R"({"schema":"lms.config/1","data_dir":"/d","clock_ahead_ms":)" + ahead +
                        "}");
  };
  ASSERT_TRUE(with("-86400000").ok());
  EXPECT_EQ(with("-86400000")->clock_ahead_ms, -86'400'000);
  for (const char* wrong : {"1.5", "\"1\"", "9000000000000000"})
    EXPECT_FALSE(with(wrong).ok()) << wrong;
}

TEST(Config, TakesTheOperatorsAddresses) {
  const auto config = parse_config(R"({"schema":"lms.config/1","data_dir":"/d",
    "operator":{"allow_addresses":["127.0.0.0/8","::1/128"],"ca_files":[]}})");
  EXPECT_TRUE(config.ok()) << config.error().detail;
}

} // namespace
} // namespace passback::abi

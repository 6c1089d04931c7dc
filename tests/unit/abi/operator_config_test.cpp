// lms.operator/1: what only whoever runs the server may decide.
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "plugin/abi/config.hpp"
#include "tests/data/test_authority.hpp"

namespace passback::abi {
namespace {

class OperatorConfigTest : public ::testing::Test {
 protected:
  OperatorConfigTest() {
    std::string name = (std::filesystem::temp_directory_path() / "passback-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~OperatorConfigTest() override { std::filesystem::remove_all(folder); }

  std::string file(const std::string& name, const std::string& content) {
    const std::string path = folder / name;
    std::ofstream(path) << content;
    return path;
  }
  static Result<Config> config(const std::string& by_operator) {
    return parse_config(R"({"schema":"lms.config/1","data_dir":"/d","operator":)" + by_operator +
                        "}");
  }
  static std::string problem(const std::string& by_operator) {
    const auto read = config(by_operator);
    if (read.ok())
      return {};
    EXPECT_EQ(read.error().code, Code::config);
    return read.error().detail;
  }
  static bool allows(const Config& config, const char* address) {
    return config.by_operator.addresses.allows(platform::IpAddress::parse(address).value());
  }

  std::filesystem::path folder;
};

TEST_F(OperatorConfigTest, WithoutItOnlyPublicAddressesAreReached) {
  const auto config = parse_config(R"({"schema":"lms.config/1","data_dir":"/d"})");
  ASSERT_TRUE(config.ok());
  EXPECT_FALSE(allows(*config, "127.0.0.1"));
  EXPECT_TRUE(allows(*config, "8.8.8.8"));
  EXPECT_TRUE(config->by_operator.ca_pem.empty());
}

TEST_F(OperatorConfigTest, StandsInTheConfigurationOrInAFile) {
  const std::string authority = file("authority.pem", kTestAuthority);
  const std::string text =
      R"({"schema":"lms.operator/1","allow_addresses":["10.0.0.0/8"],"ca_files":[")" + authority +
      R"("]})";
  const std::string path = file("operator.json", text);
  for (const std::string& given : {text, "\"" + path + "\""}) {
    const auto read = config(given);
    ASSERT_TRUE(read.ok()) << read.error().detail;
    EXPECT_TRUE(allows(*read, "10.1.2.3"));
    EXPECT_FALSE(allows(*read, "127.0.0.1"));
    EXPECT_EQ(read->by_operator.ca_pem, kTestAuthority);
  }
  EXPECT_TRUE(config("{}").ok());
}

TEST_F(OperatorConfigTest, NamesTheMemberThatIsWrong) {
  EXPECT_NE(problem(R"({"allow_adresses":[]})").find("operator.allow_adresses"), std::string::npos);
  EXPECT_NE(problem(R"({"schema":"lms.operator/2"})").find("operator.schema"), std::string::npos);
  for (const char* list : {R"("10.0.0.0/8")", R"([10])", R"(["10.0.0.0/99"])", R"(["localhost"])",
                           R"(["10.0.0.1/8"])", "null"}) {
    const auto said = problem(R"({"allow_addresses":)" + std::string(list) + "}");
    EXPECT_NE(said.find("operator.allow_addresses"), std::string::npos) << list << said;
  }
  EXPECT_NE(problem("5").find("config.operator:"), std::string::npos);
}

TEST_F(OperatorConfigTest, OpensOnlyRegularFilesThatNobodyElseCanHaveWritten) {
  const std::string pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::string open_to_all = file("all.pem", kTestAuthority);
  ASSERT_EQ(::chmod(open_to_all.c_str(), 0666), 0);
  const std::string open_to_group = file("group.pem", kTestAuthority);
  ASSERT_EQ(::chmod(open_to_group.c_str(), 0664), 0);
  const std::string large = file("large.pem", std::string(2'000'000, 'x'));
  const std::string empty = file("empty.pem", "");
  for (const std::string& path :
       {pipe, open_to_all, open_to_group, large, empty, folder.string(), std::string("/dev/stdin"),
        std::string("/dev/zero"), std::string("relative.pem"), folder.string() + "/none.pem"}) {
    const auto as_certificate = problem(R"({"ca_files":[")" + path + "\"]}");
    EXPECT_NE(as_certificate.find("operator.ca_files: " + path), std::string::npos)
        << as_certificate;
    const auto as_whole = problem("\"" + path + "\"");
    EXPECT_NE(as_whole.find("config.operator: " + path), std::string::npos) << as_whole;
  }
  // A link is how configuration is often put in place.
  const auto link = folder / "link.pem";
  std::filesystem::create_symlink(file("authority.pem", kTestAuthority), link);
  EXPECT_TRUE(config(R"({"ca_files":[")" + link.string() + "\"]}").ok());
}

} // namespace
} // namespace passback::abi

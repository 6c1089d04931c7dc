#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "plugin/platform/uuid.hpp"
#include "plugin/settings/secret_file.hpp"

namespace passback::settings {
namespace {

namespace fs = std::filesystem;

class SecretFileTest : public testing::Test {
 protected:
  SecretFileTest() { fs::create_directory(dir_); }
  ~SecretFileTest() override { fs::remove_all(dir_); }

  fs::path sealed_file() const { return fs::directory_iterator(dir_ / "secrets")->path(); }
  static std::string content(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  static void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
  }

  fs::path dir_ = fs::temp_directory_path() / ("passback-" + platform::random_uuid());
  SecretFile file_{dir_.string()};
};

TEST_F(SecretFileTest, KeepsASecretForAnotherProcess) {
  ASSERT_TRUE(file_.put("passback/a/secret", Secret("s3cret")).ok());
  const auto found = SecretFile(dir_.string()).get("passback/a/secret");
  ASSERT_TRUE(found.ok()) << found.error().detail;
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->reveal(), "s3cret");
}

TEST_F(SecretFileTest, KnowsNothingOfOtherNames) {
  ASSERT_TRUE(file_.put("a", Secret("value")).ok());
  const auto found = file_.get("b");
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(found->has_value());
}

TEST_F(SecretFileTest, ANewValueReplacesTheOldOneAndAnEmptyOneRemovesIt) {
  ASSERT_TRUE(file_.put("a", Secret("old")).ok());
  ASSERT_TRUE(file_.put("a", Secret("new")).ok());
  EXPECT_EQ((*file_.get("a"))->reveal(), "new");
  ASSERT_TRUE(file_.put("a", Secret()).ok());
  EXPECT_FALSE(file_.get("a")->has_value());
}

TEST_F(SecretFileTest, AKeyThatSomebodyPutThereByALinkSealsNothing) {
  write(dir_ / "elsewhere", std::string(32, 'k'));
  fs::create_symlink(dir_ / "elsewhere", dir_ / "secrets.key");
  EXPECT_EQ(file_.put("a", Secret("value")).error().code, Code::storage);
  fs::remove(dir_ / "secrets.key");
  ASSERT_TRUE(file_.put("a", Secret("value")).ok());
  fs::permissions(dir_ / "secrets.key", fs::perms(0666));
  EXPECT_EQ((*file_.get("a"))->reveal(), "value");
  EXPECT_EQ(fs::status(dir_ / "secrets.key").permissions(), fs::perms(0600));
}

TEST_F(SecretFileTest, NeitherTheValueNorTheNameCanBeReadOnTheDisk) {
  ASSERT_TRUE(file_.put("passback/a/secret", Secret("s3cret")).ok());
  EXPECT_EQ(content(sealed_file()).find("s3cret"), std::string::npos);
  EXPECT_EQ(sealed_file().string().find("passback/a"), std::string::npos);
}

TEST_F(SecretFileTest, KeyAndSecretsArePrivate) {
  ASSERT_TRUE(file_.put("a", Secret("value")).ok());
  const auto others = fs::perms::group_all | fs::perms::others_all;
  EXPECT_EQ(fs::status(dir_ / "secrets.key").permissions() & others, fs::perms::none);
  EXPECT_EQ(fs::status(sealed_file()).permissions() & others, fs::perms::none);
}

TEST_F(SecretFileTest, ADamagedFileIsNamed) {
  ASSERT_TRUE(file_.put("a", Secret("value")).ok());
  auto text = content(sealed_file());
  text[text.size() - 1] = static_cast<char>(text[text.size() - 1] ^ 1);
  write(sealed_file(), text);
  const auto found = file_.get("a");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, Code::corrupt);
  EXPECT_NE(found.error().detail.find("damaged"), std::string::npos);
}

TEST_F(SecretFileTest, AnotherSitesKeyIsNamed) {
  ASSERT_TRUE(file_.put("a", Secret("value")).ok());
  write(dir_ / "secrets.key", std::string(32, 'k'));
  const auto found = file_.get("a");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, Code::corrupt);
  EXPECT_NE(found.error().detail.find("another key"), std::string::npos);
}

TEST_F(SecretFileTest, ALostKeyIsNotReplacedSilently) {
  ASSERT_TRUE(file_.put("a", Secret("value")).ok());
  fs::remove(dir_ / "secrets.key");
  const auto found = file_.get("a");
  ASSERT_FALSE(found.ok());
  EXPECT_NE(found.error().detail.find("secrets.key is missing"), std::string::npos);
  EXPECT_FALSE(fs::exists(dir_ / "secrets.key"));
}

TEST_F(SecretFileTest, OneSecretsFileCannotStandForAnother) {
  ASSERT_TRUE(file_.put("a", Secret("value")).ok());
  const auto of_a = sealed_file();
  const auto text = content(of_a);
  ASSERT_TRUE(file_.put("b", Secret("other")).ok());
  for (const auto& entry : fs::directory_iterator(dir_ / "secrets")) {
    write(entry.path(), text);
  }
  EXPECT_TRUE(file_.get("a").ok());
  EXPECT_FALSE(file_.get("b").ok());
}

} // namespace
} // namespace passback::settings

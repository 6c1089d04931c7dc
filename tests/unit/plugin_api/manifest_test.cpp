// The manifest that ships, and what a person is told who breaks it.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "lms_plugin/manifest.hpp"
#include "manifests/schemas.hpp"

namespace {

namespace fs = std::filesystem;
using lms_plugin::Manifest;
using lms_plugin::SchemaProblem;

boost::json::value schema() {
  return boost::json::parse(passback::manifests::kPluginSchema);
}

std::string shipped() {
  std::ifstream in(PASSBACK_MANIFEST);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::vector<SchemaProblem> problems(const std::string& text) {
  auto result = lms_plugin::read_manifest(text, schema());
  if (auto* found = std::get_if<std::vector<SchemaProblem>>(&result)) {
    return *found;
  }
  return {};
}

int line_of(const std::string& text, const std::string& part) {
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<long>(text.find(part)), '\n'));
}

TEST(Manifest, TheOneThatShipsFitsTheSchema) {
  auto result = lms_plugin::read_manifest(shipped(), schema());
  if (auto* found = std::get_if<std::vector<SchemaProblem>>(&result)) {
    FAIL() << found->front().line << ": " << found->front().message;
  }
  const auto& manifest = std::get<Manifest>(result);
  EXPECT_EQ(manifest.id, "org.passback.oneroster");
  EXPECT_EQ(manifest.version, PASSBACK_VERSION);
  EXPECT_EQ(manifest.abi_major, 1U);
  EXPECT_EQ(manifest.entry, "lms_plugin_query");
  EXPECT_EQ(manifest.libraries.at(std::string(lms_plugin::manifest_platform())).path,
            "oneroster_passback.so");
  EXPECT_EQ(manifest.requires_services, (std::vector<std::string>{"log", "secret_get"}));
  EXPECT_EQ(manifest.menu_items.size(), 5U);
  EXPECT_EQ(manifest.callbacks.size(), 6U);
  EXPECT_EQ(manifest.profiles, "sis");
}

struct Break {
  const char* from;
  const char* to;
  const char* said;
};
class BrokenManifest : public testing::TestWithParam<Break> {};

TEST_P(BrokenManifest, IsRefusedOnTheLineThatIsWrong) {
  const auto& [from, to, said] = GetParam();
  const std::string text = with(shipped(), from, to);
  const auto found = problems(text);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().line, line_of(text, to)) << found.front().message;
  EXPECT_NE(found.front().message.find(said), std::string::npos) << found.front().message;
}

INSTANTIATE_TEST_SUITE_P(
    Manifest, BrokenManifest,
    testing::Values(Break{"id: org.passback.oneroster", "id: Passback", "reverse DNS"},
                    Break{"version: 0.1.0", "version: '1'", "semantic version"},
                    Break{"version: 0.1.0", "version: 1.0", "wrong type"},
                    Break{"entry: lms_plugin_query", "entry: main", "lms_plugin_query"},
                    Break{"{major: 1, min_minor: 0}", "{major: 1}", "lacks 'min_minor'"},
                    Break{"oneroster_passback.so", "../evil.so", "right form"},
                    Break{"oneroster_passback.so", "/usr/lib/evil.so", "right form"},
                    Break{"[stays_loaded, owns_threads]", "[fast]", "none of the words"},
                    Break{"profiles: sis", "profiels: sis", "'profiels' is not known"},
                    Break{"manifest_version: 1", "manifest_version: 2",
                          "this host reads version 1"},
                    Break{"name: Passback for OneRoster", "id: twice", "already given on line"}));

TEST(Manifest, NamesWhatIsMissing) {
  const auto found = problems(with(shipped(), "license: Apache-2.0\n", ""));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found.front().message.find("lacks 'license'"), std::string::npos)
      << found.front().message;
}

class LibraryPath : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "inside");
    std::ofstream(folder_ / "plugin.yaml") << "x";
    std::ofstream(folder_ / "lib.so") << "x";
    std::ofstream(folder_.parent_path() / "outside.so") << "x";
    manifest_.libraries[std::string(lms_plugin::manifest_platform())] = {"lib.so", ""};
  }
  void TearDown() override { fs::remove_all(folder_.parent_path()); }

  auto find(const std::string& path) {
    manifest_.libraries.begin()->second.path = path;
    return lms_plugin::library_path(manifest_, folder_ / "plugin.yaml");
  }

  fs::path folder_ =
      fs::temp_directory_path() / ("manifest_test_" + std::to_string(::getpid())) / "plugin";
  Manifest manifest_;
};

TEST_F(LibraryPath, IsFoundBesideTheManifest) {
  EXPECT_EQ(std::get<fs::path>(find("lib.so")), fs::canonical(folder_ / "lib.so"));
}

TEST_F(LibraryPath, RefusesALinkThatLeadsOutOfTheFolder) {
  fs::create_symlink(folder_.parent_path() / "outside.so", folder_ / "link.so");
  EXPECT_NE(std::get<std::string>(find("link.so")).find("outside"), std::string::npos);
  EXPECT_NE(std::get<std::string>(find("../outside.so")).find("outside"), std::string::npos);
}

TEST_F(LibraryPath, SaysThatTheLibraryIsMissing) {
  EXPECT_NE(std::get<std::string>(find("none.so")).find("cannot be found"), std::string::npos);
}

TEST_F(LibraryPath, SaysThatThePlatformIsMissing) {
  EXPECT_NE(
      std::get<std::string>(lms_plugin::library_path({}, folder_ / "plugin.yaml")).find("platform"),
      std::string::npos);
}

} // namespace

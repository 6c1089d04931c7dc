#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/loader/loaded_plugin.hpp"
#include "host_stub/loader/manifest.hpp"
#include "host_stub/loader/sha256.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::loader {
namespace {

std::string platform_tuple() {
  return std::string(lms_plugin::manifest_platform());
}

using testing::AllOf;
using testing::HasSubstr;

std::string manifest_text(const std::string& library = "{path: echo_plugin.so}",
                          const std::string& abi = "{major: 1, min_minor: 0}") {
  return "manifest_version: 1\n"
         "id: org.passback.echo\n"
         "name: Echo\n"
         "version: 1.0.0\n"
         "license: Apache-2.0\n"
         "abi: " +
         abi +
         "\n"
         "entry: lms_plugin_query\n"
         "library:\n  " +
         platform_tuple() + ": " + library +
         "\n"
         "requires: [log]\n"
         "registers: {}\n";
}

std::string refusal_of(const std::string& text) {
  auto manifest = parse_manifest(text, "plugin.yaml");
  return manifest ? "accepted" : manifest.failure().message;
}

TEST(Manifest, IsReadWithItsLibrariesAndServices) {
  auto manifest = parse_manifest(manifest_text(), "plugin.yaml");
  ASSERT_TRUE(manifest) << manifest.failure().message;
  EXPECT_EQ(manifest.value().id, "org.passback.echo");
  EXPECT_EQ(manifest.value().libraries.at(platform_tuple()).path, "echo_plugin.so");
  EXPECT_EQ(manifest.value().requires_services, std::vector<std::string>{"log"});
}

TEST(Manifest, NamesLineAndPathOfAValueThatDoesNotFit) {
  auto text = manifest_text();
  text.replace(text.find("version: 1.0.0"), 14, "version: newest");
  EXPECT_THAT(refusal_of(text),
              AllOf(HasSubstr("plugin.yaml, line 4, column 1"), HasSubstr("at /version")));
}

TEST(Manifest, NamesWhatIsMissing) {
  auto text = manifest_text();
  text.erase(text.find("license"), 20);
  EXPECT_THAT(refusal_of(text), AllOf(HasSubstr("plugin.yaml, line 1"), HasSubstr("license")));
}

TEST(Manifest, NamesAKeyThatIsGivenTwice) {
  EXPECT_THAT(refusal_of(manifest_text() + "id: org.passback.other\n"),
              AllOf(HasSubstr("line 12"), HasSubstr("'id'")));
}

TEST(Manifest, RefusesANewerFormat) {
  auto text = manifest_text();
  text.replace(text.find("manifest_version: 1"), 19, "manifest_version: 2");
  EXPECT_THAT(refusal_of(text), HasSubstr("at /manifest_version"));
}

class ManifestFolder : public testing::Test {
 protected:
  std::string library_refusal(const std::string& entry) {
    std::ofstream(folder.path() / "plugin.yaml") << manifest_text(entry);
    auto manifest = parse_manifest(manifest_text(entry), folder.path() / "plugin.yaml");
    if (!manifest) {
      return manifest.failure().message;
    }
    auto library = find_library(manifest.value());
    return library ? "found" : library.failure().message;
  }

  TemporaryFolder folder;
};

TEST_F(ManifestFolder, HoldsTheLibrary) {
  std::ofstream(folder.path() / "echo_plugin.so") << "bytes";
  EXPECT_EQ(library_refusal("{path: echo_plugin.so}"), "found");
}

TEST_F(ManifestFolder, IsNotLeftByALibraryPath) {
  for (const char* path : {"../echo_plugin.so", "/lib/echo_plugin.so", "a/../../echo_plugin.so"}) {
    EXPECT_NE(library_refusal(std::string("{path: ") + path + "}"), "found") << path;
  }
}

TEST_F(ManifestFolder, IsNotLeftThroughALink) {
  TemporaryFolder elsewhere;
  std::ofstream(elsewhere.path() / "real.so") << "bytes";
  std::filesystem::create_symlink(elsewhere.path() / "real.so", folder.path() / "echo_plugin.so");
  EXPECT_THAT(library_refusal("{path: echo_plugin.so}"),
              HasSubstr("outside the manifest's folder"));
}

TEST_F(ManifestFolder, MustHoldTheLibraryThatTheDigestIsOf) {
  auto file = folder.path() / "echo_plugin.so";
  std::ofstream(file) << "bytes";
  EXPECT_EQ(library_refusal("{path: echo_plugin.so, sha256: \"" + *sha256_of(file) + "\"}"),
            "found");
  std::ofstream(file) << "other bytes";
  EXPECT_THAT(library_refusal("{path: echo_plugin.so, sha256: \"" + std::string(64, '0') + "\"}"),
              HasSubstr("SHA-256"));
}

TEST(Manifest, MustNameALibraryForThisPlatform) {
  auto text = manifest_text();
  text.replace(text.find(platform_tuple()), platform_tuple().size(), "windows_arm64");
  auto manifest = parse_manifest(text, "plugin.yaml");
  ASSERT_TRUE(manifest) << manifest.failure().message;
  EXPECT_THAT(find_library(manifest.value()).failure().message,
              HasSubstr("no library for this platform"));
}

// With a real library beside the manifest; ECHO_PLUGIN_DIR is where the build put it.
class Loader : public testing::Test {
 protected:
  Result<LoadedPlugin> load(const std::string& library, const std::string& text) {
    std::filesystem::copy_file(std::filesystem::path(ECHO_PLUGIN_DIR) / library,
                               folder.path() / "echo_plugin.so",
                               std::filesystem::copy_options::overwrite_existing);
    std::ofstream(folder.path() / "plugin.yaml") << text;
    return load_plugin(folder.path() / "plugin.yaml");
  }

  TemporaryFolder folder;
};

TEST_F(Loader, LoadsAPluginThatIsWhatItsManifestSays) {
  auto plugin = load("echo_plugin.so", manifest_text());
  ASSERT_TRUE(plugin) << plugin.failure().message;
  EXPECT_EQ(plugin.value().api->abi_major, 1U);
}

TEST_F(Loader, RefusesALibraryOfAnotherVersionThanItsManifest) {
  auto plugin = load("echo_plugin_other_version.so", manifest_text());
  ASSERT_FALSE(plugin);
  EXPECT_THAT(
      plugin.failure().message,
      HasSubstr("says that it is org.passback.echo 9.9.9, its manifest org.passback.echo 1.0.0"));
}

TEST_F(Loader, RefusesAnAbiThatThisHostDoesNotSpeak) {
  auto plugin =
      load("echo_plugin.so", manifest_text("{path: echo_plugin.so}", "{major: 2, min_minor: 0}"));
  ASSERT_FALSE(plugin);
  EXPECT_THAT(plugin.failure().message,
              HasSubstr("it speaks ABI 2.0 or newer, this host speaks 1.1"));
  EXPECT_EQ(plugin.failure().exit_code, ExitCode::not_loaded);
}

TEST_F(Loader, SaysWhyAFileThatIsNoLibraryDoesNotLoad) {
  std::ofstream(folder.path() / "echo_plugin.so") << "not a library";
  std::ofstream(folder.path() / "plugin.yaml") << manifest_text();
  auto plugin = load_plugin(folder.path() / "plugin.yaml");
  ASSERT_FALSE(plugin);
  EXPECT_THAT(plugin.failure().message,
              AllOf(HasSubstr("does not load"), HasSubstr("echo_plugin.so")));
}

} // namespace
} // namespace host_stub::loader

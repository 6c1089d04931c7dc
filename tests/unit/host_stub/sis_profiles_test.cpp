#include <fstream>

#include <gtest/gtest.h>

#include "host_stub/host/sis_profiles.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::host {
namespace {

lms_status LMS_CALL describe(const char* yaml, std::uint64_t yaml_len, const char* file,
                             std::uint64_t file_len, const lms_sink* output, lms_error* err) {
  const std::string text(yaml, yaml_len);
  if (text == "broken") {
    err->status = LMS_E_INTERNAL;
    std::string("It fell over.").copy(err->message, sizeof err->message - 1);
    return LMS_E_INTERNAL;
  }
  const std::string answer =
      R"({"file":")" + std::string(file, file_len) + R"(","yaml":")" + text + R"("})";
  output->write(output->ctx, answer.c_str(), answer.size());
  return LMS_OK;
}

constexpr lms_ext_passback_profiles kExtension{{sizeof(lms_ext_passback_profiles), 1}, describe};

const lms_ext_header* LMS_CALL with_extension(lms_instance instance, const char* id,
                                              std::uint64_t len) {
  return instance == 0 && std::string_view(id, len) == "passback.profiles/1" ? &kExtension.header
                                                                             : nullptr;
}

const lms_ext_header* LMS_CALL without_extension(lms_instance, const char*, std::uint64_t) {
  return nullptr;
}

class SisProfilesTest : public testing::Test {
 protected:
  void SetUp() override {
    plugin.manifest.id = "org.example.plugin";
    plugin.manifest.file = folder.path() / "plugin.yaml";
    plugin.manifest.profiles = "sis";
    plugin.api = &api;
    api.struct_size = sizeof api;
    api.get_extension = with_extension;
    std::filesystem::create_directory(folder.path() / "sis");
    std::ofstream(folder.path() / "sis" / "lakeside.yaml") << "one";
    std::ofstream(folder.path() / "sis" / "brook.yaml") << "two";
    std::ofstream(folder.path() / "sis" / "readme.txt") << "three";
  }

  TemporaryFolder folder;
  lms_plugin_api api{};
  loader::LoadedPlugin plugin;
};

TEST_F(SisProfilesTest, APluginThatDoesNotKnowProfilesIsSaidToNotKnowThem) {
  api.get_extension = without_extension;
  const auto profiles = SisProfiles::of(plugin);
  ASSERT_FALSE(profiles);
  EXPECT_EQ(profiles.failure().exit_code, ExitCode::refused_by_plugin);
  EXPECT_EQ(profiles.failure().message,
            "The plugin org.example.plugin has nothing to say about SIS profiles: it does not have "
            "the extension passback.profiles/1.");
}

TEST_F(SisProfilesTest, AreTheFilesBesideTheManifestAndCanBeNamed) {
  const auto profiles = SisProfiles::of(plugin);
  ASSERT_TRUE(profiles);
  ASSERT_EQ(profiles.value().files().size(), 2U);
  EXPECT_EQ(profiles.value().files().front().filename(), "brook.yaml");
  const auto found = profiles.value().find("lakeside");
  ASSERT_TRUE(found);
  EXPECT_EQ(profiles.value().describe(found.value()).value().at("yaml"), "one");
}

TEST_F(SisProfilesTest, AFileOfOnesOwnIsTakenAsItIsNamed) {
  const auto own = folder.path() / "own.yaml";
  std::ofstream(own) << "mine";
  const auto profiles = SisProfiles::of(plugin);
  const auto document = profiles.value().describe(profiles.value().find(own.string()).value());
  ASSERT_TRUE(document);
  EXPECT_EQ(document.value().at("yaml"), "mine");
  EXPECT_EQ(document.value().at("file").as_string(), std::string_view(own.string()));
}

TEST_F(SisProfilesTest, ANameThatThereIsNotSaysWhichThereAre) {
  const auto found = SisProfiles::of(plugin).value().find("lakeshore");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.failure().exit_code, ExitCode::usage);
  EXPECT_EQ(found.failure().next_step, "Profiles: brook, lakeside.");
}

TEST_F(SisProfilesTest, APluginThatFailsIsNotTakenForAGoodFile) {
  std::ofstream(folder.path() / "sis" / "brook.yaml") << "broken";
  const auto document = SisProfiles::of(plugin).value().describe(folder.path() / "sis/brook.yaml");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.failure().message, "It fell over.");
  EXPECT_EQ(document.failure().exit_code, ExitCode::refused_by_plugin);
}

} // namespace
} // namespace host_stub::host

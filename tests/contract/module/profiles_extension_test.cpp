// The extension passback.profiles/1 of the real library, called without any instance.
#include <string>

#include <gtest/gtest.h>

#include "lms_plugin/ext/passback_profiles.h"
#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

struct Sink {
  std::string text;
  lms_sink sink{sizeof(lms_sink), 0, this, &Sink::write};
  static void LMS_CALL write(void* ctx, const char* data, std::uint64_t len) {
    EXPECT_EQ(data[len], '\0');
    static_cast<Sink*>(ctx)->text.append(data, len);
  }
};

constexpr std::string_view kId = LMS_EXT_PASSBACK_PROFILES;
constexpr std::string_view kYaml = "name: x\ntitle: X\nversion: 1\noneroster: \"1.2\"\n";
constexpr std::string_view kFile = "x.yaml";

class ProfilesExtension : public testing::Test {
 protected:
  void SetUp() override {
    const auto* header = module_table().get_extension(0, kId.data(), kId.size());
    ASSERT_NE(header, nullptr);
    ASSERT_GE(header->struct_size, sizeof(lms_ext_passback_profiles));
    EXPECT_EQ(header->revision, 1U);
    extension = reinterpret_cast<const lms_ext_passback_profiles*>(header);
    error.struct_size = sizeof error;
  }
  lms_status describe(std::string_view yaml) {
    return extension->describe(yaml.data(), yaml.size(), kFile.data(), kFile.size(), &sink.sink,
                               &error);
  }

  const lms_ext_passback_profiles* extension = nullptr;
  Sink sink;
  lms_error error{};
};

TEST_F(ProfilesExtension, SaysInPlainWordsWhatAProfileDoes) {
  ASSERT_EQ(describe(kYaml), LMS_OK) << error.message;
  EXPECT_NE(sink.text.find(R"("schema":"passback.profile/1")"), std::string::npos) << sink.text;
  EXPECT_NE(sink.text.find(R"("standing":"not_confirmed")"), std::string::npos);
  EXPECT_NE(sink.text.find("A result is taken back with DELETE."), std::string::npos);
  EXPECT_NE(sink.text.find("x.yaml:1: "), std::string::npos) << "warnings name the line";
}

TEST_F(ProfilesExtension, AnswersWithTheLineOfAFileThatCannotBeUsed) {
  ASSERT_EQ(describe(std::string(kYaml) + "tittle: Other\n"), LMS_OK) << error.message;
  EXPECT_EQ(sink.text, R"({"schema":"passback.profile/1","problem":)"
                       R"("x.yaml:5: unknown key 'tittle'; did you mean 'title'?"})");
}

TEST_F(ProfilesExtension, RefusesWhatIsNoTextAndNoSink) {
  EXPECT_EQ(describe("\xff"), LMS_E_UTF8);
  EXPECT_EQ(extension->describe(nullptr, 3, nullptr, 0, &sink.sink, &error), LMS_E_ARGUMENT);
  EXPECT_EQ(extension->describe(kYaml.data(), kYaml.size(), nullptr, 0, nullptr, &error),
            LMS_E_ARGUMENT);
  EXPECT_EQ(
      extension->describe(kYaml.data(), LMS_DOCUMENT_MAX + 1ULL, nullptr, 0, &sink.sink, &error),
      LMS_E_RANGE);
  sink.sink.struct_size = 4;
  EXPECT_EQ(describe(kYaml), LMS_E_STRUCT_SIZE);
  EXPECT_EQ(sink.text, "");
}

TEST_F(ProfilesExtension, IsFoundByItsWholeIdOnly) {
  const auto& api = module_table();
  EXPECT_EQ(api.get_extension(0, kId.data(), kId.size() - 1), nullptr);
  EXPECT_EQ(api.get_extension(0, "passback.profiles/2", 19), nullptr);
  EXPECT_EQ(api.get_extension(0, nullptr, 3), nullptr);
}

} // namespace
} // namespace passback::contract

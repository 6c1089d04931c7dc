#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include "host_stub/import/bundle.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::import {
namespace {

using testing::HasSubstr;

class ZipBundle : public testing::Test {
 protected:
  void write_zip(const Bundle& entries, const std::string& link = "") {
    int error = 0;
    zip_t* archive = zip_open(zip.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    ASSERT_NE(archive, nullptr);
    for (const auto& [name, text] : entries) {
      auto* source = zip_source_buffer(archive, text.data(), text.size(), 0);
      auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
      ASSERT_GE(index, 0);
      if (name == link) {
        constexpr zip_uint32_t kSymbolicLink = 0120777U << 16;
        zip_file_set_external_attributes(archive, static_cast<zip_uint64_t>(index), 0,
                                         ZIP_OPSYS_UNIX, kSymbolicLink);
      }
    }
    ASSERT_EQ(zip_close(archive), 0);
  }

  std::string refusal(const Limits& limits = {}) {
    auto bundle = open_bundle(zip, limits);
    EXPECT_FALSE(bundle);
    return bundle ? "" : bundle.failure().message;
  }

  TemporaryFolder folder;
  std::filesystem::path zip = folder.path() / "roster.zip";
};

TEST_F(ZipBundle, GivesTheSameFilesAsTheFolder) {
  write_zip(sample_bundle_1_2());
  auto bundle = open_bundle(zip);
  ASSERT_TRUE(bundle) << bundle.failure().message;
  EXPECT_EQ(bundle.value(), sample_bundle_1_2());
}

TEST_F(ZipBundle, MayKeepItsFilesInOneFolder) {
  write_zip({{"export/orgs.csv", "a"}, {"export/users.csv", "b"}, {"export/notes.txt", "c"}});
  auto bundle = open_bundle(zip);
  ASSERT_TRUE(bundle) << bundle.failure().message;
  EXPECT_EQ(bundle.value(), (Bundle{{"orgs.csv", "a"}, {"users.csv", "b"}}));
}

TEST_F(ZipBundle, MayNotSpreadItsFilesOverFolders) {
  write_zip({{"a/orgs.csv", "a"}, {"b/users.csv", "b"}});
  EXPECT_THAT(refusal(), HasSubstr("more than one folder"));
}

TEST_F(ZipBundle, MayNotLeaveItsFolder) {
  for (const char* name :
       {"../orgs.csv", "/orgs.csv", "a/../../orgs.csv", "C:orgs.csv", "a\\orgs.csv"}) {
    write_zip({{name, "a"}});
    EXPECT_THAT(refusal(), HasSubstr("leaves the folder")) << name;
  }
}

TEST_F(ZipBundle, MayNotContainASymbolicLink) {
  write_zip({{"orgs.csv", "/etc/passwd"}}, "orgs.csv");
  EXPECT_THAT(refusal(), HasSubstr("symbolic link"));
}

TEST_F(ZipBundle, MayNotUnpackToMoreThanARosterCanBe) {
  write_zip({{"orgs.csv", std::string(1024 * 1024 + 1, ' ')}});
  ASSERT_LT(std::filesystem::file_size(zip), 10'000U) << "a small file that grows";
  EXPECT_THAT(refusal({.file_bytes = 1024 * 1024}), HasSubstr("unpacks to more"));
  EXPECT_THAT(refusal({.bundle_bytes = 1024 * 1024}), HasSubstr("unpacks to more"));
}

TEST_F(ZipBundle, MayNotHaveThousandsOfEntries) {
  Bundle many;
  for (std::size_t i = 0; i <= Limits{}.entries; ++i) {
    many["f" + std::to_string(i)] = "";
  }
  write_zip(many);
  EXPECT_THAT(refusal(), HasSubstr("more than 1000 entries"));
}

TEST_F(ZipBundle, MustBeAZip) {
  std::ofstream(zip) << "sourcedId,name\n";
  EXPECT_THAT(refusal(), HasSubstr("not a zip file"));
}

TEST(Bundle, MustExist) {
  auto bundle = open_bundle("/nowhere/at/all");
  ASSERT_FALSE(bundle);
  EXPECT_EQ(bundle.failure().exit_code, ExitCode::bad_roster);
}

TEST(Bundle, MustHoldARosterFile) {
  TemporaryFolder folder;
  auto bundle = open_bundle(folder.path());
  ASSERT_FALSE(bundle);
  EXPECT_THAT(bundle.failure().message, HasSubstr("contains no OneRoster CSV file"));
}

} // namespace
} // namespace host_stub::import

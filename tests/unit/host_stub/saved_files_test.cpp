// Files that a plugin hands out, in a folder or as a zip that others can read.
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "host_stub/commands/saved_files.hpp"
#include "host_stub/import/bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::commands {
namespace {

const std::vector<NamedFile> kFiles = {{"manifest.csv", "propertyName,value\r\n"},
                                       {"results.csv", std::string("a\0b\r\n", 5)}};

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(SavedFiles, AreTheSameBytesInAFolder) {
  TemporaryFolder folder;
  ASSERT_TRUE(save_files(kFiles, folder.path() / "new" / "grades"));
  EXPECT_EQ(content_of(folder.path() / "new" / "grades" / "results.csv"), kFiles[1].content);
}

TEST(SavedFiles, MakeAZipThatTheImportReadsAndReplaceTheOneOfBefore) {
  TemporaryFolder folder;
  const auto zip = folder.path() / "grades.zip";
  std::ofstream(zip) << "no zip";
  ASSERT_TRUE(save_files(kFiles, zip));
  ASSERT_TRUE(save_files(kFiles, zip));
  const auto bundle = import::open_bundle(zip);
  ASSERT_TRUE(bundle);
  ASSERT_EQ(bundle.value().size(), 2U);
  EXPECT_EQ(bundle.value().at("results.csv"), kFiles[1].content);
}

TEST(SavedFiles, OfANameThatLeadsElsewhereAreRefused) {
  TemporaryFolder folder;
  for (const auto* name : {"../results.csv", "/etc/results.csv", "a/b.csv", "", ".hidden"}) {
    EXPECT_FALSE(save_files({{name, "x"}}, folder.path() / "out")) << name;
  }
}

} // namespace
} // namespace host_stub::commands

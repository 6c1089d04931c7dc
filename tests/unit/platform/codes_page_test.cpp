// docs/codes.md is generated from the catalogue. After a change: PASSBACK_UPDATE_DOCS=1
// platform_test --gtest_filter='CodesPage.*'
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "plugin/platform/codes.hpp"

namespace passback {
namespace {

std::string cell(std::string_view text) {
  return text.empty() ? "–" : std::string(text);
}

std::string page() {
  std::string text =
      "# Codes\n\n"
      "Everything that can go wrong, or hold a grade back, has a stable code. It stands in "
      "`lms_error.code`, in "
      "`lms_outcome.reason`, in status\ndocuments and in the log; codes are never reused. This "
      "page is generated from "
      "`plugin/platform/codes.cpp`.\n\n"
      "| code | what happened | teacher | administrator | support |\n|---|---|---|---|---|\n";
  for (const CodeInfo& row : all_codes()) {
    if (row.code == Code::none) {
      continue;
    }
    text += "| `" + std::string(row.id) + "` | " + std::string(row.sentence) + " | " +
            cell(row.teacher) + " | " + cell(row.administrator) + " | " + cell(row.support) +
            " |\n";
  }
  return text;
}

TEST(CodesPage, IsWhatTheCatalogueSays) {
  const std::string path = std::string(SOURCE_DIR) + "/docs/codes.md";
  if (std::getenv("PASSBACK_UPDATE_DOCS") != nullptr) {
    std::ofstream(path) << page();
  }
  std::ostringstream written;
  written << std::ifstream(path).rdbuf();
  EXPECT_EQ(written.str(), page()) << path << " is stale";
}

} // namespace
} // namespace passback

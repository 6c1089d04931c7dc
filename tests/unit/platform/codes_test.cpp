// The catalogue is whole: every failure has a name, a sentence and a next step.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "plugin/platform/codes.hpp"
#include "plugin/platform/text.hpp"

namespace passback {
namespace {

TEST(Codes, EveryCodeHasItsOwnRowAtItsOwnPlace) {
  std::set<std::string_view> ids;
  std::size_t place = 0;
  for (const CodeInfo& row : all_codes()) {
    EXPECT_EQ(static_cast<std::size_t>(row.code), place++);
    EXPECT_EQ(&info(row.code), &row);
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
  }
  EXPECT_EQ(place, static_cast<std::size_t>(Code::preview_unknown) + 1);
}

TEST(Codes, AreFoundByTheirStableId) {
  for (const CodeInfo& row : all_codes()) {
    EXPECT_EQ(find_code(row.id), &row);
  }
  EXPECT_EQ(find_code("no.such.code"), nullptr);
}

TEST(Codes, SayWhatHappenedInAPlainSentence) {
  for (const CodeInfo& row : all_codes()) {
    if (row.code == Code::none) {
      continue;
    }
    EXPECT_FALSE(row.id.empty());
    EXPECT_FALSE(row.sentence.empty()) << row.id;
    EXPECT_EQ(row.sentence.back(), '.') << row.id;
    EXPECT_TRUE(platform::is_valid_utf8(row.sentence));
  }
}

} // namespace
} // namespace passback

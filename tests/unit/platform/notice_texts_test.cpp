#include <set>

#include <gtest/gtest.h>

#include "plugin/platform/notice_texts.hpp"

namespace passback {
namespace {

TEST(NoticeTexts, PutValuesInPlaceOfTheirNames) {
  EXPECT_EQ(filled("{sis} did not accept {class}.", {{"sis", "Lincoln"}, {"class", "algebra"}}),
            "Lincoln did not accept algebra.");
}

TEST(NoticeTexts, AValueThatIsNotThereLeavesNoGap) {
  EXPECT_EQ(filled("{sentence} {step} Nothing is lost.", {{"sentence", "It waits."}, {"step", ""}}),
            "It waits. Nothing is lost.");
  EXPECT_EQ(filled("{sentence} {step}", {{"sentence", "It waits."}}), "It waits.");
}

TEST(NoticeTexts, AValueIsNoTextToFill) {
  EXPECT_EQ(filled("{sis} waits.", {{"sis", "{step}"}, {"step", "no"}}), "{step} waits.");
  EXPECT_EQ(filled("an open { brace", {}), "an open { brace");
}

TEST(NoticeTexts, HaveKeysOfTheirOwn) {
  std::set<std::string_view> keys;
  for (const auto& text : all_notice_texts()) {
    EXPECT_TRUE(text.key.starts_with("notice.")) << text.key;
    EXPECT_TRUE(keys.insert(text.key).second) << text.key;
    EXPECT_FALSE(text.title.empty() || text.body.empty()) << text.key;
    EXPECT_EQ(find_notice_text(text.key), &text);
  }
  EXPECT_EQ(find_notice_text("notice.nothing"), nullptr);
}

} // namespace
} // namespace passback

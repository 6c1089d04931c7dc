#include <regex>

#include <gtest/gtest.h>

#include "plugin/oneroster/wire_id.hpp"

namespace passback::oneroster {
namespace {

TEST(WireId, IsAUuidOfVersionFive) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  EXPECT_TRUE(std::regex_match(derive_wire_id({"a"}).value, form));
  EXPECT_TRUE(std::regex_match(derive_wire_id({}).value, form));
}

// Another value here would leave a second copy of every grade in every SIS.
TEST(WireId, NeverChanges) {
  EXPECT_EQ(derive_wire_id({"conn", "1", "2026", "class-7", "essay"}).value,
            "a0a21f60-f37b-5184-bef9-5cb8ea6714f5");
}

TEST(WireId, SeparatesParts) {
  EXPECT_NE(derive_wire_id({"ab", "c"}), derive_wire_id({"a", "bc"}));
  EXPECT_NE(derive_wire_id({"ab", ""}), derive_wire_id({"ab"}));
  EXPECT_NE(derive_wire_id({"1:a"}), derive_wire_id({"", "a"}));
  EXPECT_EQ(derive_wire_id({"ab", "c"}), derive_wire_id({"ab", "c"}));
}

} // namespace
} // namespace passback::oneroster

#include <string>

#include <gtest/gtest.h>

#include "plugin/oneroster/values/wire_id.hpp"

namespace passback::oneroster {
namespace {

std::string form_of(std::string id) {
  for (char& c : id) {
    c = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ? 'x' : c;
  }
  return id;
}

TEST(WireId, IsAUuidOfVersionFive) {
  for (const auto& id : {derive_wire_id({}), derive_wire_id({"a"}), derive_wire_id({"b", "c"})}) {
    EXPECT_EQ(form_of(id.value), "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    EXPECT_EQ(id.value[14], '5');
    EXPECT_NE(std::string("89ab").find(id.value[19]), std::string::npos) << id.value;
  }
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

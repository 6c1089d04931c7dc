// The numbers that tests write.
#pragma once

#include <gtest/gtest.h>

#include "plugin/gradebook/decimal.hpp"

namespace passback::gradebook {

inline Decimal decimal(std::string_view text) {
  const auto parsed = Decimal::parse(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return parsed.ok() ? *parsed : Decimal();
}

} // namespace passback::gradebook

#include <gtest/gtest.h>

#include "plugin/decision/changed_ids.hpp"

namespace passback::decision {
namespace {

TEST(ChangedIds, OneClassOfCorrectionsIsNotMany) {
  EXPECT_FALSE(are_many({10, 0, 25, 0}));
  EXPECT_TRUE(are_many({11, 0, 25, 0}));
}

TEST(ChangedIds, ASmallShareOfThoseThereIsNotMany) {
  EXPECT_FALSE(are_many({20, 0, 400, 0}));
  EXPECT_TRUE(are_many({21, 0, 400, 0}));
}

TEST(ChangedIds, ClassesAreManySooner) {
  EXPECT_FALSE(are_many({0, 3, 0, 4}));
  EXPECT_TRUE(are_many({0, 4, 0, 4}));
  EXPECT_FALSE(are_many({0, 14, 0, 400}));
}

} // namespace
} // namespace passback::decision

#include <gtest/gtest.h>

#include "plugin/gradebook/standard_activity.hpp"

namespace passback::gradebook {
namespace {

TEST(StandardActivity, IsReadBackAndIsNoneOfTheHosts) {
  const ActivityId essay("essay");
  const auto made = activity_of_standard(essay, "reading: 1");
  EXPECT_EQ(standard_of(made), (StandardActivity{essay, "reading: 1"}));
  EXPECT_EQ(host_activity(made), essay);
  EXPECT_FALSE(standard_of(essay));
  EXPECT_EQ(host_activity(essay), essay);
  EXPECT_NE(activity_of_standard(ActivityId("a"), "bc"),
            activity_of_standard(ActivityId("ab"), "c"));
}

} // namespace
} // namespace passback::gradebook

// How long a send takes, in the words that a person reads.
#include <gtest/gtest.h>

#include "plugin/actions/send_estimate.hpp"

namespace passback::actions {
namespace {

TEST(SendEstimate, IsSaidInMinutesThenInHoursRoundedUp) {
  EXPECT_EQ(estimate_text(61), "At the pace of this SIS it takes about 2 minutes.");
  EXPECT_EQ(estimate_text(1200), "At the pace of this SIS it takes about 20 minutes.");
  EXPECT_EQ(estimate_text(7200), "At the pace of this SIS it takes about 2 hours.");
  EXPECT_EQ(estimate_text(7201), "At the pace of this SIS it takes about 3 hours.");
}

TEST(SendEstimate, SaysNothingOfAMinute) {
  EXPECT_TRUE(estimate_text(0).empty());
  EXPECT_TRUE(estimate_text(60).empty());
}

TEST(SendEstimate, CountsLineItemsAndResultsThatAreOnTheirWay) {
  const auto counts = boost::json::parse(
      R"([{"state":"accepted","results":9},{"state":"on_its_way","line_items":2,"results":30}])");
  EXPECT_EQ(on_their_way(counts.as_array()), 32);
  EXPECT_EQ(on_their_way({}), 0);
}

} // namespace
} // namespace passback::actions

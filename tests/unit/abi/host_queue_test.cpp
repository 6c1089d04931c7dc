#include <gtest/gtest.h>

#include "plugin/abi/host_queue.hpp"

namespace passback::abi {
namespace {

TEST(HostQueue, DropsTheOldestLinesAndShowsTheGapInTheNumbers) {
  HostQueue host_queue(platform::system_clock(), platform::LogLevel::info);
  for (int i = 0; i < 2100; ++i)
    host_queue.write(platform::LogLevel::info, "e", "m");
  EXPECT_EQ(host_queue.next_line()->number, 101U);
  EXPECT_EQ(host_queue.size(), 1999U);
}

TEST(HostQueue, LeavesOutLinesBelowTheLevel) {
  HostQueue host_queue(platform::system_clock(), platform::LogLevel::warning);
  host_queue.write(platform::LogLevel::info, "e", "m");
  EXPECT_FALSE(host_queue.next_line());
}

TEST(HostQueue, KeepsTheNewestNoticeOfAKey) {
  HostQueue host_queue(platform::system_clock(), platform::LogLevel::info);
  for (const char* title : {"old", "new"}) {
    delivery::Notice notice;
    notice.dedupe_key = "down";
    notice.title = title;
    host_queue.post(notice);
  }
  EXPECT_EQ(host_queue.next_notice()->title, "new");
  EXPECT_FALSE(host_queue.next_notice());
}

} // namespace
} // namespace passback::abi

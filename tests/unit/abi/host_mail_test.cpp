#include <gtest/gtest.h>

#include "plugin/abi/host_mail.hpp"

namespace passback::abi {
namespace {

TEST(HostMail, DropsTheOldestLinesAndShowsTheGapInTheNumbers) {
  HostMail mail(platform::system_clock(), platform::LogLevel::info);
  for (int i = 0; i < 2100; ++i)
    mail.write(platform::LogLevel::info, "e", "m");
  EXPECT_EQ(mail.next_line()->number, 101U);
  EXPECT_EQ(mail.size(), 1999U);
}

TEST(HostMail, LeavesOutLinesBelowTheLevel) {
  HostMail mail(platform::system_clock(), platform::LogLevel::warning);
  mail.write(platform::LogLevel::info, "e", "m");
  EXPECT_FALSE(mail.next_line());
}

TEST(HostMail, KeepsTheNewestNoticeOfAKey) {
  HostMail mail(platform::system_clock(), platform::LogLevel::info);
  for (const char* title : {"old", "new"}) {
    delivery::Notice notice;
    notice.dedupe_key = "down";
    notice.title = title;
    mail.post(notice);
  }
  EXPECT_EQ(mail.next_notice()->title, "new");
  EXPECT_FALSE(mail.next_notice());
}

} // namespace
} // namespace passback::abi

// Clocks, ids, digests, texts, dates, file systems.
#include <pthread.h>
#include <set>
#include <signal.h>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "plugin/platform/clock.hpp"
#include "plugin/platform/file_system.hpp"
#include "plugin/platform/hash.hpp"
#include "plugin/platform/process.hpp"
#include "plugin/platform/signals.hpp"
#include "plugin/platform/text.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::platform {
namespace {

TEST(Clock, WallTimeIsOfThisCenturyAndBootTimeRises) {
  const Clock& clock = system_clock();
  EXPECT_GT(clock.unix_ms(), 1'700'000'000'000);
  const auto first = clock.boot_ms();
  EXPECT_GT(first, 0);
  EXPECT_GE(clock.boot_ms(), first);
  EXPECT_LT(clock.boot_ms() - first, 60'000);
}

TEST(Clock, ABootHasOneNameWithoutALineEnd) {
  EXPECT_EQ(boot_id(), boot_id());
  EXPECT_EQ(boot_id().size(), 36U);
  EXPECT_EQ(boot_id().find_first_of(" \n"), std::string::npos);
}

TEST(Process, IsThisOne) {
  EXPECT_EQ(process_id(), ::getpid());
}

TEST(Uuid, IsVersionFourAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) {
    const std::string id = random_uuid();
    ASSERT_EQ(id.size(), 36U);
    EXPECT_EQ(id[14], '4');
    EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) {
      EXPECT_EQ(id[dash], '-');
    }
    seen.insert(id);
  }
  EXPECT_EQ(seen.size(), 1'000U);
}

TEST(Random, AFractionIsBelowOneAndSpreadsEvenly) {
  int low = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double fraction = random_fraction();
    ASSERT_GE(fraction, 0.0);
    ASSERT_LT(fraction, 1.0);
    low += fraction < 0.5 ? 1 : 0;
  }
  // Ten standard deviations of a fair coin.
  EXPECT_NEAR(low, 5'000, 500);
}

TEST(Sha256, GivesThePublishedDigests) {
  // FIPS 180-2, appendix B, and the empty message.
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Utf8, TakesWhatIsWellFormed) {
  for (const char* good : {"", "plain", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8e\x93",
                           "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_valid_utf8(good)) << good;
  }
  EXPECT_TRUE(is_valid_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, RefusesWhatIsNot) {
  for (const char* bad :
       {"\x80", "\xc3", "\xc3(", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "ok\xe2\x28\xa1"}) {
    EXPECT_FALSE(is_valid_utf8(bad)) << bad;
  }
}

TEST(Utf8, IsNeverCutInsideACharacter) {
  const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x8e\x93z";
  for (std::size_t limit = 0; limit <= text.size() + 1; ++limit) {
    const std::string_view cut = cut_utf8(text, limit);
    EXPECT_LE(cut.size(), limit);
    EXPECT_TRUE(is_valid_utf8(cut)) << limit;
    EXPECT_EQ(text.rfind(cut, 0), 0U);
    EXPECT_GT(cut.size() + 4, std::min(limit, text.size()));
  }
  EXPECT_EQ(cut_utf8(text, 2), "a");
  EXPECT_EQ(cut_utf8(text, 3), "a\xc3\xa9");
}

TEST(LocalDate, IsTheDateOnTheWallOfTheSchool) {
  const std::int64_t evening = 1'804'734'000'000; // 2027-03-11 03:00:00 UTC
  EXPECT_EQ(*local_date(evening, "UTC"), "2027-03-11");
  EXPECT_EQ(*local_date(evening, "America/Chicago"), "2027-03-10");
  EXPECT_EQ(*local_date(evening, "Australia/Sydney"), "2027-03-11");
  EXPECT_EQ(*local_date(0, "America/Chicago"), "1969-12-31");
}

TEST(LocalDate, KnowsWhenSummerTimeBegins) {
  // Chicago, 2027-07-01 04:30 UTC is 23:30 the day before; in winter 05:30 UTC is.
  EXPECT_EQ(*local_date(1'814'416'200'000, "America/Chicago"), "2027-06-30");
  EXPECT_EQ(*local_date(1'798'781'400'000, "America/Chicago"), "2026-12-31");
  EXPECT_EQ(*local_date(1'814'418'000'000, "America/Chicago"), "2027-07-01");
}

TEST(LocalDate, WithoutAZoneItIsUtc) {
  EXPECT_TRUE(known_zone(""));
  EXPECT_EQ(local_date(0, "").value(), "1970-01-01");
  EXPECT_EQ(local_minute(5 * 60'000, "").value(), 5);
}

TEST(LocalDate, RefusesZonesThatDoNotExistAndYearsThatDoNotFit) {
  for (const char* zone : {"Mars/Olympus", "../../etc/passwd", "america/chicago "}) {
    EXPECT_FALSE(known_zone(zone)) << zone;
    EXPECT_EQ(local_date(0, zone).error().code, Code::config) << zone;
  }
  EXPECT_TRUE(known_zone("America/Los_Angeles"));
  EXPECT_EQ(local_date(INT64_MAX, "UTC").error().code, Code::range);
  EXPECT_EQ(local_date(INT64_MIN, "UTC").error().code, Code::range);
}

TEST(FileSystem, KnowsNetworkOnesByNumberAndByType) {
  EXPECT_EQ(network_file_system_by_magic(0x6969), "nfs");
  EXPECT_EQ(network_file_system_by_magic(0xfe534d42), "smb2");
  EXPECT_EQ(network_file_system_by_magic(0x01021997), "9p");
  EXPECT_TRUE(network_file_system_by_magic(0xef53).empty()) << "ext4";
  EXPECT_TRUE(network_file_system_by_magic(0x01021994).empty()) << "tmpfs";
  EXPECT_TRUE(is_network_mount_type("fuse.sshfs"));
  EXPECT_TRUE(is_network_mount_type("nfs4"));
  EXPECT_FALSE(is_network_mount_type("fuse.gocryptfs"));
  EXPECT_FALSE(is_network_mount_type("ext4"));
}

TEST(FileSystem, ThisMachinesOwnFoldersAreLocal) {
  const auto proc = network_file_system("/proc");
  ASSERT_TRUE(proc.ok());
  EXPECT_FALSE(proc->has_value());
  EXPECT_FALSE(network_file_system("/no/such/folder").ok());
}

TEST(SignalBlock, AThreadStartedUnderItTakesNoSignals) {
  sigset_t inside;
  sigset_t after;
  {
    const SignalBlock block;
    std::jthread([&] { ::pthread_sigmask(SIG_SETMASK, nullptr, &inside); }).join();
  }
  ::pthread_sigmask(SIG_SETMASK, nullptr, &after);
  EXPECT_EQ(::sigismember(&inside, SIGTERM), 1);
  EXPECT_EQ(::sigismember(&inside, SIGCHLD), 1);
  EXPECT_EQ(::sigismember(&inside, SIGSEGV), 0);
  EXPECT_EQ(::sigismember(&after, SIGTERM), 0);
}

} // namespace
} // namespace passback::platform

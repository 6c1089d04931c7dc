// What a host sees when the data folder is in trouble: at once, by name, and nothing is lost or
// half-stored.
#include <chrono>
#include <fstream>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <sqlite3.h>

#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

/// The module's own thread may make a file while its folder is being removed.
void remove_for_good(const std::filesystem::path& path) {
  for (std::error_code failed; std::filesystem::exists(path);) {
    std::filesystem::remove_all(path, failed);
  }
}

namespace fs = std::filesystem;

class Storage : public ModuleTest {
 protected:
  // The outbox is the one file of the data folder that begins as every SQLite file does.
  fs::path outbox_file() const {
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      std::string begin(15, '\0');
      if (entry.is_regular_file() && std::ifstream(entry.path()).read(begin.data(), 15) &&
          begin == "SQLite format 3") {
        return entry.path();
      }
    }
    return {};
  }
};

TEST_F(Storage, EnqueueOnlyOpensNothingBeforeTheFirstEvent) {
  open("enqueue_only");
  EXPECT_TRUE(outbox_file().empty());
  EXPECT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  EXPECT_FALSE(outbox_file().empty());
}

TEST_F(Storage, TheOutboxIsForItsOwnerOnly) {
  open();
  ASSERT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  EXPECT_EQ(fs::status(outbox_file()).permissions() &
                (fs::perms::group_all | fs::perms::others_all),
            fs::perms::none);
}

TEST_F(Storage, ALockedOutboxAnswersBusyInTimeAndStoresNothing) {
  open();
  lms_outcome before{};
  before.struct_size = sizeof before;
  ASSERT_TRUE(plugin_.on_score(score("ana", 80), &before).ok());
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(outbox_file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto began = std::chrono::steady_clock::now();
  const auto busy = plugin_.on_score(score("ben", 90), nullptr, 300);
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_EQ(busy.value, LMS_E_BUSY) << busy.code;
  EXPECT_TRUE(busy.retryable());
  EXPECT_LT(took, std::chrono::milliseconds(1500));
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_TRUE(plugin_.on_score(score("ben", 90), nullptr, 2000).ok());
}

TEST_F(Storage, ACorruptOutboxIsNamedAndLeftAlone) {
  const std::string garbage = "SQLite format 3" + std::string(8192, '\x5a');
  open();
  ASSERT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  const fs::path file = outbox_file();
  close();
  fs::remove(file.string() + "-wal");
  fs::remove(file.string() + "-shm");
  std::ofstream(file, std::ios::binary | std::ios::trunc) << garbage;
  const lms_plugin::Host host(identity_, services_);
  ASSERT_TRUE(plugin_.create(module_table(), host, config("inline")).ok());
  EXPECT_EQ(plugin_.start().value, LMS_E_CORRUPT);
  std::ifstream in(file, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), garbage);
}

TEST_F(Storage, AnOutboxThatIsGoneIsNotReplacedByAnEmptyOne) {
  open("inline");
  ASSERT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  const fs::path file = outbox_file();
  close();
  const fs::path aside = file.string() + ".aside";
  fs::rename(file, aside);
  open("enqueue_only");
  const auto refused = plugin_.on_score(score("ben", 90));
  EXPECT_EQ(refused.value, LMS_E_STORAGE);
  EXPECT_EQ(refused.code, "storage.missing");
  EXPECT_NE(refused.next_step.find("outbox.mark"), std::string::npos) << refused.next_step;
  EXPECT_FALSE(fs::exists(file));
  fs::rename(aside, file);
  EXPECT_TRUE(plugin_.on_score(score("ben", 90)).ok());
}

TEST_F(Storage, NothingIsToldStoredOnceTheOutboxIsGone) {
  for (const char* gone : {"outbox.sqlite3", "outbox.sqlite3-wal", "outbox.sqlite3-shm", ""}) {
    for (const char* mode : {"inline", "enqueue_only"}) {
      open(mode);
      ASSERT_TRUE(plugin_.on_score(score("ana", 80)).ok());
      const fs::path path = *gone == 0 ? folder_ : folder_ / gone;
      ASSERT_TRUE(fs::exists(path)) << gone;
      remove_for_good(path);
      for (int i = 0; i < 2; ++i) {
        const auto taken = plugin_.on_score(score("ben", 90));
        EXPECT_EQ(taken.value, LMS_E_STORAGE) << mode << " without " << folder_ / gone;
        EXPECT_NE(taken.message.find("removed or replaced"), std::string::npos) << taken.message;
      }
      close();
      remove_for_good(folder_);
      fs::create_directory(folder_);
    }
  }
}

TEST_F(Storage, NothingIsToldStoredOnceAnotherFileIsInTheOutboxsPlace) {
  open();
  ASSERT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  const fs::path file = outbox_file();
  fs::copy_file(file, file.string() + ".restored");
  fs::rename(file.string() + ".restored", file);
  EXPECT_EQ(plugin_.on_score(score("ben", 90)).value, LMS_E_STORAGE);
}

TEST_F(Storage, AnOutboxThatWasMovedAwayAndBackGoesOn) {
  open();
  ASSERT_TRUE(plugin_.on_score(score("ana", 80)).ok());
  const fs::path aside = folder_.string() + ".aside";
  fs::rename(folder_, aside);
  EXPECT_EQ(plugin_.on_score(score("ben", 90)).value, LMS_E_STORAGE);
  fs::rename(aside, folder_);
  EXPECT_TRUE(plugin_.on_score(score("ben", 90)).ok());
}

// Permission bits do not bind root; a root without this capability is bound like anybody. Of this
// thread only, until the end of its life.
class WithoutOverride {
 public:
  WithoutOverride() {
    read();
    const auto bit = 1U << CAP_DAC_OVERRIDE;
    had_it_ = (data_[0].effective & bit) != 0;
    data_[0].effective &= ~bit;
    write();
  }
  WithoutOverride(const WithoutOverride&) = delete;
  WithoutOverride& operator=(const WithoutOverride&) = delete;
  ~WithoutOverride() {
    if (had_it_) {
      data_[0].effective |= 1U << CAP_DAC_OVERRIDE;
      write();
    }
  }

 private:
  void read() { ::syscall(SYS_capget, &header_, data_); }
  void write() { EXPECT_EQ(::syscall(SYS_capset, &header_, data_), 0); }
  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data_[2]{};
  bool had_it_ = false;
};

TEST_F(Storage, AFolderThatCannotBeWrittenIsNamed) {
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
  const WithoutOverride bound_by_permissions;
  const lms_plugin::Host host(identity_, services_);
  auto status = plugin_.create(module_table(), host, config("inline"));
  if (status.ok()) {
    status = plugin_.start();
  }
  EXPECT_EQ(status.value, LMS_E_READ_ONLY) << status.code;
}

} // namespace
} // namespace passback::contract

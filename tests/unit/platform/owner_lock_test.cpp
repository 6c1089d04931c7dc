// Who is dead, who is alive, and the trap of POSIX locks.
#include <array>
#include <fcntl.h>
#include <optional>
#include <signal.h>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

#include "plugin/platform/owner_lock.hpp"
#include "plugin/platform/uuid.hpp"
#include "tests/unit/platform/folder_fixture.hpp"

namespace passback::platform {
namespace {

/// A process that takes a lock and lives until it is killed.
class OtherOwner {
 public:
  OtherOwner(const std::string& data_dir, const std::string& owner_id) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
      return;
    }
    child_ = ::fork();
    if (child_ == 0) {
      const auto lock = OwnerLock::take(data_dir, owner_id);
      const char told = lock.ok() ? 'y' : 'n';
      if (::write(ends[1], &told, 1) == 1) {
        for (;;) {
          ::pause();
        }
      }
      ::_exit(1);
    }
    ::close(ends[1]);
    char told = 0;
    holds_ = ::read(ends[0], &told, 1) == 1 && told == 'y';
    ::close(ends[0]);
  }
  OtherOwner(const OtherOwner&) = delete;
  OtherOwner& operator=(const OtherOwner&) = delete;
  ~OtherOwner() { kill(); }
  void kill() {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      int state = 0;
      ::waitpid(child_, &state, 0);
      child_ = -1;
    }
  }
  void stop() const {
    ::kill(child_, SIGSTOP);
    int state = 0;
    ::waitpid(child_, &state, WUNTRACED);
  }
  bool holds() const { return holds_; }

 private:
  pid_t child_ = -1;
  bool holds_ = false;
};

class OwnerLocks : public FolderTest {
 protected:
  /// What another process finds.
  bool is_free_for_others(const std::string& owner_id) const {
    const pid_t child = ::fork();
    if (child == 0) {
      ::_exit(OwnerLock::is_free(folder(), owner_id) ? 1 : 0);
    }
    int state = 0;
    EXPECT_EQ(::waitpid(child, &state, 0), child);
    return WIFEXITED(state) && WEXITSTATUS(state) == 1;
  }
  std::string file_of(const std::string& owner_id) const {
    return folder() + "/owners/" + owner_id + ".lock";
  }
};

TEST_F(OwnerLocks, AnOwnerLivesAsLongAsItsLock) {
  {
    const auto lock = OwnerLock::take(folder(), "me");
    ASSERT_TRUE(lock.ok());
    EXPECT_EQ(lock->owner_id(), "me");
    EXPECT_FALSE(OwnerLock::is_free(folder(), "me"));
    EXPECT_FALSE(is_free_for_others("me"));
  }
  EXPECT_TRUE(OwnerLock::is_free(folder(), "me"));
  EXPECT_TRUE(is_free_for_others("me"));
  EXPECT_FALSE(exists(file_of("me")));
}

TEST_F(OwnerLocks, AskingAboutAnOwnerOfThisProcessDoesNotDropItsLock) {
  const auto lock = OwnerLock::take(folder(), "me");
  ASSERT_TRUE(lock.ok());
  EXPECT_FALSE(OwnerLock::is_free(folder(), "me"));
  EXPECT_EQ(OwnerLock::remove_dead(folder()), 0U);
  EXPECT_FALSE(is_free_for_others("me"));
  EXPECT_TRUE(exists(file_of("me")));
}

TEST_F(OwnerLocks, TheTrapIsReal) {
  // Why is_free must not open the files of this process: any close drops the lock.
  const auto lock = OwnerLock::take(folder(), "me");
  ASSERT_TRUE(lock.ok());
  ASSERT_FALSE(is_free_for_others("me"));
  ::close(::open(file_of("me").c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_TRUE(is_free_for_others("me"));
}

TEST_F(OwnerLocks, AKilledOwnerIsDeadAtOnceAndAStoppedOneIsNot) {
  const std::string id = random_uuid();
  OtherOwner other(folder(), id);
  ASSERT_TRUE(other.holds());
  EXPECT_FALSE(OwnerLock::is_free(folder(), id));
  other.stop();
  EXPECT_FALSE(OwnerLock::is_free(folder(), id));
  other.kill();
  EXPECT_TRUE(OwnerLock::is_free(folder(), id));
}

TEST_F(OwnerLocks, ADescriptorThatTheHostClosedAndOpenedForItselfIsLeftAlone) {
  auto lock = std::make_optional(OwnerLock::take(folder(), "me"));
  ASSERT_TRUE(lock->ok());
  struct stat locked {};
  ASSERT_EQ(::stat(file_of("me").c_str(), &locked), 0);
  int number = -1;
  for (int fd = 0; fd < 1024 && number < 0; ++fd) {
    struct stat found {};
    if (::fstat(fd, &found) == 0 && found.st_dev == locked.st_dev &&
        found.st_ino == locked.st_ino) {
      number = fd;
    }
  }
  ASSERT_GE(number, 0);
  const int hosts = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(::dup2(hosts, number), number);
  ::close(hosts);
  lock.reset();
  EXPECT_EQ(::fcntl(number, F_GETFD), 0) << "the file is the host's";
  ::close(number);
  EXPECT_FALSE(exists(file_of("me")));
  EXPECT_TRUE(OwnerLock::is_free(folder(), "me"));
}

TEST_F(OwnerLocks, FilesOfTheDeadAreRemovedAndThoseOfTheLivingKept) {
  const auto mine = OwnerLock::take(folder(), "mine");
  ASSERT_TRUE(mine.ok());
  OtherOwner living(folder(), "living");
  {
    OtherOwner dead(folder(), "dead");
    ASSERT_TRUE(living.holds() && dead.holds());
  }
  EXPECT_TRUE(exists(file_of("dead")));
  EXPECT_EQ(OwnerLock::remove_dead(folder()), 1U);
  EXPECT_FALSE(exists(file_of("dead")));
  EXPECT_TRUE(exists(file_of("living")));
  EXPECT_TRUE(exists(file_of("mine")));
  EXPECT_FALSE(OwnerLock::is_free(folder(), "living"));
}

TEST_F(OwnerLocks, AForkedChildDoesNotKeepItsParentAlive) {
  // The child inherits the descriptor; the lock stays the parent's, and ends with it.
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t parent = ::fork();
  ASSERT_GE(parent, 0);
  if (parent == 0) {
    const auto lock = OwnerLock::take(folder(), "parent");
    const pid_t child = ::fork();
    if (child == 0) {
      for (;;) {
        ::pause();
      }
    }
    const bool told = ::write(ends[1], &child, sizeof child) == sizeof child;
    ::_exit(told && lock.ok() ? 0 : 1);
  }
  pid_t child = 0;
  ASSERT_EQ(::read(ends[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
  int state = 0;
  ASSERT_EQ(::waitpid(parent, &state, 0), parent);
  ASSERT_TRUE(WIFEXITED(state) && WEXITSTATUS(state) == 0);
  EXPECT_TRUE(OwnerLock::is_free(folder(), "parent"));
  ::kill(child, SIGKILL);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(OwnerLocks, AForkedChildThatGivesUpItsCopyDisturbsNobody) {
  auto lock = OwnerLock::take(folder(), "me");
  ASSERT_TRUE(lock.ok());
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    { const OwnerLock copy = std::move(*lock); }
    ::_exit(0);
  }
  int state = 0;
  ASSERT_EQ(::waitpid(child, &state, 0), child);
  EXPECT_TRUE(exists(file_of("me")));
  EXPECT_FALSE(is_free_for_others("me"));
}

TEST_F(OwnerLocks, AnIdIsUsedOnceAndIsAPlainWord) {
  const auto lock = OwnerLock::take(folder(), "me");
  ASSERT_TRUE(lock.ok());
  EXPECT_EQ(OwnerLock::take(folder(), "me").error().code, Code::state);
  EXPECT_FALSE(is_free_for_others("me"));
  for (const char* bad : {"", "../me", "a/b", "a.b", "a b"}) {
    EXPECT_EQ(OwnerLock::take(folder(), bad).error().code, Code::argument) << bad;
    EXPECT_TRUE(OwnerLock::is_free(folder(), bad)) << bad;
  }
}

TEST_F(OwnerLocks, AMissingFileIsDead) {
  EXPECT_TRUE(OwnerLock::is_free(folder(), "nobody"));
  EXPECT_EQ(OwnerLock::remove_dead(folder()), 0U);
}

} // namespace
} // namespace passback::platform

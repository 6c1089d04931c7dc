// Private files, as the outbox and the vault need them.
#include <cerrno>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/platform/files.hpp"
#include "tests/unit/platform/folder_fixture.hpp"

namespace passback::platform {
namespace {

class Files : public FolderTest {
 protected:
  static unsigned mode_of(const std::string& path) {
    struct stat found{};
    EXPECT_EQ(::lstat(path.c_str(), &found), 0);
    return found.st_mode & 0777U;
  }
};

TEST_F(Files, APrivateFileIsMadeForTheOwnerAlone) {
  ASSERT_TRUE(ensure_private_file(in("a")).ok());
  EXPECT_EQ(mode_of(in("a")), 0600U);
  EXPECT_TRUE(ensure_private_file(in("a")).ok());
}

TEST_F(Files, APrivateFileThatOthersCouldReadIsClosedToThem) {
  write(in("a"), "x");
  ASSERT_EQ(::chmod(in("a").c_str(), 0644), 0);
  ASSERT_TRUE(ensure_private_file(in("a")).ok());
  EXPECT_EQ(mode_of(in("a")), 0600U);
  EXPECT_EQ(**read_file(in("a"), 10), "x");
}

TEST_F(Files, LinksFoldersAndFilesOfOthersAreNotPrivateFiles) {
  write(in("target"), "x");
  ASSERT_EQ(::symlink(in("target").c_str(), in("link").c_str()), 0);
  EXPECT_EQ(ensure_private_file(in("link")).error().code, Code::storage);
  ASSERT_TRUE(make_private_folder(in("folder")).ok());
  EXPECT_EQ(ensure_private_file(in("folder")).error().code, Code::storage);
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(in("target").c_str(), 65534, 65534), 0);
    EXPECT_EQ(ensure_private_file(in("target")).error().code, Code::storage);
  }
}

TEST_F(Files, APrivateFolderIsMadeOnceAndIsAFolder) {
  ASSERT_TRUE(make_private_folder(in("d")).ok());
  EXPECT_EQ(mode_of(in("d")), 0700U);
  EXPECT_TRUE(make_private_folder(in("d")).ok());
  write(in("f"), "");
  EXPECT_FALSE(make_private_folder(in("f")).ok());
  EXPECT_FALSE(make_private_folder(in("no/such")).ok());
}

TEST_F(Files, AFolderOfOursIsClosedToThoseWhoCouldWriteIntoIt) {
  for (const unsigned open_to : {0777U, 0770U, 0707U}) {
    ASSERT_TRUE(make_private_folder(in("d")).ok());
    ASSERT_EQ(::chmod(in("d").c_str(), open_to), 0);
    ASSERT_TRUE(make_private_folder(in("d")).ok());
    EXPECT_EQ(mode_of(in("d")), open_to & 0755U);
  }
}

TEST_F(Files, AFolderOfAnotherIsRefusedWhereEverybodyCanWrite) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can give a folder away";
  }
  ASSERT_TRUE(make_private_folder(in("d")).ok());
  ASSERT_EQ(::chown(in("d").c_str(), 65534, 65534), 0);
  ASSERT_EQ(::chmod(in("d").c_str(), 0777), 0);
  EXPECT_EQ(make_private_folder(in("d")).error().code, Code::storage);
  ASSERT_EQ(::chmod(in("d").c_str(), 0770), 0);
  EXPECT_TRUE(make_private_folder(in("d")).ok()) << "whoever set it up lets this account write";
}

TEST_F(Files, APrivateFileIsReadOnlyWhereItIsOurs) {
  EXPECT_FALSE(read_private_file(in("none"), 10)->has_value());
  write(in("a"), "x");
  ASSERT_EQ(::chmod(in("a").c_str(), 0666), 0);
  EXPECT_EQ(**read_private_file(in("a"), 10), "x");
  EXPECT_EQ(mode_of(in("a")), 0600U);
  ASSERT_EQ(::symlink(in("a").c_str(), in("link").c_str()), 0);
  EXPECT_EQ(read_private_file(in("link"), 10).error().code, Code::storage);
  ASSERT_EQ(::mkfifo(in("pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_private_file(in("pipe"), 10).error().code, Code::storage);
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(in("a").c_str(), 65534, 65534), 0);
    EXPECT_EQ(read_private_file(in("a"), 10).error().code, Code::storage);
  }
}

TEST_F(Files, ReadingHasALimit) {
  write(in("a"), std::string(100, 'x'));
  EXPECT_EQ((*read_file(in("a"), 100))->size(), 100U);
  EXPECT_EQ(read_file(in("a"), 99).error().code, Code::range);
  EXPECT_FALSE(read_file(in("none"), 10)->has_value());
  EXPECT_FALSE(read_file(in("."), 10).ok());
}

TEST_F(Files, ReplacingLeavesTheNewTextAndNothingElse) {
  ASSERT_TRUE(replace_file(in("a"), "old").ok());
  ASSERT_TRUE(replace_file(in("a"), "new").ok());
  EXPECT_EQ(**read_file(in("a"), 10), "new");
  EXPECT_EQ(mode_of(in("a")), 0600U);
  EXPECT_EQ(*list_files(folder()), std::vector<std::string>{"a"});
}

TEST_F(Files, ReplacingALinkReplacesTheLink) {
  write(in("target"), "kept");
  ASSERT_EQ(::symlink(in("target").c_str(), in("link").c_str()), 0);
  ASSERT_TRUE(replace_file(in("link"), "new").ok());
  EXPECT_EQ(**read_file(in("target"), 10), "kept");
  EXPECT_TRUE(std::filesystem::is_regular_file(std::filesystem::symlink_status(in("link"))));
}

TEST_F(Files, AReplacementThatCannotTakeItsPlaceLeavesNothing) {
  ASSERT_TRUE(make_private_folder(in("a")).ok());
  EXPECT_FALSE(replace_file(in("a"), "new").ok());
  EXPECT_TRUE(list_files(folder())->empty());
}

TEST_F(Files, ListingIsSortedAndOfFilesOnly) {
  write(in("b"), "");
  write(in("a"), "");
  write(in(".hidden"), "");
  ASSERT_TRUE(make_private_folder(in("c")).ok());
  EXPECT_EQ(*list_files(folder()), (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(list_files(in("none")).ok());
}

TEST_F(Files, RemovingWhatIsNotThereIsFine) {
  write(in("a"), "");
  EXPECT_TRUE(exists(in("a")));
  EXPECT_TRUE(remove_file(in("a")).ok());
  EXPECT_FALSE(exists(in("a")));
  EXPECT_TRUE(remove_file(in("a")).ok());
}

TEST_F(Files, ResolvingFollowsLinks) {
  ASSERT_TRUE(make_private_folder(in("real")).ok());
  ASSERT_EQ(::symlink(in("real").c_str(), in("link").c_str()), 0);
  EXPECT_EQ(*resolve_folder(in("link")), *resolve_folder(in("real")));
  EXPECT_FALSE(resolve_folder(in("none")).ok());
}

TEST_F(Files, ALinkGivesASecondNameButNotOneThatIsTaken) {
  write(in("a"), "text");
  EXPECT_TRUE(link_file(in("a"), in("b")).ok());
  EXPECT_EQ(**read_file(in("b"), 10), "text");
  const auto again = link_file(in("a"), in("b"));
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, Code::storage);
}

TEST_F(Files, ASizeIsToldOfAFileThatIsThere) {
  write(in("a"), "text");
  EXPECT_EQ(file_size(in("a")), 4U);
  EXPECT_FALSE(file_size(in("none")));
}

TEST_F(Files, OnePlaceHasOneSpellingAlsoBeforeItIsThere) {
  ASSERT_TRUE(make_private_folder(in("real")).ok());
  ASSERT_EQ(::symlink(in("real").c_str(), in("link").c_str()), 0);
  EXPECT_EQ(canonical_path(in("link/../link/new")), *resolve_folder(in("real")) + "/new");
  EXPECT_TRUE(is_absolute(in("real")));
  EXPECT_FALSE(is_absolute("real"));
}

TEST(FileErrors, HaveTheirOwnCodes) {
  EXPECT_EQ(file_error(ENOSPC, "x").code, Code::disk_full);
  EXPECT_EQ(file_error(EDQUOT, "x").code, Code::disk_full);
  EXPECT_EQ(file_error(EROFS, "x").code, Code::read_only);
  EXPECT_EQ(file_error(EACCES, "x").code, Code::read_only);
  EXPECT_EQ(file_error(EIO, "x").code, Code::storage);
  EXPECT_EQ(file_error(EIO, "the file").detail.rfind("the file: ", 0), 0U);
}

} // namespace
} // namespace passback::platform

#include <csignal>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <unistd.h>

#include <quern/error.hpp>

#include "house.hpp"
#include "support/file.hpp"
#include "support/folder_lock.hpp"
#include "support/nearest.hpp"
#include "support/parse.hpp"
#include "support/progress_bar.hpp"
#include "support/sha256.hpp"

namespace {

using namespace quern;
using test::Folder;
using testing::HasSubstr;

size_t entries_in(const std::filesystem::path& folder) {
  return size_t(
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

TEST(Parse, IsStrict) {
  EXPECT_EQ(parse_int("10"), 10);
  EXPECT_EQ(parse_int("-3"), -3);
  EXPECT_EQ(parse_int("0"), 0);
  for (const char* text : {"", "010", "-01", "1 ", " 1", "1.0", "+1", "0x1", "99999999999999999999"})
    EXPECT_FALSE(parse_int(text)) << text;
  EXPECT_EQ(parse_number("1.5e3"), 1500);
  EXPECT_EQ(parse_number("0.5"), 0.5);
  for (const char* text : {"", "nan", "inf", "1,5", "01.5", "1.5x", "1e999"})
    EXPECT_FALSE(parse_number(text)) << text;
  EXPECT_EQ(parse_shape("1x3x224"), (std::vector<int64_t>{1, 3, 224}));
  for (const char* text : {"", "x", "1x", "1x0", "1x-1", "1,3"}) EXPECT_FALSE(parse_shape(text)) << text;
}

TEST(Nearest, FindsTypicalSlips) {
  EXPECT_EQ(edit_distance("abc", "abc"), 0u);
  EXPECT_EQ(edit_distance("abc", "acb"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  const std::vector<std::string> words{"calibrate", "compile", "convert"};
  EXPECT_EQ(nearest("Calibrat", words), "calibrate");
  EXPECT_EQ(nearest("complie", words), "compile");
  EXPECT_EQ(nearest("xyz", words), "");
  EXPECT_EQ(nearest(std::string(10000, 'c'), words), "");
}

TEST(Sha256, KnownValues) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Duration, ReadsWell) {
  EXPECT_EQ(format_duration(12.4), "12 s");
  EXPECT_EQ(format_duration(200), "3 min 20 s");
  EXPECT_EQ(format_duration(7500), "2 h 05 min");
}

TEST(AtomicFile, AppearsOnlyOnCommit) {
  const Folder folder;
  {
    AtomicFile file(folder / "a");
    file.write("half", 4);
    EXPECT_FALSE(std::filesystem::exists(folder / "a"));
  }
  EXPECT_EQ(entries_in(folder.path()), 0u);
  write_file(folder / "a", "whole");
  write_file(folder / "a", "second");
  EXPECT_EQ(test::read_all(folder / "a"), "second");
  EXPECT_EQ(entries_in(folder.path()), 1u);
}

TEST(AtomicFile, UnwritablePlacesGiveOneClearError) {
  const Folder folder;
  const auto complaint = [](const std::filesystem::path& path) -> std::string {
    try {
      write_file(path, "x");
      return "";
    } catch (const Error& e) {
      EXPECT_EQ(e.status(), QUERN_ERROR_IO);
      return e.where() + ": " + e.what();
    }
  };
  EXPECT_THAT(complaint(folder / "absent" / "a"), HasSubstr("No such file or directory"));
  EXPECT_THAT(complaint(folder.path()), HasSubstr("a folder has this name"));
  EXPECT_THAT(complaint("/proc/quern/a"), HasSubstr("/proc/quern/a"));
}

// A file size limit fails write() half-way, as a full disk does.
TEST(AtomicFile, AFailingWriteLeavesTheOldFile) {
  const Folder folder;
  write_file(folder / "a", "old");
  struct rlimit before {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit limit { 4096, before.rlim_max };
  ::setrlimit(RLIMIT_FSIZE, &limit);
  std::string complaint;
  try {
    write_file(folder / "a", std::string(100000, 'x'));
  } catch (const Error& e) {
    complaint = e.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_THAT(complaint, HasSubstr("writing failed"));
  EXPECT_EQ(test::read_all(folder / "a"), "old");
  EXPECT_EQ(entries_in(folder.path()), 1u);
}

TEST(AtomicFileSet, NamesOfPluginsStayInTheFolder) {
  const Folder folder;
  AtomicFileSet files(folder.path());
  for (const char* name : {"", ".", "..", "../x", "/x", "a/b"})
    EXPECT_THROW(files.write(name, "x", 1), Error) << name;
  files.write("a", "1", 1);
  files.write("b", "2", 1);
  files.write("a", "3", 1);
  files.commit();
  EXPECT_EQ(test::read_all(folder / "a"), "13");
  EXPECT_EQ(test::read_all(folder / "b"), "2");
}

TEST(AtomicFile, StaleTemporariesAreRemoved) {
  const Folder folder;
  folder.write(".a.quern-part-1-0", "rest of a killed run");
  folder.write(".other", "not ours");
  remove_stale_temporaries(folder.path());
  EXPECT_EQ(entries_in(folder.path()), 1u);
}

TEST(FolderLock, IsExclusive) {
  const Folder folder;
  {
    const FolderLock lock(folder.path());
    try {
      const FolderLock second(folder.path());
      ADD_FAILURE() << "the lock was given twice";
    } catch (const Error& e) {
      EXPECT_EQ(std::string(e.what()),
                "another run is using this work folder (process " + std::to_string(::getpid()) + ")");
    }
  }
  const FolderLock again(folder.path());
}

}  // namespace

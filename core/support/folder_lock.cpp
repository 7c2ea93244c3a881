#include "support/folder_lock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>

#include <quern/error.hpp>

namespace quern {

FolderLock::FolderLock(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / ".lock";
  fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd_ < 0)
    throw Error(QUERN_ERROR_IO, std::string("the work folder cannot be written: ") + std::strerror(errno),
                folder.string(), "Choose another folder with \"work:\" or --set work=FOLDER.");
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    char owner[32] = {};
    const ssize_t size = ::pread(fd_, owner, sizeof owner - 1, 0);
    ::close(fd_);
    throw Error(QUERN_ERROR_IO,
                "another run is using this work folder" +
                    (size > 0 ? " (process " + std::string(owner) + ")" : std::string()),
                folder.string(),
                "Wait until it has finished, or choose another folder with --set work=FOLDER.");
  }
  const std::string self = std::to_string(::getpid());
  if (::ftruncate(fd_, 0) == 0) {
    // The number only serves the message above; a full disk must not stop the run here.
    [[maybe_unused]] const ssize_t written = ::pwrite(fd_, self.data(), self.size(), 0);
  }
}

FolderLock::~FolderLock() { ::close(fd_); }

}  // namespace quern

// One run at a time in a work folder.
#pragma once

#include <filesystem>

namespace quern {

// Holds the lock of a folder while it lives; the kernel releases it when the process dies, however it dies.
class FolderLock {
 public:
  // Throws Error where another process holds the lock; the message names that process.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int fd_ = -1;
};

}  // namespace quern

#include "support/file.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <quern/error.hpp>
#include <quern/onnx/file.hpp>

namespace quern {
namespace fs = std::filesystem;
namespace {

constexpr const char* kTemporaryMark = ".quern-part-";

std::string hint_for(int code) {
  if (code == ENOSPC || code == EDQUOT) return "Free some space on that disk and run the command again.";
  if (code == EFBIG) return "The file is larger than the limit of this shell (ulimit -f) or file system.";
  if (code == EACCES || code == EPERM || code == EROFS)
    return "Choose a folder that you may write to, or change its permissions.";
  return {};
}

[[noreturn]] void fail(const std::string& what, const fs::path& path, int code) {
  throw Error(QUERN_ERROR_IO, what + ": " + std::strerror(code), path.string(), hint_for(code));
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void flush_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;  // the rename itself has succeeded; some file systems do not open folders
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

AtomicFile::AtomicFile(fs::path path) : path_(std::move(path)) {
  static std::atomic<unsigned> counter{0};
  temporary_ = folder_of(path_) / ("." + path_.filename().string() + kTemporaryMark +
                                   std::to_string(::getpid()) + "-" + std::to_string(counter++));
  std::error_code ignored;
  if (fs::is_directory(path_, ignored))
    throw Error(QUERN_ERROR_IO, "the output file cannot be written: a folder has this name", path_.string());
  fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd_ < 0) fail("the file cannot be created", path_, errno);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      fd_(std::exchange(other.fd_, -1)) {}

AtomicFile::~AtomicFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(const void* data, size_t size) {
  const char* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = ::write(fd_, bytes, size);
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("writing failed", path_, errno);
    }
    bytes += written;
    size -= size_t(written);
  }
}

void AtomicFile::close() {
  if (fd_ < 0) return;
  const int synced = ::fsync(fd_);
  const int code = errno;
  const int closed = ::close(std::exchange(fd_, -1));
  if (synced != 0 && code != EINVAL) fail("writing failed", path_, code);  // EINVAL: not a file to flush
  if (closed != 0) fail("writing failed", path_, errno);
}

void AtomicFile::commit() {
  close();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("the file cannot be put in place", path_, errno);
  temporary_.clear();
  flush_folder(folder_of(path_));
}

void AtomicFileSet::write(const std::string& name, const void* data, size_t size) {
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
    throw Error(QUERN_ERROR_ARGUMENT, "an artefact's file name must not have a folder part", name);
  append(name, data, size);
}

void AtomicFileSet::write_path(const fs::path& path, std::string_view content) {
  append(path.string(), content.data(), content.size());
}

void AtomicFileSet::append(const std::string& path, const void* data, size_t size) {
  auto file = files_.find(path);
  if (file == files_.end()) file = files_.emplace(path, AtomicFile(folder_ / path)).first;
  file->second.write(data, size);
}

std::vector<std::string> AtomicFileSet::names() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : files_) names.push_back(name);
  return names;
}

void AtomicFileSet::commit() {
  for (auto& [name, file] : files_) file.close();
  for (auto& [name, file] : files_) file.commit();
  files_.clear();
}

void write_file(const fs::path& path, std::string_view content) {
  AtomicFile file(path);
  file.write(content.data(), content.size());
  file.commit();
}

std::string read_file(const fs::path& path, size_t limit) {
  const Blob content = map_file(path);
  if (content.size() > limit)
    throw InputError("the file has " + std::to_string(content.size()) + " bytes, more than the " +
                         std::to_string(limit) + " that are read here",
                     path.string());
  return {reinterpret_cast<const char*>(content.data()), content.size()};
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail("the folder cannot be created", folder, error.value());
}

void remove_stale_temporaries(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    if (name.starts_with('.') && name.find(kTemporaryMark) != std::string::npos)
      fs::remove(entry.path(), ignored);
  }
}

}  // namespace quern

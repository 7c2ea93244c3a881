// Files that appear whole or not at all: written to a temporary in the same folder, flushed to the disk,
// renamed. Whatever goes wrong (full disk, no permission, kill) leaves the old file or none.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace quern {

// One temporary file that becomes `path` on commit(); removed by the destructor otherwise.
class AtomicFile {
 public:
  // Throws Error (QUERN_ERROR_IO) where the folder cannot be written.
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;

  // Appends. Throws Error (QUERN_ERROR_IO), e.g. when the disk is full.
  void write(const void* data, size_t size);
  // Flushes to the disk and closes, without renaming yet.
  void close();
  // Renames to the final name; close() comes first if it was not called.
  void commit();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

 private:
  std::filesystem::path path_, temporary_;
  int fd_ = -1;
};

// The files of one artefact: all are complete on the disk before the first gets its name.
class AtomicFileSet {
 public:
  // `folder` is where files without a folder part go.
  explicit AtomicFileSet(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Appends to the file called `name`, which a plugin chose. Throws Error where the name has a folder part or
  // writing fails.
  void write(const std::string& name, const void* data, size_t size);
  // Appends to a file anywhere; relative paths begin at the folder of this set.
  void write_path(const std::filesystem::path& path, std::string_view content);
  // The paths as given, sorted.
  [[nodiscard]] std::vector<std::string> names() const;
  // Flushes and gives every file its name, in alphabetical order.
  void commit();

 private:
  void append(const std::string& path, const void* data, size_t size);

  std::filesystem::path folder_;
  std::map<std::string, AtomicFile> files_;
};

void write_file(const std::filesystem::path& path, std::string_view content);
// The content of a text file of at most `limit` bytes. Throws Error (QUERN_ERROR_IO, or QUERN_ERROR_INPUT
// where it is larger).
std::string read_file(const std::filesystem::path& path, size_t limit);

// Creates the folder and its parents. Throws Error (QUERN_ERROR_IO).
void make_folder(const std::filesystem::path& folder);
// Removes temporaries that killed runs left in `folder`.
void remove_stale_temporaries(const std::filesystem::path& folder);

}  // namespace quern

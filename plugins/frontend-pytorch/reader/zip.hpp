// Reading zip archives that are mapped into memory, so that stored entries need no copy.
#pragma once

#include <map>
#include <string>

#include <quern/graph/tensor.hpp>

namespace quern::frontend::pytorch {

class ZipArchive {
 public:
  struct Entry {
    uint16_t method = 0;  // 0 stored, 8 deflated
    uint32_t checksum = 0;
    uint64_t packed = 0, size = 0;
    uint64_t header = 0;  // position of the local header
  };

  // Reads the directory (zip64 too). Throws InputError where it is damaged, or where the archive would unpack
  // to far more than it holds.
  ZipArchive(Blob bytes, std::string where);

  [[nodiscard]] const std::map<std::string, Entry>& entries() const { return entries_; }
  [[nodiscard]] bool contains(const std::string& name) const { return entries_.contains(name); }
  // The content of an entry: part of the mapping where it is stored. Throws InputError where it is missing or
  // does not fit its checksum.
  [[nodiscard]] Blob read(const std::string& name) const;
  [[nodiscard]] std::string read_text(const std::string& name) const;

  // Whether the bytes begin like a zip archive.
  static bool begins_like_zip(const Blob& bytes);

 private:
  void read_directory();
  void check_sizes() const;

  Blob bytes_;
  std::string where_;
  std::map<std::string, Entry> entries_;
};

}  // namespace quern::frontend::pytorch

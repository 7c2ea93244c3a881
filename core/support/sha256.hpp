// SHA-256 of bytes and files, as lower-case hexadecimal.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace quern {

class Sha256 {
 public:
  Sha256();
  void add(const void* data, size_t size);
  void add(std::string_view text) { add(text.data(), text.size()); }
  // Ends the computation.
  std::string finish();

 private:
  std::shared_ptr<void> context_;
};

std::string sha256(std::string_view bytes);
// Throws Error (QUERN_ERROR_IO) where the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace quern

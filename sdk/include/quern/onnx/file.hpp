// ONNX models on disk: mapped into memory, with external data resolved safely.
#pragma once

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <quern/onnx/read.hpp>

namespace quern {

// Maps a whole file read-only. Throws Error (QUERN_ERROR_IO) where it cannot be opened or is no regular file.
inline Blob map_file(const std::filesystem::path& path) {
  const auto fail = [&](const std::string& what) -> Error {
    return {QUERN_ERROR_IO, what + ": " + std::strerror(errno), path.string()};
  };
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw fail("the file cannot be opened");
  struct stat info {};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    throw Error(QUERN_ERROR_IO, "this is not a regular file", path.string());
  }
  const auto size = size_t(info.st_size);
  if (size == 0) {
    ::close(fd);
    return Blob::allocate(0);
  }
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  ::close(fd);
  if (address == MAP_FAILED) throw fail("the file cannot be mapped into memory");
  std::shared_ptr<const void> owner(address, [size](const void* p) { ::munmap(const_cast<void*>(p), size); });
  return {owner, static_cast<const std::byte*>(address), size};
}

// External data lies beside the model: a location that is absolute or leaves the folder is refused.
inline onnx_reader::ExternalData external_data_beside(const std::filesystem::path& model) {
  auto files = std::make_shared<std::map<std::string, Blob>>();
  return [files, model](const std::string& location, int64_t offset, int64_t length) -> Blob {
    const std::filesystem::path relative(location);
    const std::filesystem::path normal = relative.lexically_normal();
    if (relative.is_absolute() || normal.empty() || *normal.begin() == "..")
      throw InputError(
          "external data at \"" + location + "\" is outside of the model's folder, which is refused",
          model.string());
    auto it = files->find(location);
    if (it == files->end()) {
      try {
        it = files->emplace(location, map_file(model.parent_path() / normal)).first;
      } catch (const Error& e) {
        throw Error(e.status(), std::string("external data of the model: ") + e.what(), e.where(),
                    "Put the file beside the model.");
      }
    }
    const Blob& file = it->second;
    const auto available = int64_t(file.size());
    if (offset > available)
      throw InputError("external data begins behind the end of \"" + location + "\"", model.string());
    if (length < 0) length = available - offset;
    if (length > available - offset)
      throw InputError("external data ends behind the end of \"" + location + "\"", model.string());
    const std::byte* begin = file.data() + offset;
    if (reinterpret_cast<uintptr_t>(begin) % 8 == 0) return {file.owner(), begin, size_t(length)};
    Blob copy = Blob::allocate(size_t(length));
    std::memcpy(const_cast<std::byte*>(copy.data()), begin, size_t(length));
    return copy;
  };
}

// Reads an ONNX model from disk. Weights stay in the mapping where their alignment allows it.
inline Model load_model(const std::filesystem::path& path) {
  return onnx_reader::read_model({map_file(path), external_data_beside(path)}, path.string());
}

}  // namespace quern

// Reading little-endian binary files that are not to be trusted.
#pragma once

#include <cstring>
#include <string>
#include <type_traits>

#include <quern/graph/tensor.hpp>

namespace quern::frontend {

// A position in a run of bytes. Every read is checked against the end and throws InputError behind it, saying
// what was being read and at which byte.
class ByteReader {
 public:
  // `where` names the file in messages.
  ByteReader(Blob bytes, std::string where) : bytes_(std::move(bytes)), where_(std::move(where)) {}

  [[nodiscard]] size_t position() const { return position_; }
  [[nodiscard]] size_t remaining() const { return bytes_.size() - position_; }
  [[nodiscard]] bool at_end() const { return remaining() == 0; }

  // One number. `what` completes "the file ends inside of ...".
  template <class T>
  T read(const std::string& what) {
    static_assert(std::is_trivially_copyable_v<T>);
    require(sizeof(T), what);
    T value;
    std::memcpy(&value, bytes_.data() + position_, sizeof(T));
    position_ += sizeof(T);
    return value;
  }
  std::string text(uint64_t size, const std::string& what) {
    require(size, what);
    const std::string value(reinterpret_cast<const char*>(bytes_.data()) + position_, size_t(size));
    position_ += size_t(size);
    return value;
  }
  // The elements of a tensor; they stay in the file's mapping where they are aligned for their type. Throws
  // InputError, before anything is allocated, where the file is too short for them.
  Tensor tensor(DataType type, Shape shape, const std::string& what) {
    const auto count = uint64_t(element_count(shape));
    const uint64_t size = count * size_of(type);
    if (count > remaining()) fail(what, size);
    require(size, what);
    Tensor result;
    result.type = type;
    result.dims = std::move(shape);
    const std::byte* begin = bytes_.data() + position_;
    if (reinterpret_cast<uintptr_t>(begin) % size_of(type) == 0) {
      result.blob = {bytes_.owner(), begin, size_t(size)};
    } else {
      result.blob = Blob::allocate(size_t(size));
      std::memcpy(const_cast<std::byte*>(result.blob.data()), begin, size_t(size));
    }
    position_ += size_t(size);
    return result;
  }
  void skip(uint64_t size, const std::string& what) {
    require(size, what);
    position_ += size_t(size);
  }

 private:
  void require(uint64_t size, const std::string& what) const {
    if (size > remaining()) fail(what, size);
  }
  [[noreturn]] void fail(const std::string& what, uint64_t size) const {
    throw InputError("the file ends inside of " + what + ": " + std::to_string(size) +
                         " bytes are needed at byte " + std::to_string(position_) + ", " +
                         std::to_string(remaining()) + " are there",
                     where_, "It is truncated or damaged: copy or export it again.");
  }

  Blob bytes_;
  std::string where_;
  size_t position_ = 0;
};

}  // namespace quern::frontend

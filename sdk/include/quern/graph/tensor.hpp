// A dense tensor with shared, immutable or freshly made storage.
#pragma once

#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <quern/graph/data_type.hpp>
#include <quern/graph/shape.hpp>

namespace quern {

// A run of bytes and whoever keeps it alive (a heap block, a mapped file, a larger blob).
class Blob {
 public:
  Blob() = default;
  Blob(std::shared_ptr<const void> owner, const std::byte* data, size_t size)
      : owner_(std::move(owner)), data_(data), size_(size) {}

  // Zero-filled, 64-byte aligned. Throws std::bad_alloc.
  static Blob allocate(size_t size) {
    const size_t padded = (size + 63) / 64 * 64 + 64;  // never empty, and vector loads may overrun
    void* block = ::operator new(padded, std::align_val_t(64));
    std::memset(block, 0, padded);
    std::shared_ptr<const void> owner(block, [](void* p) { ::operator delete(p, std::align_val_t(64)); });
    return {owner, static_cast<const std::byte*>(block), size};
  }

  [[nodiscard]] const std::byte* data() const { return data_; }
  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] const std::shared_ptr<const void>& owner() const { return owner_; }

 private:
  std::shared_ptr<const void> owner_;
  const std::byte* data_ = nullptr;
  size_t size_ = 0;
};

// Value semantics; copies share the storage. Only the maker of a tensor writes to it (mutable_data),
// and only before it shares it.
struct Tensor {
  std::string name;
  DataType type = DataType::Undefined;
  Shape dims;
  Blob blob;                         // row-major little-endian elements; empty for strings
  std::vector<std::string> strings;  // elements when type == String

  Tensor() = default;
  Tensor(DataType element, Shape shape) : type(element), dims(std::move(shape)) {
    if (type == DataType::String) {
      strings.resize(size_t(element_count(dims)));
    } else {
      blob = Blob::allocate(size_t(element_count(dims)) * size_of(type));
    }
  }

  template <class T>
  static Tensor from(const std::vector<T>& values, Shape shape) {
    Tensor tensor(data_type_of<T>(), std::move(shape));
    if (size_t(tensor.count()) != values.size()) throw InputError("shape and number of values differ");
    if constexpr (std::is_same_v<T, bool>) {
      for (size_t i = 0; i < values.size(); ++i) tensor.mutable_data<bool>()[i] = values[i];
    } else if (!values.empty()) {
      std::memcpy(tensor.mutable_data<T>(), values.data(), values.size() * sizeof(T));
    }
    return tensor;
  }
  template <class T>
  static Tensor from(const std::vector<T>& values) {
    return from(values, Shape{int64_t(values.size())});
  }
  template <class T>
  static Tensor scalar(T value) {
    return from(std::vector<T>{value}, Shape{});
  }

  [[nodiscard]] int64_t count() const { return element_count(dims); }
  [[nodiscard]] size_t byte_size() const { return size_t(count()) * size_of(type); }
  [[nodiscard]] bool is_defined() const { return type != DataType::Undefined; }

  template <class T>
  [[nodiscard]] const T* data() const {
    check_type<T>();
    return reinterpret_cast<const T*>(blob.data());
  }
  template <class T>
  T* mutable_data() {
    check_type<T>();
    return reinterpret_cast<T*>(const_cast<std::byte*>(blob.data()));
  }
  template <class T>
  [[nodiscard]] std::span<const T> values() const {
    return {data<T>(), size_t(count())};
  }

  // The elements as int64, whatever integer type they have (bool counts as 0/1).
  [[nodiscard]] std::vector<int64_t> to_int64() const {
    std::vector<int64_t> result(size_t(this->count()));
    with_type(type, [&]<class T>() {
      if constexpr (std::is_integral_v<T>) {
        for (size_t i = 0; i < result.size(); ++i) result[i] = int64_t(data<T>()[i]);
      } else {
        throw InputError(std::string("integers are expected here, not ") + name_of(type), name);
      }
    });
    return result;
  }

  // The elements as float, whatever numeric type they have.
  [[nodiscard]] std::vector<float> to_float() const {
    std::vector<float> result(size_t(this->count()));
    with_type(type, [&]<class T>() {
      for (size_t i = 0; i < result.size(); ++i) result[i] = float(data<T>()[i]);
    });
    return result;
  }

  // The same storage under another shape of equal count.
  [[nodiscard]] Tensor reshaped(Shape shape) const {
    if (element_count(shape) != count())
      throw InputError("cannot view " + to_string(dims) + " as " + to_string(shape), name);
    Tensor result = *this;
    result.dims = std::move(shape);
    return result;
  }

 private:
  template <class T>
  void check_type() const {
    if (type != data_type_of<T>())
      throw InputError(std::string("element type ") + name_of(data_type_of<T>()) + " is expected here, not " +
                           name_of(type),
                       name);
  }
};

}  // namespace quern

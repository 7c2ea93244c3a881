// A tensor of the plan: what it is, how it lies in memory, and where.
#pragma once

#include <string>

#include <quern/graph/tensor.hpp>

#include "layout.hpp"

namespace quern::cpu {

enum class Storage {
  Constant,  // bytes kept by `tensor`
  Arena,     // a place in the session's arena, the same in every run
  Dynamic,   // made during the run, with a shape that only the run knows; always plain
};

struct Value {
  std::string name;
  DataType type = DataType::Undefined;
  Shape shape;
  AxisOrder order;
  Storage storage = Storage::Arena;
  Value* base = nullptr;      // an arena value that this one shares its bytes with
  Tensor tensor{};            // Constant: the bytes, in `order`; Dynamic: the tensor of the current run
  std::byte* data = nullptr;  // Constant and Arena, once memory is planned

  [[nodiscard]] bool is_static() const { return storage != Storage::Dynamic; }
  [[nodiscard]] int64_t count() const { return element_count(shape); }
  [[nodiscard]] size_t bytes() const { return size_t(count()) * size_of(type); }
  [[nodiscard]] Value& root() { return base ? base->root() : *this; }

  template <class T>
  [[nodiscard]] T* as() const {
    return reinterpret_cast<T*>(data);
  }
};

}  // namespace quern::cpu

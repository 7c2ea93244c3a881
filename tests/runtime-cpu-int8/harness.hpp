// Fast kernels against the reference kernels of quern::ops: random data, guarded memory, every instruction
// set and several thread counts.
#pragma once

#include <cstdint>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <string>
#include <vector>

#include <quern/graph/node.hpp>

#include "int8/isa.hpp"

namespace quern::test {

// Same numbers on every machine.
class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  // Uniform in [low, high].
  int64_t integer(int64_t low, int64_t high) { return low + int64_t(engine_() % uint64_t(high - low + 1)); }
  bool flip() { return engine_() % 2 != 0; }
  template <class T>
  T pick(std::initializer_list<T> choices) {
    return *(choices.begin() + integer(0, int64_t(choices.size()) - 1));
  }
  // int8 or uint8 elements: anything, or only the smallest and largest.
  Tensor bytes(const Shape& dims, bool is_signed);
  Tensor int8s(const Shape& dims) { return bytes(dims, true); }
  // int16 elements, now and then only extreme ones.
  Tensor biases(int64_t count);

 private:
  std::mt19937 engine_;
};

// Memory between two pages that may not be touched: reading or writing past the end (or, if so chosen, before
// the start) ends the test with a segmentation fault.
class GuardedBytes {
 public:
  enum class Side { Start, End };
  explicit GuardedBytes(size_t size, Side side = Side::End);
  GuardedBytes(const std::vector<uint8_t>& bytes, Side side = Side::End);
  GuardedBytes(const GuardedBytes&) = delete;
  GuardedBytes& operator=(const GuardedBytes&) = delete;
  ~GuardedBytes();
  [[nodiscard]] uint8_t* data() { return data_; }
  [[nodiscard]] std::vector<uint8_t> bytes() const { return {data_, data_ + size_}; }

 private:
  void* map_;
  size_t map_size_;
  uint8_t* data_;
  size_t size_;
};

std::vector<uint8_t> bytes_of(const Tensor& tensor);
// Between [N, C, ...] and [N, ..., C], for elements of one byte.
std::vector<uint8_t> to_nhwc(const Tensor& nchw);

// The reference kernel's output 0 of operator `op` in domain quern (or "" for ONNX operators).
struct NamedAttribute {
  std::string name;
  AttributeValue value;
};
Tensor reference(const std::string& op, const std::vector<Tensor>& inputs,
                 const std::vector<NamedAttribute>& attributes, const std::string& domain = "quern");

// Scratch memory, aligned as kernels want it.
class Scratch {
 public:
  explicit Scratch(size_t size) : blob_(Blob::allocate(size)) {}
  [[nodiscard]] std::byte* data() { return const_cast<std::byte*>(blob_.data()); }

 private:
  Blob blob_;
};

// Runs every test once per instruction set; those that this machine lacks are skipped.
class EveryIsa : public testing::TestWithParam<cpu::int8::Isa> {
 protected:
  void SetUp() override;
  [[nodiscard]] cpu::int8::Isa isa() const { return GetParam(); }
};

std::string isa_test_name(const testing::TestParamInfo<cpu::int8::Isa>& info);

#define QUERN_EVERY_ISA(FIXTURE)                                                              \
  INSTANTIATE_TEST_SUITE_P(                                                                   \
      Isa, FIXTURE,                                                                           \
      testing::Values(::quern::cpu::int8::Isa::Scalar, ::quern::cpu::int8::Isa::Avx2,         \
                      ::quern::cpu::int8::Isa::AvxVnni, ::quern::cpu::int8::Isa::Avx512Vnni), \
      ::quern::test::isa_test_name)

}  // namespace quern::test

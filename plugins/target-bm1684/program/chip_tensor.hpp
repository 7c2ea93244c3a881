// Tensors in device memory, and views of them.
//
// Device memory is counted in 32-bit words. A word holds one float or the same element of four batches of
// 8-bit integers ("4N", isa.md section 4): axis 0 of an 8-bit tensor of N batches has ceil(N/4) steps of
// words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <quern/graph/shape.hpp>
#include <quern/graph/tensor.hpp>

#include "isa/types.hpp"

namespace quern::bm1684 {

// I16: constants of one batch, the same value in both halves of a word. I32: indices between host parts.
enum class Element : uint8_t { F32, I8, U8, I16, I32 };

constexpr bool is_byte(Element e) { return e == Element::I8 || e == Element::U8; }
constexpr Precision precision_of(Element e) {
  if (is_byte(e)) return Precision::I8;
  return e == Element::F32 ? Precision::F32 : e == Element::I16 ? Precision::I16 : Precision::I32;
}

// A block of device memory.
struct Storage {
  int64_t words = 0;
  Blob data;               // coefficients: their bytes; empty: activations
  bool is_pinned = false;  // inputs and outputs of the network: never shared with others
  uint64_t address = 0;    // once memory is laid out
  [[nodiscard]] bool is_coefficient() const { return data.size() > 0; }
};

// A tensor of the graph: where its elements are in a storage. Several tensors may be views of one storage.
struct ChipTensor {
  std::string name;
  Element element = Element::F32;
  Shape shape;  // as in the graph
  int storage = -1;
  int64_t offset = 0;            // words
  std::vector<int64_t> strides;  // words, per axis of word_shape()
};

// The shape in words: of 8-bit tensors the batch axis is divided by 4, rounded up. Rank 0 becomes {1}.
Shape word_shape(const Shape& shape, Element element);

// Row-major strides.
std::vector<int64_t> dense_strides(const Shape& shape);
bool is_dense(const ChipTensor& tensor);

// The strides under which the same memory has another shape; nothing where no strides do.
std::optional<std::vector<int64_t>> reshaped_strides(const Shape& from, const std::vector<int64_t>& strides,
                                                     const Shape& to);

// How the chip's instructions see a tensor of any rank: [N, C, L] as N, C, L, 1; beyond rank 4 the axes
// between the second and the last are one.
Dims canonical_dims(const Shape& shape);

// A tensor's memory seen as 4 dimensions. `dims.n` counts batches, the stride words of batches.
struct SystemView {
  int storage = -1;
  int64_t offset = 0;
  Strides strides;
};
std::optional<SystemView> view_as(const ChipTensor& tensor, const Dims& dims);

// Dims with n in words: what a copy instruction moves.
Dims word_dims(const Dims& dims, Element element);

}  // namespace quern::bm1684

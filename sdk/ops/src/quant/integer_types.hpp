// What the integer operators of domain `quern` share: their element types and attributes.
#pragma once

#include <quern/ops/fixed_point.hpp>

#include "nn/checks.hpp"

namespace quern::ops::quant {

// Calls f.template operator()<T>() with int8_t or uint8_t.
template <class F>
decltype(auto) with_byte_type(DataType type, F&& f) {
  switch (type) {
    case DataType::Int8:
      return f.template operator()<int8_t>();
    case DataType::Uint8:
      return f.template operator()<uint8_t>();
    default:
      throw InputError(std::string("an int8 or uint8 tensor is expected here, not ") + name_of(type));
  }
}

// The elements of an int8 or uint8 tensor, as int32.
std::vector<int32_t> widen(const Tensor& tensor);

// Attribute rshift, in [0, 31].
int read_shift(const Node& node);
// The same for entry `value` of the attribute rshifts.
int checked_shift(int64_t value);
// Attribute multiplier: -255 to 255, the factors of the chip.
int32_t read_multiplier(const Node& node, int64_t fallback);
int32_t checked_multiplier(int64_t value);
// uint8 where attribute relu is 1, else int8.
DataType output_type(const Node& node);

// Inference of operators whose output has the shape of input 0 and the type that relu asks for.
void infer_requantised(InferContext& ctx);
// Inference of operators whose output has the shape and type of input 0.
void infer_same(InferContext& ctx);

// Makes output 0 from 32-bit accumulators: y = sat(round(acc, shift)).
void requantise(ComputeContext& ctx, const std::vector<int64_t>& sums, int shift, DataType type,
                const Shape& shape);

}  // namespace quern::ops::quant

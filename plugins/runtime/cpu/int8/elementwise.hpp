// quern.QAdd, QMul, QRescale, QScale, QLeakyRelu and QPRelu. Layout-free: where channels matter, they are the
// last dimension. `relu` as in the operators: true means a uint8 output, false an int8 output. All use
// parallel_for(); y may be the same memory as an input of the same shape. Shifts are 0 to
// 31, multipliers within ±255.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "broadcast.hpp"
#include "isa.hpp"

namespace quern::cpu::int8 {

struct AddInput {
  Shape dims;  // broadcast against the others as in ONNX, in the layout of y
  bool is_signed = true;
  int multiplier = 1;
  int rshift = 0;
};

// acc = 0; for each input: acc = sat16(acc + round(x·multiplier, rshift)); y = sat(acc).
class Add {
 public:
  static constexpr size_t kMaxInputs = 32;

  // Throws InputError where the inputs cannot be broadcast together or a number is out of range,
  // UnsupportedError for more than kMaxInputs.
  Add(std::vector<AddInput> inputs, bool relu, Isa isa = active_isa());
  [[nodiscard]] const Shape& out_dims() const { return loops_.out_dims; }
  void run(std::span<const void* const> inputs, void* y) const;

 private:
  std::vector<AddInput> inputs_;
  BroadcastLoops loops_;
  bool relu_;
  Isa isa_;
};

// y = sat(round(a·b·multiplier, rshift)).
class Mul {
 public:
  // Throws InputError where the shapes cannot be broadcast together or a number is
  // out of range.
  Mul(const Shape& a_dims, bool a_signed, const Shape& b_dims, bool b_signed, int multiplier, int rshift,
      bool relu, Isa isa = active_isa());
  [[nodiscard]] const Shape& out_dims() const { return loops_.out_dims; }
  void run(const void* a, const void* b, void* y) const;

 private:
  BroadcastLoops loops_;
  bool a_signed_, b_signed_;
  int multiplier_, rshift_;
  bool relu_;
  Isa isa_;
};

// y = sat(round(x·multiplier, rshift)).
void rescale(const void* x, bool is_signed, void* y, bool relu, int64_t count, int multiplier, int rshift,
             Isa isa = active_isa());

// Three numbers for each channel.
struct ChannelScale {
  std::span<const int8_t> scales;
  std::span<const int16_t> biases;
  std::span<const int32_t> rshifts;
};

// t = sat16(x·scale[c] + bias[c]); y = sat(t >> rshifts[c]). x and y: [pixels, channels].
void scale(const void* x, bool is_signed, void* y, bool relu, int64_t pixels, const ChannelScale& channels,
           Isa isa = active_isa());

// y = x ≥ 0 ? x : sat(round(x·multiplier, rshift)). In uint8 nothing is negative: a copy.
void leaky_relu(const void* x, bool is_signed, void* y, int64_t count, int multiplier, int rshift,
                Isa isa = active_isa());

// The same with one multiplier per channel. x and y: [pixels, channels].
void prelu(const void* x, bool is_signed, void* y, int64_t pixels, std::span<const int8_t> slopes, int rshift,
           Isa isa = active_isa());

}  // namespace quern::cpu::int8

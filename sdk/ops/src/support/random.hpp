// Random numbers for operators: the same node gives the same numbers in every run.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

#include "support/infer.hpp"

namespace quern::ops {

// Seeded by the node's attribute "seed" or, without it, by the name of its output.
class RandomSource {
 public:
  explicit RandomSource(const Node& node) : engine_(seed_of(node)) {}

  // Uniform in [0, 1).
  double uniform() { return double(engine_() >> 11) * 0x1p-53; }

  // Normal with mean 0 and deviation 1, by the Box-Muller transform.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  static uint64_t seed_of(const Node& node) {
    if (node.has("seed")) return std::bit_cast<uint32_t>(node.get_float("seed", 0));
    uint64_t hash = 14695981039346656037u;  // FNV-1a
    if (!node.outputs.empty())
      for (const char c : node.outputs[0]) hash = (hash ^ uint8_t(c)) * 1099511628211u;
    return hash;
  }

  std::mt19937_64 engine_;
};

// The float type that "dtype" names, or `fallback` where it is absent.
inline DataType random_type(const Node& node, DataType fallback) {
  const int64_t number = node.get_int("dtype", int64_t(fallback));
  const auto type = DataType(int32_t(number));
  if (number != int32_t(number) || !contains(FloatTypes{}, type))
    throw InputError("random numbers of element type number " + std::to_string(number) + " do not exist");
  return type;
}

// For operators without inputs: the shape is an attribute.
inline void infer_random(InferContext& c) {
  const Shape shape = c.node().require<std::vector<int64_t>>("shape");
  if (!is_static(shape)) throw InputError("the shape " + to_string(shape) + " has a negative dimension");
  set_output(c, 0, random_type(c.node(), DataType::Float), shape);
}

// For operators that take their shape, and their type where it is a float, from input 0.
inline void infer_random_like(InferContext& c) {
  const bool is_float = contains(FloatTypes{}, c.type(0));
  const DataType type = random_type(c.node(), is_float ? c.type(0) : DataType::Float);
  c.output_unknown(0, type);
  set_output(c, 0, type, c.shape(0));
}

// Fills output 0 with draw(source).
template <class F>
void compute_random(ComputeContext& c, void (*infer)(InferContext&), F&& draw) {
  Tensor& y = make_output(c, infer);
  RandomSource source(c.node());
  dispatch(FloatTypes{}, y.type, [&]<class T>() {
    for (int64_t i = 0, n = y.count(); i < n; ++i) y.mutable_data<T>()[i] = T(Compute<T>(draw(source)));
  });
}

inline void draw_uniform(ComputeContext& c, void (*infer)(InferContext&)) {
  const double low = c.node().get_float("low", 0), high = c.node().get_float("high", 1);
  compute_random(c, infer, [&](RandomSource& source) { return low + (high - low) * source.uniform(); });
}

inline void draw_normal(ComputeContext& c, void (*infer)(InferContext&)) {
  const double mean = c.node().get_float("mean", 0), scale = c.node().get_float("scale", 1);
  compute_random(c, infer, [&](RandomSource& source) { return mean + scale * source.normal(); });
}

}  // namespace quern::ops

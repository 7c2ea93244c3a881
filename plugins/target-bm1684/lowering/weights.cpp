#include "lowering/weights.hpp"

#include <algorithm>
#include <cmath>

#include "lowering/fixed_point.hpp"

namespace quern::bm1684 {
namespace {

constexpr double kTolerableOverflow = 0.03;

template <class T>
T saturated_round(double value) {
  const double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
  return static_cast<T>(std::clamp(std::round(value), low, high));
}

bool too_many_overflow(const std::vector<float>& bias, double factor) {
  const auto overflows = [&](float b) { return std::fabs(std::round(b * factor)) > 32767; };
  const auto count = std::count_if(bias.begin(), bias.end(), overflows);
  return double(count) > kTolerableOverflow * double(bias.size());
}

}  // namespace

std::optional<QuantisedWeights> quantise_weights(const Tensor& weights, const Tensor* bias,
                                                 double input_scale, double output_scale, bool clamp_shift) {
  const double ratio = input_scale / output_scale;
  double maximum = 0;
  for (const float w : weights.values<float>()) maximum = std::max(maximum, std::fabs(double(w)));
  int shift = std::min(weight_shift(maximum * ratio), kMaxShift);

  const std::vector<float> biases = bias ? bias->to_float() : std::vector<float>();
  while (shift > 0 && too_many_overflow(biases, std::ldexp(1 / output_scale, shift))) --shift;
  if (shift < 0 && !clamp_shift) return std::nullopt;
  shift = std::max(shift, 0);

  QuantisedWeights result;
  result.shift = shift;
  result.weights = Tensor(DataType::Int8, weights.dims);
  const std::span<const float> source = weights.values<float>();
  int8_t* w8 = result.weights.mutable_data<int8_t>();
  const double weight_factor = std::ldexp(ratio, shift);
  for (size_t i = 0; i < source.size(); ++i) w8[i] = saturated_round<int8_t>(source[i] * weight_factor);
  if (bias) {
    result.bias = Tensor(DataType::Int16, {int64_t(biases.size())});
    int16_t* b16 = result.bias.mutable_data<int16_t>();
    const double bias_factor = std::ldexp(1 / output_scale, shift);
    for (size_t i = 0; i < biases.size(); ++i) b16[i] = saturated_round<int16_t>(biases[i] * bias_factor);
  }
  return result;
}

}  // namespace quern::bm1684

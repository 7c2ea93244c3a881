#include "lowering/weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lowering/fixed_point.hpp"

namespace quern::bm1684 {
namespace {

// Root mean square of activations in steps, as observed on calibrated networks (10 to 30).
constexpr double kTypicalActivation = 20;
constexpr double kRoundingNoise = 1.0 / 12;  // variance of rounding, in steps
constexpr double kFullRange = 126.99;        // weights of the largest magnitude still round to 127

struct Layer {
  double maximum = 0;   // largest |w| in units of output step per input step
  double products = 0;  // multiply-accumulates per output
  std::vector<float> bias;
  double output_scale = 1;
};

// A shift together with the factor by which the output's scale is widened.
struct Choice {
  int shift = 0;
  double widening = 1;
};

// Expected squared error of the output in units of the scale asked for.
double expected_error(const Layer& layer, const Choice& choice) {
  const double gain = std::ldexp(1, choice.shift);
  double cut_off = 0;
  for (const float b : layer.bias) {
    const double excess = std::fabs(b) / (layer.output_scale * choice.widening) - 32767 / gain;
    if (excess > 0) cut_off += excess * excess / double(layer.bias.size());
  }
  const double weight_noise =
      layer.products * kTypicalActivation * kTypicalActivation / (gain * gain) * kRoundingNoise;
  return choice.widening * choice.widening * (kRoundingNoise + weight_noise + cut_off);
}

Choice best_choice(const Layer& layer, const WeightSettings& settings) {
  const int largest = std::min(weight_shift(layer.maximum), kMaxShift);
  std::vector<Choice> choices;
  for (int shift = largest; shift >= 0; --shift) choices.push_back({shift, 1});
  const double widening = std::ldexp(layer.maximum, largest + 1) / kFullRange;
  if (settings.may_widen && largest >= 0 && largest < kMaxShift && layer.maximum > 0)
    choices.push_back({largest + 1, widening});
  Choice best{-1, 1};
  double least = std::numeric_limits<double>::infinity();
  for (const Choice& choice : choices) {
    const bool is_rounded_again = settings.is_rescaled && choice.widening != 1;
    const double error = expected_error(layer, choice) + (is_rounded_again ? kRoundingNoise : 0);
    if (error >= least) continue;
    least = error;
    best = choice;
  }
  return best;
}

template <class T>
Tensor scaled(const Tensor& source, double factor, DataType type) {
  Tensor result(type, source.dims);
  const std::span<const float> values = source.values<float>();
  constexpr double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
  for (size_t i = 0; i < values.size(); ++i)
    result.mutable_data<T>()[i] = static_cast<T>(std::clamp(std::round(values[i] * factor), low, high));
  return result;
}

}  // namespace

std::optional<QuantisedWeights> quantise_weights(const Tensor& weights, const Tensor* bias,
                                                 const Quantisation& input, const Quantisation& output,
                                                 WeightSettings settings) {
  Layer layer;
  for (const float w : weights.values<float>()) layer.maximum = std::max(layer.maximum, std::fabs(double(w)));
  layer.maximum *= double(input.scale()) / output.scale();
  layer.products = double(weights.count()) / double(std::max<int64_t>(weights.dims[0], 1));
  layer.output_scale = output.scale();
  if (bias) layer.bias = bias->to_float();

  Choice choice = best_choice(layer, settings);
  if (choice.shift < 0 && !settings.clamp_shift) return std::nullopt;
  choice.shift = std::max(choice.shift, 0);

  QuantisedWeights result;
  result.shift = choice.shift;
  result.output = {output.threshold * choice.widening, output.is_signed};
  const double scale = result.output.scale();
  result.weights = scaled<int8_t>(weights, std::ldexp(input.scale() / scale, choice.shift), DataType::Int8);
  if (bias) result.bias = scaled<int16_t>(*bias, std::ldexp(1 / scale, choice.shift), DataType::Int16);
  return result;
}

}  // namespace quern::bm1684

// Operators of quantisation-aware training, which round to a grid. Constants are rounded here; of activations
// the range becomes a hint for calibration, and they stay real.
#include <algorithm>
#include <cmath>

#include "ops/quantisation.hpp"

namespace quern::frontend::tensorflow {
namespace {

struct Grid {
  float min, max, scale;
};

// The range is moved a little so that 0 lies on the grid of 2^bits - 1 steps (one less where `narrow`).
Grid nudged(float min, float max, int64_t bits, bool narrow) {
  const double lowest = narrow ? 1 : 0, highest = double((int64_t(1) << bits) - 1);
  const double scale = (double(max) - min) / (highest - lowest);
  if (!(scale > 0)) return {min, max, 0};
  const double zero = std::clamp(std::round(lowest - min / scale), lowest, highest);
  return {float((lowest - zero) * scale), float((highest - zero) * scale), float(scale)};
}

// Where `min` has several elements, they are for the slices of the last axis.
void make_fake_quant(Context& layer, const std::vector<float>& min, const std::vector<float>& max) {
  const int64_t bits = layer.attribute("num_bits", int64_t(8));
  if (bits < 2 || bits > 16 || min.empty() || min.size() != max.size())
    throw InputError("a quantisation to " + std::to_string(bits) + " bits with " +
                     std::to_string(min.size()) + " lowest and " + std::to_string(max.size()) +
                     " highest values");
  if (!layer.is_constant(0)) {
    layer.forward(0);
    add_hint(layer, *std::min_element(min.begin(), min.end()), *std::max_element(max.begin(), max.end()));
    return;
  }
  std::vector<Grid> grids;
  for (size_t i = 0; i < min.size(); ++i)
    grids.push_back(nudged(min[i], max[i], bits, layer.flag("narrow_range")));
  const Tensor tensor = *layer.value(0);
  Tensor result(DataType::Float, tensor.dims);
  auto* to = result.mutable_data<float>();
  const float* from = tensor.data<float>();
  for (int64_t i = 0; i < tensor.count(); ++i) {
    const Grid& g = grids[size_t(i) % grids.size()];
    const float clamped = std::min(std::max(from[i], g.min), g.max);
    to[i] = g.scale > 0 ? std::floor((clamped - g.min) / g.scale + 0.5f) * g.scale + g.min : clamped;
  }
  layer.define_constant(std::move(result));
}

void translate_with_attributes(Context& layer) {
  make_fake_quant(layer, {layer.attribute("min", -6.0f)}, {layer.attribute("max", 6.0f)});
}
QUERN_TRANSLATOR(Context, "FakeQuantWithMinMaxArgs", translate_with_attributes);

void translate_with_inputs(Context& layer) {
  make_fake_quant(layer, layer.constant(1, "the lowest value").to_float(),
                  layer.constant(2, "the highest value").to_float());
}
QUERN_TRANSLATOR(Context, "FakeQuantWithMinMaxVars", translate_with_inputs);
QUERN_TRANSLATOR(Context, "FakeQuantWithMinMaxVarsPerChannel", translate_with_inputs);

// QuantizeAndDequantize: symmetric, by the larger of |min| and |max|.
void translate_quantize_and_dequantize(Context& layer) {
  if (layer.is_constant(0) || layer.input_count() < 3) return layer.forward(0);
  const float min = layer.number(1, "the lowest value"), max = layer.number(2, "the highest value");
  layer.forward(0);
  add_hint(layer, min, max);
}
QUERN_TRANSLATOR(Context, "QuantizeAndDequantizeV2", translate_quantize_and_dequantize);
QUERN_TRANSLATOR(Context, "QuantizeAndDequantizeV3", translate_quantize_and_dequantize);
QUERN_TRANSLATOR(Context, "QuantizeAndDequantizeV4", translate_quantize_and_dequantize);

}  // namespace
}  // namespace quern::frontend::tensorflow

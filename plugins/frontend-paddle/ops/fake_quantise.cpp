// Operators of quantisation-aware training. Rounding goes, the network computes in floats; the ranges become
// calibration hints. A scale is the largest magnitude that can be represented.
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// Hands X on. `slot` holds the scale that training settled on; weights are calibrated by their own values.
void hand_on(Context& layer, const char* slot, const char* result) {
  const std::string x = layer.input("X");
  const Tensor* scale = layer.has_input(slot) ? layer.emit().value(layer.input(slot)) : nullptr;
  const bool is_weight = layer.emit().graph().constant(x) != nullptr;
  if (scale && scale->count() == 1 && !is_weight) layer.hint(x, scale->to_float()[0]);
  layer.emit().make(layer.output(result), "Identity", {x});
}

void translate_fake_quantise(Context& layer) { hand_on(layer, "InScale", "Out"); }
void translate_observer(Context& layer) { hand_on(layer, "InScale", layer.has_output("Out") ? "Out" : "Y"); }

float largest_integer(int64_t bits) {
  if (bits < 2 || bits > 16) throw InputError("a quantisation to " + std::to_string(bits) + " bits");
  return float((int64_t(1) << (bits - 1)) - 1);
}

// Float32 of X, which holds integers when it is a stored weight.
std::string as_float(Context& layer, const std::string& x) { return layer.cast(x, DataType::Float); }

// [C] along `axis` of a tensor of `rank` axes; a single scale as a scalar.
std::string along_axis(Context& layer, const std::string& scale, size_t rank, int64_t axis) {
  if (element_count(layer.shape(scale)) == 1) return layer.reshape("scale", scale, {});
  Shape shape(rank, 1);
  shape[axis_from_front(axis, rank)] = -1;
  return layer.reshape("scale", scale, shape);
}

std::string scaled(Context& layer, const std::string& x, const std::string& scale, float factor) {
  const std::string step = layer.add("step", "Mul", {scale, layer.emit().scalar("factor", factor)});
  return layer.add("real", "Mul", {x, step});
}

// Whether the tensor is a stored weight, possibly behind operators that hand it on.
bool is_stored(Context& layer, const std::string& x) { return layer.emit().graph().constant(x) != nullptr; }

// fake_dequantize_max_abs: Out = X * Scale / max_range. Of a weight as it stands. Of a layer's result, whose
// input was multiplied by range / Scale when it was quantised: with that gone, X * range / max_range.
void translate_dequantise_max_abs(Context& layer) {
  const std::string x = layer.input("X");
  const float most = layer.number("max_range", 127);
  if (!(most > 0)) throw InputError("max_range must be above 0");
  if (is_stored(layer, x)) {
    const std::string scale = along_axis(layer, layer.input("Scale"), layer.rank(x), 0);
    return layer.make("Identity", {scaled(layer, as_float(layer, x), scale, 1 / most)});
  }
  const float range = largest_integer(layer.integer("bit_length", 8));
  layer.make("Mul", {x, layer.emit().scalar("factor", range / most)});
}

// fake_channel_wise_dequantize_max_abs: Scales are those of the weight's channels and, behind a layer, that
// of its input. Out = X * s0[c] / range0 * s1 / range1, where the part of the input falls away as above.
void translate_dequantise_channels(Context& layer) {
  const std::string x = layer.input("X");
  const std::vector<std::string> scales = layer.inputs("Scales");
  const std::vector<int64_t> bits = layer.ints("quant_bits", {8});
  if (scales.empty() || bits.empty()) throw InputError("channel-wise dequantisation without scales");
  // Behind a layer the channels are axis 1 of an image, or the last axis of a matrix product.
  int64_t axis = layer.integer("quant_axis", 0);
  if (!is_stored(layer, x)) axis = layer.integer("x_num_col_dims", 1);
  const std::string scale = along_axis(layer, scales[0], layer.rank(x), axis);
  layer.make("Identity", {scaled(layer, as_float(layer, x), scale, 1 / largest_integer(bits[0]))});
}

// quantize_linear and dequantize_linear stand in pairs around every quantised tensor; stored weights have
// only the second.
void translate_quantize_linear(Context& layer) { hand_on(layer, "Scale", "Y"); }

void translate_dequantize_linear(Context& layer) {
  const std::string x = layer.input("X"), y = layer.output("Y");
  if (!is_stored(layer, x)) return layer.emit().make(y, "Identity", {x});
  if (layer.type(x) == DataType::Float && layer.flag("only_observer", false))
    return layer.emit().make(y, "Identity", {x});
  if (layer.has_input("ZeroPoint"))
    if (const Tensor* zero = layer.emit().value(layer.input("ZeroPoint")))
      for (const float z : zero->to_float())
        if (z != 0) throw UnsupportedError("quantised weights whose zero point is not 0");
  const float range = largest_integer(layer.integer("bit_length", 8));
  const std::string scale =
      along_axis(layer, layer.input("Scale"), layer.rank(x), layer.integer("quant_axis", 0));
  layer.emit().make(y, "Identity", {scaled(layer, as_float(layer, x), scale, 1 / range)});
}

QUERN_PADDLE_OP("fake_quantize_abs_max", translate_fake_quantise);
QUERN_PADDLE_OP("fake_quantize_range_abs_max", translate_fake_quantise);
QUERN_PADDLE_OP("fake_quantize_moving_average_abs_max", translate_fake_quantise);
QUERN_PADDLE_OP("fake_quantize_dequantize_abs_max", translate_fake_quantise);
QUERN_PADDLE_OP("fake_quantize_dequantize_moving_average_abs_max", translate_fake_quantise);
QUERN_PADDLE_OP("fake_channel_wise_quantize_abs_max", translate_fake_quantise);
QUERN_PADDLE_OP("fake_channel_wise_quantize_dequantize_abs_max", translate_fake_quantise);
QUERN_PADDLE_OP("moving_average_abs_max_scale", translate_observer);
QUERN_PADDLE_OP("fake_dequantize_max_abs", translate_dequantise_max_abs);
QUERN_PADDLE_OP("fake_channel_wise_dequantize_max_abs", translate_dequantise_channels);
QUERN_PADDLE_OP("quantize_linear", translate_quantize_linear);
QUERN_PADDLE_OP("dequantize_linear", translate_dequantize_linear);

}  // namespace
}  // namespace quern::frontend::paddle

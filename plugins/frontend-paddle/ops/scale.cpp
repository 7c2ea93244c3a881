// scale: X * scale + bias, or (X + bias) * scale; clip and pow, whose numbers may be tensors, too.
#include <cmath>
#include <limits>

#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// A scalar of the element type of `like`.
std::string scalar_like(Context& layer, const std::string& suffix, float value, const std::string& like) {
  const DataType type = layer.type(like);
  if (type == DataType::Int32)
    return layer.emit().constant(suffix, Tensor::scalar(int32_t(std::lround(value))));
  if (type == DataType::Int64)
    return layer.emit().constant(suffix, Tensor::scalar(int64_t(std::llround(value))));
  if (type != DataType::Float)
    throw UnsupportedError(std::string("element type ") + name_of(type) + " of its input");
  return layer.emit().scalar(suffix, value);
}

bool is_whole(float value) { return std::floor(value) == value && std::abs(value) < 0x1p24f; }

void translate_scale(Context& layer) {
  std::string x = layer.input("X");
  const float bias = layer.number("bias", 0);
  const bool is_computed = layer.has_input("ScaleTensor");
  const float factor = is_computed ? 1 : layer.number("scale", 1);
  const DataType type = layer.type(x);
  // Integers are scaled as floats where the numbers are none, and cut off afterwards.
  if (type != DataType::Float && !(is_whole(factor) && is_whole(bias))) x = layer.cast(x, DataType::Float);
  const std::string scale = is_computed ? layer.cast(layer.input("ScaleTensor"), layer.type(x))
                                        : scalar_like(layer, "scale", factor, x);
  const auto add_bias = [&](const std::string& t) {
    return bias == 0 ? t : layer.add("biased", "Add", {t, scalar_like(layer, "bias", bias, x)});
  };
  const auto multiply = [&](const std::string& t) {
    return factor == 1 && !is_computed ? t : layer.add("scaled", "Mul", {t, scale});
  };
  std::string y = layer.flag("bias_after_scale", true) ? add_bias(multiply(x)) : multiply(add_bias(x));
  if (type != DataType::Undefined) y = layer.cast(y, type);
  layer.make("Identity", {y});
}

void translate_clip(Context& layer) {
  const std::string x = layer.input("X");
  const auto bound = [&](const char* attribute, const char* slot, float none) {
    if (!layer.has_input(slot)) return scalar_like(layer, attribute, layer.number(attribute, none), x);
    return layer.reshape(attribute, layer.cast(layer.input(slot), layer.type(x)), {});
  };
  layer.make("Clip", {x, bound("min", "Min", std::numeric_limits<float>::lowest()),
                      bound("max", "Max", std::numeric_limits<float>::max())});
}

void translate_pow(Context& layer) {
  const std::string x = layer.input("X");
  if (layer.has_input("FactorTensor"))
    return layer.make("Pow", {x, layer.cast(layer.input("FactorTensor"), layer.type(x))});
  const float factor = layer.number("factor", 1);
  if (factor == 2) return layer.make("Mul", {x, x});
  layer.make("Pow", {x, scalar_like(layer, "factor", factor, x)});
}

// X + step, usually a counter.
void translate_increment(Context& layer) {
  const std::string x = layer.input("X");
  layer.make("Add", {x, scalar_like(layer, "step", layer.number("step", 1), x)});
}

QUERN_PADDLE_OP("scale", translate_scale);
QUERN_PADDLE_OP("clip", translate_clip);
QUERN_PADDLE_OP("pow", translate_pow);
QUERN_PADDLE_OP("increment", translate_increment);

}  // namespace
}  // namespace quern::frontend::paddle

// DynamicQuantizeLinear: uint8 with a range that is found at run time and always contains zero.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_dynamic_quantize_linear(Rewriter& r) {
  const auto scalar_cast = [&](const std::string& suffix, const std::string& x, DataType type) {
    return r.add(suffix, "Cast", {x}, {{"to", int64_t(type)}});
  };
  const std::string zero = r.scalar("zero", 0.0f);
  const std::string steps = r.scalar("steps", 255.0f);
  const auto extreme = [&](const std::string& suffix, const std::string& reduce,
                           const std::string& with_zero) {
    return r.add(suffix, with_zero,
                 {r.add(suffix + "_data", reduce, {r.input(0)}, {{"keepdims", int64_t(0)}}), zero});
  };
  const std::string low = extreme("low", "ReduceMin", "Min");
  const std::string high = extreme("high", "ReduceMax", "Max");
  const std::string scale = r.add("scale", "Div", {r.add("range", "Sub", {high, low}), steps});
  const std::string raw = r.add("zero_raw", "Div", {r.add("minus_low", "Sub", {zero, low}), scale});
  const std::string rounded =
      r.add("zero_rounded", "Round", {r.add("zero_clipped", "Clip", {raw, zero, steps})});
  const std::string zero_point = scalar_cast("zero_point", rounded, DataType::Uint8);
  r.finish("QuantizeLinear", {r.input(0), scale, zero_point});
  r.finish_output(1, "Identity", {scale});
  r.finish_output(2, "Identity", {zero_point});
}

QUERN_ONNX_ADAPTER("", "DynamicQuantizeLinear", adapt_dynamic_quantize_linear);

}  // namespace
}  // namespace quern::frontend::onnx

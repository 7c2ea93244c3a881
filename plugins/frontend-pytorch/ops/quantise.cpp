// From float to quantised tensors and back, which are float here.
#include "ops/quantised.hpp"
#include "ops/types.hpp"

namespace quern::frontend::pytorch {

namespace {

// Whether the last node is a Relu that makes `y`.
bool is_relu(Call& call, const std::string& y) {
  const std::vector<Node>& nodes = call.emit().graph().nodes;
  return !nodes.empty() && nodes.back().is("Relu") && nodes.back().outputs[0] == y;
}

}  // namespace

void give_quantised(Call& call, const std::string& y, double scale, int64_t zero_point, DataType type) {
  const Quantisation q{float(scale), zero_point, type};
  if (!(scale > 0 && scale < 1e30)) throw call.wrong("the scale is " + std::to_string(scale));
  std::string result = y;
  if (call.session().options().simulate_quantisation && (type == DataType::Int8 || type == DataType::Uint8)) {
    const std::string step = call.scalar("scale", scale),
                      zero = call.scalar("zero_point", double(zero_point), type);
    const std::string integers = call.add("integers", "QuantizeLinear", {y, step, zero});
    result = call.add("real", "DequantizeLinear", {integers, step, zero});
  } else if (zero_point == 0 && type == DataType::Uint8 && !is_relu(call, y)) {
    // Types that begin at zero often stand for a Relu that was merged into the operator.
    result = call.add("positive", "Relu", {y});
  }
  call.make("Identity", {result});
  call.result().ref<TensorValue>()->quantised = q;
  call.session().add_range_hint(call.output(), q);
}

namespace {

// self, scale, zero_point, dtype
void quantize_per_tensor(Call& call) {
  const DataType type = type_of_dtype(call.arg(3), DataType::Uint8);
  const std::string x = call.tensor(0);
  give_quantised(call, x, call.number(1), call.integer(2), type);
}
void dequantize(Call& call) {
  if (call.arg(0).ref<List>() || call.arg(0).ref<Tuple>())
    throw Call::unsupported("lists of quantised tensors");
  call.make("Identity", {call.tensor(0)});
}
void scale(Call& call) {
  if (!call.tensor_value(0).quantised) throw call.wrong("the tensor is not quantised");
  call.give(double(call.tensor_value(0).quantised->scale));
}
void zero_point(Call& call) {
  if (!call.tensor_value(0).quantised) throw call.wrong("the tensor is not quantised");
  call.give(call.tensor_value(0).quantised->zero_point);
}

// Fake quantisation while training: x, scale, zero_point, quant_min, quant_max.
void fake_quantize(Call& call) {
  const int64_t low = call.integer(3);
  const DataType type = low < 0 ? DataType::Int8 : DataType::Uint8;
  give_quantised(call, call.tensor(0), call.number(1), call.integer(2), type);
}
// x, observer_on, fake_quant_on, running_min, running_max, scale, zero_point, averaging_const, quant_min,
// quant_max, ch_axis, per_row_fake_quant ...: the same with observation of the range, which is over.
void observed_fake_quantize(Call& call) {
  if (call.flag(11, false)) return call.make("Identity", {call.tensor(0)});
  const DataType type = call.integer(8) < 0 ? DataType::Int8 : DataType::Uint8;
  give_quantised(call, call.tensor(0), call.number(5), call.integer(6), type);
}
// x, scale [C], zero_point [C], axis ...: of weights.
void fake_quantize_per_channel(Call& call) { call.make("Identity", {call.tensor(0)}); }

QUERN_TRANSLATOR(Call, "aten::quantize_per_tensor", quantize_per_tensor);
QUERN_TRANSLATOR(Call, "aten::dequantize", dequantize);
QUERN_TRANSLATOR(Call, "aten::q_scale", scale);
QUERN_TRANSLATOR(Call, "aten::q_zero_point", zero_point);
QUERN_TRANSLATOR(Call, "aten::fake_quantize_per_tensor_affine", fake_quantize);
QUERN_TRANSLATOR(Call, "aten::fused_moving_avg_obs_fake_quant", observed_fake_quantize);
QUERN_TRANSLATOR(Call, "aten::fake_quantize_per_channel_affine", fake_quantize_per_channel);

}  // namespace
}  // namespace quern::frontend::pytorch

// quern.QAdd, QMul, QRescale, QScale, QLeakyRelu, QPRelu and QLut.
#include <memory>

#include "broadcast.hpp"
#include "builders.hpp"
#include "int8/elementwise.hpp"
#include "int8/lut.hpp"
#include "integer.hpp"

namespace quern::cpu {
namespace {

// A step on one input whose output lies in the same order and may take over its memory.
void add_step(Planner& planner, const Node& node, Value& x, IntegerStep::Kernel kernel) {
  auto& step = planner.add<IntegerStep>(node, std::vector<Value*>{&x}, planner.make(node.outputs[0], x.order),
                                        std::move(kernel));
  step.overwrites = 0;
}

std::vector<Value*> operands(Planner& planner, const Node& node, const AxisOrder& order) {
  std::vector<Value*> result;
  for (const std::string& input : node.inputs) result.push_back(&broadcast_operand(planner, input, order));
  return result;
}

bool are_bytes(const Planner& planner, const Node& node) {
  for (const std::string& input : node.inputs)
    if (!is_byte(planner, input)) return false;
  return true;
}

// The values of a constant input, or empty.
template <class T>
std::vector<T> channel_values(const Planner& planner, const Node& node, size_t input, int64_t channels) {
  bool is_good = true;
  const T* data = constant_data<T>(planner, node, input, channels, is_good);
  return data ? std::vector<T>(data, data + channels) : std::vector<T>();
}

}  // namespace

bool build_quantized_add(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape multipliers = node.require<Shape>("multipliers"), rshifts = node.require<Shape>("rshifts");
  if (!are_bytes(planner, node) || multipliers.size() != node.inputs.size() ||
      rshifts.size() != node.inputs.size())
    return false;
  const AxisOrder order = broadcast_order(planner, node.inputs, planner.type(node.outputs[0]).shape);
  std::vector<int8::AddInput> inputs;
  for (size_t i = 0; i < node.inputs.size(); ++i)
    inputs.push_back({broadcast_shape(planner.type(node.inputs[i]).shape, order),
                      is_signed(planner, node.inputs[i]), int(multipliers[i]), int(rshifts[i])});
  auto add = std::make_shared<const int8::Add>(std::move(inputs), node.get_int("relu", 0) != 0);
  const std::vector<Value*> values = operands(planner, node, order);
  planner.add<IntegerStep>(node, values, planner.make(node.outputs[0], order),
                           [add](const std::vector<const void*>& x, void* y, std::byte*) { add->run(x, y); });
  return true;
}

bool build_quantized_mul(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  if (!are_bytes(planner, node) || node.inputs.size() != 2) return false;
  const AxisOrder order = broadcast_order(planner, node.inputs, planner.type(node.outputs[0]).shape);
  const auto shape = [&](size_t i) { return broadcast_shape(planner.type(node.inputs[i]).shape, order); };
  auto mul = std::make_shared<const int8::Mul>(
      shape(0), is_signed(planner, node.inputs[0]), shape(1), is_signed(planner, node.inputs[1]),
      int(node.get_int("multiplier", 1)), int(node.require<int64_t>("rshift")), node.get_int("relu", 0) != 0);
  const std::vector<Value*> values = operands(planner, node, order);
  planner.add<IntegerStep>(
      node, values, planner.make(node.outputs[0], order),
      [mul](const std::vector<const void*>& x, void* y, std::byte*) { mul->run(x[0], x[1], y); });
  return true;
}

bool build_quantized_rescale(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  if (!is_byte(planner, node.inputs[0])) return false;
  Value& x = planner.value(node.inputs[0]);
  const int multiplier = int(node.require<int64_t>("multiplier")),
            rshift = int(node.require<int64_t>("rshift"));
  const bool relu = node.get_int("relu", 0) != 0, from_signed = is_signed(planner, node.inputs[0]);
  add_step(planner, node, x, [=, count = x.count()](const std::vector<const void*>& in, void* y, std::byte*) {
    int8::rescale(in[0], from_signed, y, relu, count, multiplier, rshift);
  });
  return true;
}

bool build_quantized_scale(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& shape = planner.type(node.inputs[0]).shape;
  if (!is_byte(planner, node.inputs[0]) || shape.size() < 2 || shape.size() > 5) return false;
  const auto scales = channel_values<int8_t>(planner, node, 1, shape[1]);
  const auto biases = channel_values<int16_t>(planner, node, 2, shape[1]);
  const Shape shifts = node.require<Shape>("rshifts");
  if (scales.empty() || biases.empty() || shifts.size() != scales.size()) return false;
  const std::vector<int32_t> rshifts(shifts.begin(), shifts.end());
  Value& x = planner.value(node.inputs[0], channels_last_order(shape.size()));
  const bool relu = node.get_int("relu", 0) != 0, from_signed = is_signed(planner, node.inputs[0]);
  const int64_t pixels = x.count() / shape[1];
  add_step(planner, node, x, [=](const std::vector<const void*>& in, void* y, std::byte*) {
    int8::scale(in[0], from_signed, y, relu, pixels, {scales, biases, rshifts});
  });
  return true;
}

bool build_quantized_leaky_relu(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  if (!is_byte(planner, node.inputs[0])) return false;
  Value& x = planner.value(node.inputs[0]);
  const int multiplier = int(node.require<int64_t>("multiplier")),
            rshift = int(node.require<int64_t>("rshift"));
  const bool is_signed_input = is_signed(planner, node.inputs[0]);
  add_step(planner, node, x, [=, count = x.count()](const std::vector<const void*>& in, void* y, std::byte*) {
    int8::leaky_relu(in[0], is_signed_input, y, count, multiplier, rshift);
  });
  return true;
}

bool build_quantized_prelu(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& shape = planner.type(node.inputs[0]).shape;
  if (!is_byte(planner, node.inputs[0]) || shape.size() < 2 || shape.size() > 5) return false;
  const auto slopes = channel_values<int8_t>(planner, node, 1, shape[1]);
  if (slopes.empty()) return false;
  Value& x = planner.value(node.inputs[0], channels_last_order(shape.size()));
  const int rshift = int(node.require<int64_t>("rshift"));
  const bool is_signed_input = is_signed(planner, node.inputs[0]);
  const int64_t pixels = x.count() / shape[1];
  add_step(planner, node, x, [=](const std::vector<const void*>& in, void* y, std::byte*) {
    int8::prelu(in[0], is_signed_input, y, pixels, slopes, rshift);
  });
  return true;
}

bool build_quantized_lut(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Tensor* table = planner.constant(node.inputs[1]);
  if (!is_byte(planner, node.inputs[0]) || !table || table->byte_size() != 256) return false;
  Value& x = planner.value(node.inputs[0]);
  add_step(planner, node, x,
           [table = *table, count = x.count()](const std::vector<const void*>& in, void* y, std::byte*) {
             int8::lookup(in[0], y, count, table.blob.data());
           });
  return true;
}

}  // namespace quern::cpu

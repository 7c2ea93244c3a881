// quern.QAveragePool, and MaxPool of integer feature maps.
#include "builders.hpp"
#include "int8/pool.hpp"
#include "integer.hpp"
#include "window.hpp"

namespace quern::cpu {
namespace {

std::optional<int8::PoolShape> pool_shape(const Planner& planner, const Node& node) {
  const Shape& x = planner.type(node.inputs[0]).shape;
  const Shape& y = planner.type(node.outputs[0]).shape;
  if (!is_byte(planner, node.inputs[0]) || x.size() != 4 || node.has_output(1)) return std::nullopt;
  const auto window = window_of(node, node.get_ints("kernel_shape"), 2);
  if (!window) return std::nullopt;
  int8::PoolShape shape;
  shape.batch = x[0];
  shape.channels = x[1];
  shape.in_height = x[2];
  shape.in_width = x[3];
  shape.out_height = y[2];
  shape.out_width = y[3];
  shape.kernel_height = window->kernel[0];
  shape.kernel_width = window->kernel[1];
  shape.stride_height = window->strides[0];
  shape.stride_width = window->strides[1];
  shape.dilation_height = window->dilations[0];
  shape.dilation_width = window->dilations[1];
  shape.pad_top = window->pads_begin[0];
  shape.pad_left = window->pads_begin[1];
  return shape;
}

void add_step(Planner& planner, const Node& node, IntegerStep::Kernel kernel) {
  const AxisOrder order = channels_last_order(4);
  Value& x = planner.value(node.inputs[0], order);
  planner.add<IntegerStep>(node, std::vector<Value*>{&x}, planner.make(node.outputs[0], order),
                           std::move(kernel));
}

}  // namespace

bool build_quantized_average_pool(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const auto shape = pool_shape(planner, node);
  if (!shape) return false;
  const int multiplier = int(node.require<int64_t>("multiplier")),
            rshift = int(node.require<int64_t>("rshift"));
  const bool is_signed_input = is_signed(planner, node.inputs[0]);
  add_step(planner, node, [=](const std::vector<const void*>& in, void* y, std::byte*) {
    int8::average_pool(*shape, is_signed_input, multiplier, rshift, in[0], y);
  });
  return true;
}

bool build_integer_max_pool(Planner& planner, const FusedNode& group) {
  const auto shape = pool_shape(planner, *group.node);
  if (!shape) return false;
  const bool is_signed_input = is_signed(planner, group.node->inputs[0]);
  add_step(planner, *group.node, [=](const std::vector<const void*>& in, void* y, std::byte*) {
    int8::max_pool(*shape, is_signed_input, in[0], y);
  });
  return true;
}

}  // namespace quern::cpu

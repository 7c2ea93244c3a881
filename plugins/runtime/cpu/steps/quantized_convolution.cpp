// quern.QConv, quern.QConvTranspose and quern.QGemm.
#include <memory>

#include "builders.hpp"
#include "int8/conv.hpp"
#include "int8/conv_transpose.hpp"
#include "int8/gemm.hpp"
#include "integer.hpp"
#include "window.hpp"

namespace quern::cpu {
namespace {

int8::OutputStage output_stage(const Node& node) {
  return {int(node.require<int64_t>("rshift")), node.get_int("relu", 0) != 0};
}

// A step that runs packed weights of any kind on one input.
template <class Packed>
void add_step(Planner& planner, const Node& node, Value& input, const AxisOrder& order, Packed weights) {
  auto packed = std::make_shared<const Packed>(std::move(weights));
  auto& step =
      planner.add<IntegerStep>(node, std::vector<Value*>{&input}, planner.make(node.outputs[0], order),
                               [packed](const std::vector<const void*>& inputs, void* y, std::byte* scratch) {
                                 packed->run(inputs[0], y, scratch);
                               });
  step.use_scratch(planner.scratch(packed->scratch_bytes(planner.threads())));
}

// The sizes of a two-dimensional window. A one-dimensional one has height 1.
template <class Shape2d>
void set_window(Shape2d& s, const quern::Shape& x, const Window& w) {
  const size_t last = w.kernel.size() - 1;
  const bool is_flat = last == 0;
  s.batch = x[0];
  s.in_channels = x[1];
  s.in_width = x.back();
  s.kernel_width = w.kernel[last];
  s.stride_width = w.strides[last];
  s.dilation_width = w.dilations[last];
  s.pad_left = w.pads_begin[last];
  s.pad_right = w.pads_end[last];
  if (is_flat) return;
  s.in_height = x[2];
  s.kernel_height = w.kernel[0];
  s.stride_height = w.strides[0];
  s.dilation_height = w.dilations[0];
  s.pad_top = w.pads_begin[0];
  s.pad_bottom = w.pads_end[0];
}

struct Parts {
  const Tensor* kernel;
  const int8_t* weights;
  const int16_t* bias;
  Window window;
};

// The constant inputs and the window of a convolution of either kind; empty where something is not as
// expected.
std::optional<Parts> parts_of(const Planner& planner, const Node& node, int64_t out_channels) {
  const Shape& x = planner.type(node.inputs[0]).shape;
  const Tensor* kernel = planner.constant(node.inputs[1]);
  if (!is_byte(planner, node.inputs[0]) || !kernel || x.size() < 3 || x.size() > 4 ||
      kernel->dims.size() != x.size())
    return std::nullopt;
  bool is_good = true;
  Parts parts{kernel,
              constant_data<int8_t>(planner, node, 1, kernel->count(), is_good),
              constant_data<int16_t>(planner, node, 2, out_channels, is_good),
              {}};
  const auto window = window_of(node, Shape(kernel->dims.begin() + 2, kernel->dims.end()), x.size() - 2);
  if (!is_good || !window) return std::nullopt;
  parts.window = *window;
  return parts;
}

}  // namespace

bool build_quantized_convolution(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& x = planner.type(node.inputs[0]).shape;
  const Shape& y = planner.type(node.outputs[0]).shape;
  const auto parts = parts_of(planner, node, y[1]);
  if (!parts) return false;
  int8::ConvShape shape;
  set_window(shape, x, parts->window);
  shape.out_channels = y[1];
  shape.group = node.get_int("group", 1);
  const AxisOrder order = channels_last_order(x.size());
  int8::PackedConv packed(shape, is_signed(planner, node.inputs[0]), parts->weights, parts->bias,
                          output_stage(node));
  add_step(planner, node, planner.value(node.inputs[0], order), order, std::move(packed));
  return true;
}

bool build_quantized_transposed_convolution(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& x = planner.type(node.inputs[0]).shape;
  const Shape& y = planner.type(node.outputs[0]).shape;
  const auto parts = parts_of(planner, node, y[1]);
  if (!parts) return false;
  int8::ConvTransposeShape shape;
  set_window(shape, x, parts->window);
  shape.out_channels = y[1];
  shape.group = node.get_int("group", 1);
  const Shape padding = node.get_ints("output_padding", Shape(x.size() - 2, 0));
  if (padding.size() != x.size() - 2) return false;
  shape.output_padding_width = padding.back();
  if (padding.size() == 2) shape.output_padding_height = padding[0];
  const AxisOrder order = channels_last_order(x.size());
  int8::PackedConvTranspose packed(shape, is_signed(planner, node.inputs[0]), parts->weights, parts->bias,
                                   output_stage(node));
  add_step(planner, node, planner.value(node.inputs[0], order), order, std::move(packed));
  return true;
}

bool build_quantized_gemm(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& x = planner.type(node.inputs[0]).shape;
  const Shape& w = planner.type(node.inputs[1]).shape;
  bool is_good = is_byte(planner, node.inputs[0]) && !x.empty() && w.size() == 2 && x.back() == w[1];
  if (!is_good) return false;
  const auto* weights = constant_data<int8_t>(planner, node, 1, w[0] * w[1], is_good);
  const auto* bias = constant_data<int16_t>(planner, node, 2, w[0], is_good);
  if (!is_good) return false;
  int8::PackedGemm packed(element_count(x) / w[1], w[1], w[0], is_signed(planner, node.inputs[0]), weights,
                          bias, output_stage(node));
  add_step(planner, node, planner.value(node.inputs[0], plain_order(x.size())), plain_order(x.size()),
           std::move(packed));
  return true;
}

}  // namespace quern::cpu

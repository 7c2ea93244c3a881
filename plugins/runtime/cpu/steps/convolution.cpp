// Conv on float feature maps of rank 3 to 5, with constant weights.
#include "builders.hpp"
#include "dnnl_step.hpp"
#include "planner.hpp"
#include "post_ops.hpp"
#include "window.hpp"

namespace quern::cpu {
namespace {

using dnnl::convolution_forward;
using dnnl::memory;

struct Weights {
  const Tensor* kernel;
  const Tensor* bias;  // null: none
  int64_t group;

  // The shape as oneDNN has it: with the group as first axis where there are several.
  [[nodiscard]] Shape shape() const {
    Shape result = kernel->dims;
    if (group == 1) return result;
    result[0] /= group;
    result.insert(result.begin(), group);
    return result;
  }
  [[nodiscard]] memory::desc plain() const { return {shape(), memory::data_type::f32, strides_of(shape())}; }
  [[nodiscard]] memory::desc any() const {
    return {shape(), memory::data_type::f32, memory::format_tag::any};
  }
};

std::optional<Weights> weights_of(Planner& planner, const Node& node) {
  Weights weights{planner.constant(node.inputs[1]), nullptr, node.get_int("group", 1)};
  const Shape& x = planner.type(node.inputs[0]).shape;
  if (!weights.kernel || weights.kernel->type != DataType::Float) return std::nullopt;
  const Shape& w = weights.kernel->dims;
  if (x.size() < 3 || x.size() > 5 || w.size() != x.size()) return std::nullopt;
  if (weights.group < 1 || w[0] % weights.group != 0 || w[1] * weights.group != x[1]) return std::nullopt;
  if (node.has_input(2)) {
    weights.bias = planner.constant(node.inputs[2]);
    if (!weights.bias || weights.bias->type != DataType::Float || weights.bias->count() != w[0])
      return std::nullopt;
  }
  return weights;
}

convolution_forward::primitive_desc describe(const Shape& x, const Shape& y, const Weights& weights,
                                             const Window& window, const dnnl::post_ops& post_ops) {
  dnnl::primitive_attr attributes = dnnl_attributes();
  attributes.set_post_ops(post_ops);
  Shape dilations;
  for (const int64_t d : window.dilations) dilations.push_back(d - 1);
  const auto kind = dnnl::prop_kind::forward_inference;
  const auto algorithm = dnnl::algorithm::convolution_direct;
  const memory::desc bias({y[1]}, memory::data_type::f32, memory::format_tag::x);
  const auto desc = weights.bias
                        ? convolution_forward::desc(kind, algorithm, dnnl_channels_last(x), weights.any(),
                                                    bias, dnnl_channels_last(y), window.strides, dilations,
                                                    window.pads_begin, window.pads_end)
                        : convolution_forward::desc(kind, algorithm, dnnl_channels_last(x), weights.any(),
                                                    dnnl_channels_last(y), window.strides, dilations,
                                                    window.pads_begin, window.pads_end);
  return {desc, attributes, cpu_engine()};
}

}  // namespace

bool build_convolution(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const TensorType& x = planner.type(node.inputs[0]);
  const std::optional<Weights> weights = weights_of(planner, node);
  if (x.type != DataType::Float || !weights) return false;
  const Shape& w = weights->kernel->dims;
  const auto window = window_of(node, Shape(w.begin() + 2, w.end()), x.shape.size() - 2);
  if (!window) return false;

  const Shape& y = planner.type(group.output()).shape;
  const PostOps post_ops(planner, group.tail, node.outputs[0], feature_map_result(y));
  const auto descriptor = describe(x.shape, y, *weights, *window, post_ops.get());
  if (!group.tail.empty() && is_reference(descriptor)) return false;

  Value& input = planner.value(node.inputs[0], channels_last_order(x.shape.size()));
  auto& step = planner.add<DnnlStep>(node, convolution_forward(descriptor));
  step.read(DNNL_ARG_SRC, input, descriptor.src_desc());
  step.own(DNNL_ARG_WEIGHTS,
           dnnl_packed(weights->plain(), weights->kernel->blob.data(), descriptor.weights_desc()));
  if (weights->bias)
    step.own(DNNL_ARG_BIAS,
             dnnl_packed(descriptor.bias_desc(), weights->bias->blob.data(), descriptor.bias_desc()));
  post_ops.add_operands(step);
  step.write(DNNL_ARG_DST, planner.make(group.output(), channels_last_order(y.size())),
             descriptor.dst_desc());
  step.use_scratch(planner, descriptor.scratchpad_desc());
  return true;
}

}  // namespace quern::cpu

// ConvTranspose on float feature maps of rank 3 to 5, with constant weights.
#include "builders.hpp"
#include "dnnl_step.hpp"
#include "planner.hpp"
#include "post_ops.hpp"
#include "window.hpp"

namespace quern::cpu {
namespace {

using dnnl::deconvolution_forward;
using dnnl::memory;

// ONNX stores [in, out / group, kernel...]; oneDNN describes [group,] out / group, in / group, kernel...: the
// same bytes with other strides.
memory::desc weights_desc(const Shape& w, int64_t group) {
  const Shape strides = strides_of(w);
  Shape dims = w, steps = strides;
  std::swap(dims[0], dims[1]);
  std::swap(steps[0], steps[1]);
  if (group > 1) {
    dims[1] /= group;
    dims.insert(dims.begin(), group);
    steps.insert(steps.begin(), strides[0] * (w[0] / group));
  }
  return {dims, memory::data_type::f32, steps};
}

}  // namespace

bool build_transposed_convolution(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const TensorType& x = planner.type(node.inputs[0]);
  const Tensor* kernel = planner.constant(node.inputs[1]);
  const int64_t groups = node.get_int("group", 1);
  const size_t rank = x.shape.size();
  if (x.type != DataType::Float || !kernel || kernel->type != DataType::Float || node.has("output_shape"))
    return false;
  if (rank < 3 || rank > 5 || kernel->dims.size() != rank) return false;
  if (groups < 1 || kernel->dims[0] != x.shape[1] || x.shape[1] % groups != 0) return false;
  auto window = window_of(node, Shape(kernel->dims.begin() + 2, kernel->dims.end()), rank - 2);
  if (!window) return false;

  // Padding behind is what makes the output as large as inferred; output_padding makes it smaller or
  // negative.
  const Shape& y = planner.type(group.output()).shape;
  Shape dilations;
  for (size_t i = 0; i < rank - 2; ++i) {
    const int64_t extent = window->dilations[i] * (window->kernel[i] - 1) + 1;
    window->pads_end[i] =
        (x.shape[i + 2] - 1) * window->strides[i] + extent - window->pads_begin[i] - y[i + 2];
    if (window->pads_end[i] < 0 || window->pads_begin[i] < 0) return false;
    dilations.push_back(window->dilations[i] - 1);
  }
  Tensor bias(DataType::Float, {y[1]});
  if (node.has_input(2)) {
    const Tensor* given = planner.constant(node.inputs[2]);
    if (!given || given->type != DataType::Float || given->count() != y[1]) return false;
    bias = *given;
  }

  const PostOps post_ops(planner, group.tail, node.outputs[0], feature_map_result(y));
  dnnl::primitive_attr attributes = dnnl_attributes();
  attributes.set_post_ops(post_ops.get());
  const memory::desc stored = weights_desc(kernel->dims, groups);
  const memory::desc bias_desc({y[1]}, memory::data_type::f32, memory::format_tag::x);
  const deconvolution_forward::primitive_desc descriptor(
      {dnnl::prop_kind::forward_inference, dnnl::algorithm::deconvolution_direct, dnnl_channels_last(x.shape),
       memory::desc(stored.dims(), memory::data_type::f32, memory::format_tag::any), bias_desc,
       dnnl_channels_last(y), window->strides, dilations, window->pads_begin, window->pads_end},
      attributes, cpu_engine());
  if (!group.tail.empty() && is_reference(descriptor)) return false;

  Value& input = planner.value(node.inputs[0], channels_last_order(rank));
  auto& step = planner.add<DnnlStep>(node, deconvolution_forward(descriptor));
  step.read(DNNL_ARG_SRC, input, descriptor.src_desc());
  step.own(DNNL_ARG_WEIGHTS, dnnl_packed(stored, kernel->blob.data(), descriptor.weights_desc()));
  step.own(DNNL_ARG_BIAS, dnnl_packed(bias_desc, bias.blob.data(), bias_desc));
  post_ops.add_operands(step);
  step.write(DNNL_ARG_DST, planner.make(group.output(), channels_last_order(rank)), descriptor.dst_desc());
  step.use_scratch(planner, descriptor.scratchpad_desc());
  return true;
}

}  // namespace quern::cpu

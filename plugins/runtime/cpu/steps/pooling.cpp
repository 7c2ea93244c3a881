// MaxPool, AveragePool, GlobalMaxPool and GlobalAveragePool on float feature maps of rank 3 to 5.
#include "builders.hpp"
#include "dnnl_step.hpp"
#include "planner.hpp"
#include "window.hpp"

namespace quern::cpu {
namespace {

using dnnl::algorithm;
using dnnl::memory;
using dnnl::pooling_forward;

bool is_feature_map(const TensorType& x) {
  return x.type == DataType::Float && x.shape.size() >= 3 && x.shape.size() <= 5;
}

void add_step(Planner& planner, const Node& node, algorithm kind, const Window& window) {
  const Shape& x = planner.type(node.inputs[0]).shape;
  const Shape& y = planner.type(node.outputs[0]).shape;
  const pooling_forward::primitive_desc descriptor(
      {dnnl::prop_kind::forward_inference, kind, dnnl_channels_last(x), dnnl_channels_last(y), window.strides,
       window.kernel, window.pads_begin, window.pads_end},
      dnnl_attributes(), cpu_engine());
  Value& input = planner.value(node.inputs[0], channels_last_order(x.size()));
  auto& step = planner.add<DnnlStep>(node, pooling_forward(descriptor));
  step.read(DNNL_ARG_SRC, input, descriptor.src_desc());
  step.write(DNNL_ARG_DST, planner.make(node.outputs[0], channels_last_order(y.size())),
             descriptor.dst_desc());
  step.use_scratch(planner, descriptor.scratchpad_desc());
}

// The window of a pooling node, with padding behind as the output size needs it (ceil_mode), or none where
// oneDNN has another idea of it.
std::optional<Window> pooling_window(const Planner& planner, const Node& node, bool counts_padding) {
  const TensorType& x = planner.type(node.inputs[0]);
  if (!is_feature_map(x) || node.has_output(1)) return std::nullopt;
  const size_t spatial = x.shape.size() - 2;
  auto window = window_of(node, node.get_ints("kernel_shape"), spatial);
  if (!window || window->dilations != Shape(spatial, 1)) return std::nullopt;
  const Shape& y = planner.type(node.outputs[0]).shape;
  for (size_t i = 0; i < spatial; ++i) {
    const int64_t needed =
        (y[i + 2] - 1) * window->strides[i] + window->kernel[i] - x.shape[i + 2] - window->pads_begin[i];
    if (needed > window->pads_end[i]) {
      if (counts_padding) return std::nullopt;
      window->pads_end[i] = needed;
    }
    // A window that sees nothing but padding has no answer that oneDNN and ONNX share.
    if (window->pads_begin[i] < 0 || window->pads_end[i] < 0) return std::nullopt;
    if (window->pads_begin[i] >= window->kernel[i] || needed >= window->kernel[i]) return std::nullopt;
  }
  return window;
}

}  // namespace

bool build_max_pool(Planner& planner, const FusedNode& group) {
  if (planner.type(group.node->inputs[0]).type != DataType::Float)
    return build_integer_max_pool(planner, group);
  const auto window = pooling_window(planner, *group.node, false);
  if (!window) return false;
  add_step(planner, *group.node, algorithm::pooling_max, *window);
  return true;
}

bool build_average_pool(Planner& planner, const FusedNode& group) {
  const bool counts_padding = group.node->get_int("count_include_pad", 0) != 0;
  const auto window = pooling_window(planner, *group.node, counts_padding);
  if (!window) return false;
  add_step(planner, *group.node,
           counts_padding ? algorithm::pooling_avg_include_padding : algorithm::pooling_avg_exclude_padding,
           *window);
  return true;
}

bool build_global_pool(Planner& planner, const FusedNode& group) {
  const TensorType& x = planner.type(group.node->inputs[0]);
  if (!is_feature_map(x)) return false;
  const size_t spatial = x.shape.size() - 2;
  const Window window{Shape(x.shape.begin() + 2, x.shape.end()), Shape(spatial, 1), Shape(spatial, 1),
                      Shape(spatial, 0), Shape(spatial, 0)};
  const bool is_average = group.node->is("GlobalAveragePool");
  add_step(planner, *group.node, is_average ? algorithm::pooling_avg_exclude_padding : algorithm::pooling_max,
           window);
  return true;
}

}  // namespace quern::cpu

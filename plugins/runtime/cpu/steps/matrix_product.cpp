// Gemm and MatMul on floats.
#include <algorithm>
#include <limits>

#include "builders.hpp"
#include "dnnl_step.hpp"
#include "parallel.hpp"
#include "planner.hpp"
#include "post_ops.hpp"

namespace quern::cpu {
namespace {

using dnnl::convolution_forward;
using dnnl::memory;

constexpr auto f32 = memory::data_type::f32;

bool is_float(const Planner& planner, const Node& node) {
  return std::all_of(node.inputs.begin(), node.inputs.end(), [&](const std::string& name) {
    return name.empty() || planner.type(name).type == DataType::Float;
  });
}

// rows x depth times depth x width as a pointwise convolution over a feature map of one column: unlike
// oneDNN's inner product it never cuts the sums among threads, so results do not depend on their number.
// `weights` lies in memory as `stored`, with dims {width, depth, 1, 1}; `bias` (may be null) has one number
// per column.
bool build_constant_product(Planner& planner, const FusedNode& group, const Tensor& weights,
                            const memory::desc& stored, const Tensor* bias) {
  const Node& node = *group.node;
  const Shape& x = planner.type(node.inputs[0]).shape;
  const int64_t width = stored.dims()[0], depth = stored.dims()[1];
  const int64_t rows = element_count(x) / depth;
  const memory::desc source = dnnl_channels_last({1, depth, rows, 1});
  const memory::desc target = dnnl_channels_last({1, width, rows, 1});
  const memory::desc packed(stored.dims(), f32, memory::format_tag::any);
  const memory::desc bias_desc({width}, f32, memory::format_tag::x);

  const Shape& y = planner.type(group.output()).shape;
  const PostOps post_ops(planner, group.tail, node.outputs[0], matrix_result(y));
  dnnl::primitive_attr attributes = dnnl_attributes();
  attributes.set_post_ops(post_ops.get());
  const auto kind = dnnl::prop_kind::forward_inference;
  const auto algorithm = dnnl::algorithm::convolution_direct;
  const memory::dims ones{1, 1}, none{0, 0};
  const auto desc =
      bias ? convolution_forward::desc(kind, algorithm, source, packed, bias_desc, target, ones, none, none)
           : convolution_forward::desc(kind, algorithm, source, packed, target, ones, none, none);
  const convolution_forward::primitive_desc descriptor(desc, attributes, cpu_engine());
  if (!group.tail.empty() && is_reference(descriptor)) return false;

  Value& input = planner.value(node.inputs[0], plain_order(x.size()));
  auto& step = planner.add<DnnlStep>(node, convolution_forward(descriptor));
  step.read(DNNL_ARG_SRC, input, descriptor.src_desc());
  step.own(DNNL_ARG_WEIGHTS, dnnl_packed(stored, weights.blob.data(), descriptor.weights_desc()));
  if (bias) step.own(DNNL_ARG_BIAS, dnnl_packed(bias_desc, bias->blob.data(), bias_desc));
  post_ops.add_operands(step);
  step.write(DNNL_ARG_DST, planner.make(group.output(), plain_order(y.size())), descriptor.dst_desc());
  step.use_scratch(planner, descriptor.scratchpad_desc());
  return true;
}

// How a row-major constant holds the weights: [width, depth] or, transposed, [depth, width].
memory::desc stored_weights(const Shape& shape, bool is_depth_first) {
  const int64_t rows = shape[0], columns = shape[1];
  if (is_depth_first) return {{columns, rows, 1, 1}, f32, memory::dims{1, columns, 1, 1}};
  return {{rows, columns, 1, 1}, f32, memory::dims{columns, 1, 1, 1}};
}

// The bias of a Gemm as one number per column; empty where it is something else.
std::optional<Tensor> column_bias(const Tensor& c, int64_t width) {
  if (c.count() == width && c.dims.back() == width) return c;
  if (c.count() != 1) return std::nullopt;
  return Tensor::from(std::vector<float>(size_t(width), c.data<float>()[0]));
}

}  // namespace

bool build_gemm(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Tensor* b = planner.constant(node.inputs[1]);
  if (!is_float(planner, node) || !b || node.get_int("transA", 0) != 0) return false;
  if (node.get_float("alpha", 1) != 1 || node.get_float("beta", 1) != 1) return false;
  const bool is_transposed = node.get_int("transB", 0) != 0;
  const memory::desc stored = stored_weights(b->dims, !is_transposed);
  if (!node.has_input(2)) return build_constant_product(planner, group, *b, stored, nullptr);
  const Tensor* c = planner.constant(node.inputs[2]);
  const std::optional<Tensor> bias = c ? column_bias(*c, stored.dims()[0]) : std::nullopt;
  return bias && build_constant_product(planner, group, *b, stored, &*bias);
}

bool build_matmul(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& a = planner.type(node.inputs[0]).shape;
  const Shape& b = planner.type(node.inputs[1]).shape;
  if (!is_float(planner, node) || a.size() < 2 || b.size() < 2) return false;
  const Tensor* constant = planner.constant(node.inputs[1]);
  if (constant && b.size() == 2)
    return build_constant_product(planner, group, *constant, stored_weights(b, true), nullptr);
  const Shape& y = planner.type(node.outputs[0]).shape;
  if (!group.tail.empty() || y.size() > DNNL_MAX_NDIMS) return false;

  const auto desc = [&](Shape shape) {
    shape.insert(shape.begin(), y.size() - shape.size(), 1);
    return memory::desc(shape, f32, strides_of(shape));
  };
  // Made and run for one thread, as several may share one sum.
  const ThreadScope one_thread(1);
  const dnnl::matmul::primitive_desc descriptor({desc(a), desc(b), desc(y)}, dnnl_attributes(), cpu_engine());
  Value& left = planner.value(node.inputs[0], plain_order(a.size()));
  Value& right = planner.value(node.inputs[1], plain_order(b.size()));
  auto& step = planner.add<DnnlStep>(node, dnnl::matmul(descriptor));
  step.run_on_one_thread();
  step.read(DNNL_ARG_SRC, left, descriptor.src_desc());
  step.read(DNNL_ARG_WEIGHTS, right, descriptor.weights_desc());
  step.write(DNNL_ARG_DST, planner.make(node.outputs[0], plain_order(y.size())), descriptor.dst_desc());
  step.use_scratch(planner, descriptor.scratchpad_desc());
  return true;
}

}  // namespace quern::cpu

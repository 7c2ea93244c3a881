// Gemm and MatMul on floats.
#include <algorithm>
#include <limits>

#include "builders.hpp"
#include "dnnl_step.hpp"
#include "planner.hpp"
#include "post_ops.hpp"

namespace quern::cpu {
namespace {

using dnnl::inner_product_forward;
using dnnl::memory;

constexpr auto f32 = memory::data_type::f32;

bool is_float(const Planner& planner, const Node& node) {
  return std::all_of(node.inputs.begin(), node.inputs.end(), [&](const std::string& name) {
    return name.empty() || planner.type(name).type == DataType::Float;
  });
}

// `weights` lies in memory as `stored`, with dims {width, depth}; `bias` (may be null) has one number per column.
bool build_inner_product(Planner& planner, const FusedNode& group, const Tensor& weights, const memory::desc& stored,
                         const Tensor* bias) {
  const Node& node = *group.node;
  const Shape& x = planner.type(node.inputs[0]).shape;
  const int64_t width = stored.dims()[0], depth = stored.dims()[1];
  const int64_t rows = element_count(x) / depth;
  const memory::desc source({rows, depth}, f32, memory::format_tag::ab);
  const memory::desc target({rows, width}, f32, memory::format_tag::ab);
  const memory::desc packed({width, depth}, f32, memory::format_tag::any);
  const memory::desc bias_desc({width}, f32, memory::format_tag::x);

  const Shape& y = planner.type(group.output()).shape;
  const PostOps post_ops(planner, group.tail, node.outputs[0], matrix_result(y));
  dnnl::primitive_attr attributes = dnnl_attributes();
  attributes.set_post_ops(post_ops.get());
  const auto kind = dnnl::prop_kind::forward_inference;
  const auto desc = bias ? inner_product_forward::desc(kind, source, packed, bias_desc, target)
                         : inner_product_forward::desc(kind, source, packed, target);
  const inner_product_forward::primitive_desc descriptor(desc, attributes, dnnl_engine());
  if (!group.tail.empty() && is_reference(descriptor)) return false;

  Value& input = planner.value(node.inputs[0], plain_order(x.size()));
  auto& step = planner.add<DnnlStep>(node, inner_product_forward(descriptor));
  step.read(DNNL_ARG_SRC, input, descriptor.src_desc());
  step.own(DNNL_ARG_WEIGHTS, dnnl_packed(stored, weights.blob.data(), descriptor.weights_desc()));
  if (bias) step.own(DNNL_ARG_BIAS, dnnl_packed(bias_desc, bias->blob.data(), bias_desc));
  post_ops.add_operands(step);
  step.write(DNNL_ARG_DST, planner.make(group.output(), plain_order(y.size())), descriptor.dst_desc());
  step.use_scratch(planner, descriptor.scratchpad_desc());
  return true;
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
  const int64_t width = b->dims[is_transposed ? 0 : 1], depth = b->dims[is_transposed ? 1 : 0];
  const memory::desc stored({width, depth}, f32,
                            is_transposed ? memory::format_tag::ab : memory::format_tag::ba);
  if (!node.has_input(2)) return build_inner_product(planner, group, *b, stored, nullptr);
  const Tensor* c = planner.constant(node.inputs[2]);
  const std::optional<Tensor> bias = c ? column_bias(*c, width) : std::nullopt;
  return bias && build_inner_product(planner, group, *b, stored, &*bias);
}

bool build_matmul(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& a = planner.type(node.inputs[0]).shape;
  const Shape& b = planner.type(node.inputs[1]).shape;
  if (!is_float(planner, node) || a.size() < 2 || b.size() < 2) return false;
  const Tensor* constant = planner.constant(node.inputs[1]);
  if (constant && b.size() == 2)
    return build_inner_product(planner, group, *constant,
                               memory::desc({b[1], b[0]}, f32, memory::format_tag::ba), nullptr);
  const Shape& y = planner.type(node.outputs[0]).shape;
  if (!group.tail.empty() || y.size() > DNNL_MAX_NDIMS) return false;

  const auto desc = [&](Shape shape) {
    shape.insert(shape.begin(), y.size() - shape.size(), 1);
    return memory::desc(shape, f32, strides_of(shape));
  };
  const dnnl::matmul::primitive_desc descriptor({desc(a), desc(b), desc(y)}, dnnl_attributes(), dnnl_engine());
  Value& left = planner.value(node.inputs[0], plain_order(a.size()));
  Value& right = planner.value(node.inputs[1], plain_order(b.size()));
  auto& step = planner.add<DnnlStep>(node, dnnl::matmul(descriptor));
  step.read(DNNL_ARG_SRC, left, descriptor.src_desc());
  step.read(DNNL_ARG_WEIGHTS, right, descriptor.weights_desc());
  step.write(DNNL_ARG_DST, planner.make(node.outputs[0], plain_order(y.size())), descriptor.dst_desc());
  step.use_scratch(planner, descriptor.scratchpad_desc());
  return true;
}

}  // namespace quern::cpu

#include "post_ops.hpp"

#include <cmath>
#include <limits>
#include <optional>

#include "dnnl_step.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

using dnnl::algorithm;

std::optional<float> scalar(const Graph& graph, const Node& node, size_t input) {
  const Tensor* t = node.has_input(input) ? graph.constant(node.inputs[input]) : nullptr;
  if (!t || t->type != DataType::Float || t->count() != 1) return std::nullopt;
  return t->data<float>()[0];
}

std::vector<Eltwise> clip(const Graph& graph, const Node& node) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const auto low = node.has_input(1) ? scalar(graph, node, 1) : -infinity;
  const auto high = node.has_input(2) ? scalar(graph, node, 2) : infinity;
  if (!low || !high || !(*low <= *high)) return {};
  if (*low == 0 && *high == infinity) return {{algorithm::eltwise_relu}};
  return {{algorithm::eltwise_clip, *low, *high}};
}

// A binary node with a constant number on one side.
std::vector<Eltwise> with_number(const Graph& graph, const Node& node) {
  const auto left = scalar(graph, node, 0), right = scalar(graph, node, 1);
  if (node.is("Add") && (left || right)) return {{algorithm::eltwise_linear, 1, left ? *left : *right}};
  if (node.is("Mul") && (left || right)) return {{algorithm::eltwise_linear, left ? *left : *right, 0}};
  if (node.is("Sub") && right) return {{algorithm::eltwise_linear, 1, -*right}};
  if (node.is("Sub") && left) return {{algorithm::eltwise_linear, -1, *left}};
  // A reciprocal is exact only for powers of two.
  int exponent = 0;
  if (node.is("Div") && right && std::abs(std::frexp(*right, &exponent)) == 0.5f && std::isnormal(1 / *right))
    return {{algorithm::eltwise_linear, 1 / *right, 0}};
  return {};
}

std::optional<algorithm> binary_of(const Node& node) {
  if (node.is("Add")) return algorithm::binary_add;
  if (node.is("Mul")) return algorithm::binary_mul;
  if (node.is("Sub")) return algorithm::binary_sub;
  if (node.is("Div")) return algorithm::binary_div;
  return std::nullopt;
}

// Which input of a binary node is not `tensor`.
size_t other_input(const Node& node, const std::string& tensor) { return node.inputs[0] == tensor ? 1 : 0; }

Shape padded(const Shape& shape, size_t rank) {
  Shape result(rank - shape.size(), 1);
  result.insert(result.end(), shape.begin(), shape.end());
  return result;
}

bool is_per_channel(const Shape& operand, const Shape& result, size_t channel_axis) {
  for (size_t i = 0; i < result.size(); ++i)
    if (operand[i] != (i == channel_axis ? result[i] : 1)) return false;
  return true;
}

}  // namespace

std::vector<Eltwise> eltwise_of(const Graph& graph, const Node& node) {
  if (node.is("Relu")) return {{algorithm::eltwise_relu}};
  if (node.is("LeakyRelu")) return {{algorithm::eltwise_relu, node.get_float("alpha", 0.01f)}};
  if (node.is("Clip")) return clip(graph, node);
  if (node.is("Sigmoid")) return {{algorithm::eltwise_logistic}};
  if (node.is("Tanh")) return {{algorithm::eltwise_tanh}};
  if (node.is("Elu")) return {{algorithm::eltwise_elu, node.get_float("alpha", 1)}};
  if (node.is("Abs")) return {{algorithm::eltwise_abs}};
  if (node.is("Neg")) return {{algorithm::eltwise_linear, -1, 0}};
  if (node.is("Sqrt")) return {{algorithm::eltwise_sqrt}};
  if (node.is("HardSwish")) return {{algorithm::eltwise_hardswish}};
  if (node.is("HardSigmoid"))
    return {{algorithm::eltwise_linear, node.get_float("alpha", 0.2f), node.get_float("beta", 0.5f)},
            {algorithm::eltwise_clip, 0, 1}};
  if (node.is("Silu", kQuernDomain)) return {{algorithm::eltwise_swish, 1}};
  if (node.is("Mish", kQuernDomain)) return {{algorithm::eltwise_mish}};
  if (node.is("Gelu", kQuernDomain)) {
    const bool is_tanh = node.get_string("approximate", "none") == "tanh";
    return {{is_tanh ? algorithm::eltwise_gelu_tanh : algorithm::eltwise_gelu_erf}};
  }
  return with_number(graph, node);
}

bool append_functions(std::vector<Eltwise>& chain, const std::vector<Eltwise>& next) {
  for (const Eltwise& a : chain)
    for (const Eltwise& b : next)
      if (a.algorithm == b.algorithm && a != b) return false;
  chain.insert(chain.end(), next.begin(), next.end());
  return true;
}

bool is_post_op(const Graph& graph, const TensorTypes& types, const Node& node, const std::string& tensor,
                size_t channel_axis) {
  const auto type = [&](const std::string& name) -> TensorType {
    const auto it = types.find(name);
    return it == types.end() ? TensorType{} : it->second;
  };
  const TensorType result = type(node.outputs[0]);
  const TensorType before = type(tensor);
  if (!result.is_static || result.type != DataType::Float || before.shape != result.shape) return false;
  if (!eltwise_of(graph, node).empty()) return true;
  if (!binary_of(node) || node.inputs.size() != 2) return false;
  const size_t other = other_input(node, tensor);
  if (other == 0 && !node.is("Add") && !node.is("Mul")) return false;
  const TensorType operand = type(node.inputs[other]);
  if (!operand.is_static || operand.type != DataType::Float || operand.shape.size() > result.shape.size())
    return false;
  const Shape shape = padded(operand.shape, result.shape.size());
  return shape == result.shape || is_per_channel(shape, result.shape, channel_axis);
}

ResultLayout feature_map_result(const Shape& shape) {
  const AxisOrder order = channels_last_order(shape.size());
  Shape channels(shape.size(), 1);
  channels[1] = shape[1];
  const auto f32 = dnnl::memory::data_type::f32;
  return {order, dnnl_channels_last(shape), {channels, f32, physical_strides(channels, order)}};
}

ResultLayout matrix_result(const Shape& shape) {
  const int64_t columns = shape.back();
  return {plain_order(shape.size()), dnnl_channels_last({1, columns, element_count(shape) / columns, 1}),
          dnnl_channels_last({1, columns, 1, 1})};
}

PostOps::PostOps(Planner& planner, const std::vector<const Node*>& tail, const std::string& tensor,
                 const ResultLayout& result) {
  std::string current = tensor;
  for (const Node* node : tail) {
    const std::vector<Eltwise> functions = eltwise_of(planner.graph(), *node);
    for (const Eltwise& f : functions) post_ops_.append_eltwise(1, f.algorithm, f.alpha, f.beta);
    if (functions.empty()) {
      const std::string& name = node->inputs[other_input(*node, current)];
      const Shape& operand = planner.type(name).shape;
      const bool is_full = operand == planner.type(node->outputs[0]).shape;
      Value& value = planner.value(name, is_full ? result.order : plain_order(operand.size()));
      const dnnl::memory::desc& desc = is_full ? result.full : result.per_channel;
      operands_.push_back({DNNL_ARG_ATTR_MULTIPLE_POST_OP(post_ops_.len()) | DNNL_ARG_SRC_1, &value, desc});
      post_ops_.append_binary(*binary_of(*node), desc);
    }
    current = node->outputs[0];
  }
}

void PostOps::add_operands(DnnlStep& step) const {
  for (const Operand& operand : operands_) step.read(operand.argument, *operand.value, operand.desc);
}

}  // namespace quern::cpu

#include "passes/evaluate_node.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace quern::passes {
namespace {

// Results up to this size are always fine; larger ones only if the inputs are not much smaller, so that a
// transposed weight is folded and the Expand of a scalar to gigabytes is not.
constexpr double kFreeBytes = 64.0 * 1024 * 1024;
constexpr double kGrowth = 4;
// Most inputs of operators whose result size depends on the data.
constexpr double kDataDependentBytes = 1024.0 * 1024;
// Most multiplications of one node. About a second with the reference kernels.
constexpr double kWork = 1e9;

bool is_random(const Node& node) {
  return node.op_type.starts_with("Random") || node.op_type == "Bernoulli" || node.op_type == "Multinomial";
}

// Operators that do more than a fixed amount of work for each element of their inputs and outputs.
bool is_heavy(const Node& node) {
  static constexpr std::array<std::string_view, 6> names = {"Gemm", "Einsum", "RNN", "GRU", "LSTM", "DFT"};
  for (const char* part : {"Conv", "MatMul", "Pool", "Roi", "NonMaxSuppression", "STFT", "LRN"})
    if (node.op_type.find(part) != std::string::npos) return true;
  return std::find(names.begin(), names.end(), node.op_type) != names.end();
}

double bytes_of(const Tensor& tensor) {
  double bytes = double(tensor.blob.size());
  for (const std::string& s : tensor.strings) bytes += double(s.size() + sizeof(std::string));
  return bytes;
}

// An upper bound of the multiplications: for matrix products the inner dimension, else every input element.
double work_per_output(const Node& node, const std::vector<const Tensor*>& inputs) {
  if (!is_heavy(node)) return 1;
  const bool is_product = node.op_type.find("MatMul") != std::string::npos;
  if (is_product && inputs[0] && !inputs[0]->dims.empty()) return double(inputs[0]->dims.back());
  if (node.is("Gemm") && inputs[0] && inputs[0]->dims.size() == 2)
    return double(std::max(inputs[0]->dims[0], inputs[0]->dims[1]));
  double most = 1;
  for (const Tensor* input : inputs)
    if (input) most = std::max(most, double(input->count()));
  return most;
}

bool is_affordable(const Node& node, const std::vector<const Tensor*>& inputs,
                   const std::vector<ops::InferContext::Output>& inferred) {
  double in = 0, out = 0, elements = 0;
  for (const Tensor* input : inputs)
    if (input) in += bytes_of(*input);
  bool is_known = true;
  for (const ops::InferContext::Output& output : inferred) {
    if (!output.shape || !is_static(*output.shape)) {
      is_known = false;
      continue;
    }
    double count = 1;
    for (const int64_t d : *output.shape) count *= double(d);
    elements += count;
    out += count * double(std::max<size_t>(size_of(output.type), 1));
  }
  if (!is_known) return in <= kDataDependentBytes && !is_heavy(node);
  if (out > kFreeBytes && out > kGrowth * in) return false;
  return elements * work_per_output(node, inputs) <= kWork;
}

bool has_subgraph(const Node& node) {
  return std::any_of(node.attributes.begin(), node.attributes.end(),
                     [](const Attribute& a) { return std::holds_alternative<GraphPtr>(a.value); });
}

}  // namespace

std::optional<std::vector<Tensor>> evaluate_node(const Node& node, const std::vector<const Tensor*>& inputs,
                                                 const std::vector<ops::InferContext::Output>& inferred) {
  for (size_t i = 0; i < inputs.size(); ++i)
    if (node.has_input(i) && !inputs[i]) return std::nullopt;
  const ops::Operator* op = ops::find(node.domain, node.op_type);
  if (!op || !op->compute || is_random(node) || has_subgraph(node)) return std::nullopt;
  if (!is_affordable(node, inputs, inferred)) return std::nullopt;
  std::vector<Tensor> results = ops::compute(node, inputs);
  for (size_t i = 0; i < node.outputs.size(); ++i)
    if (node.has_output(i) && (i >= results.size() || !results[i].is_defined())) return std::nullopt;
  return results;
}

}  // namespace quern::passes

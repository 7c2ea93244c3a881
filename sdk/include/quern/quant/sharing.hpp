// Which tensors of a canonical float graph have a threshold of their own, and which use another's.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <quern/graph/graph.hpp>
#include <quern/graph/index.hpp>

namespace quern::quant {

// True for nodes whose output holds only values of their first input (and zeros), so that both have one
// scale: reshaping, transposing, slicing, splitting, padding with 0, nearest resizing, max pooling and the
// like.
inline bool moves_data(const Graph& graph, const Node& node) {
  static const std::unordered_set<std::string_view> movers = {
      "Reshape", "Flatten", "Squeeze",      "Unsqueeze",    "Transpose", "Identity", "Slice",
      "Split",   "Tile",    "DepthToSpace", "SpaceToDepth", "Expand",    "MaxPool",  "GlobalMaxPool"};
  if (!node.domain.empty() || !node.has_input(0) || graph.constant(node.inputs[0])) return false;
  if (movers.contains(node.op_type)) return true;
  if (node.op_type == "Gather") return node.has_input(1) && graph.constant(node.inputs[1]) != nullptr;
  if (node.op_type == "Resize") return node.get_string("mode", "nearest") == "nearest";
  if (node.op_type != "Pad") return false;
  const std::string mode = node.get_string("mode", "constant");
  if (mode != "constant" || !node.has_input(2)) return true;
  const Tensor* value = graph.constant(node.inputs[2]);
  return value && value->type == DataType::Float && value->count() == 1 && value->values<float>()[0] == 0;
}

// Relu, or Clip with lower bound 0: it fuses into the node that computes its input.
inline bool is_rectifier(const Graph& graph, const Node& node) {
  if (node.is("Relu")) return true;
  if (!node.is("Clip") || !node.has_input(1)) return false;
  const Tensor* low = graph.constant(node.inputs[1]);
  return low && low->type == DataType::Float && low->count() == 1 && low->values<float>()[0] == 0;
}

// LeakyRelu and PRelu leave positive values as they are, so that input and output have one scale.
inline bool is_leaky(const Node& node) { return node.is("LeakyRelu") || node.is("PRelu"); }

// The node can take an activation behind it into itself.
inline bool fuses_activation(const Node& node) {
  static const std::unordered_set<std::string_view> computing = {
      "Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub", "Mul", "Sum", "BatchNormalization"};
  return node.domain.empty() && computing.contains(node.op_type);
}

// Maps every float tensor to the tensor whose threshold it uses. Refers to the graph, which must not change.
class Sharing {
 public:
  explicit Sharing(const Graph& graph) : graph_(&graph), index_(graph) {
    for (const Node& node : graph.nodes)
      for (const std::string& out : node.outputs)
        if (!out.empty()) link(node, out);
  }

  // The tensor whose line in calibration.yaml holds for `tensor`: `tensor` itself where it has its own.
  [[nodiscard]] const std::string& entry_source(const std::string& tensor) const {
    const std::string* current = &tensor;
    for (auto it = link_.find(*current); it != link_.end(); it = link_.find(*current)) current = &it->second;
    return *current;
  }

 private:
  // Links go to a tensor nearer to the source, or from a computing node's output to its activation's. An
  // activation that is the target of such a link has none itself, so following links ends.
  void link(const Node& node, const std::string& out) {
    if (moves_data(*graph_, node)) {
      link_[out] = node.inputs[0];
    } else if (is_leaky(node) && !absorbed(node)) {
      link_[out] = node.inputs[0];
    } else if (fuses_activation(node)) {
      const Node* next = index_.only_consumer(out);
      if (next && next->has_output(0) && next->inputs[0] == out &&
          (is_rectifier(*graph_, *next) || is_leaky(*next)))
        link_[out] = next->outputs[0];
    }
  }
  // The activation is fused into the node before it, which then has no threshold of its own.
  [[nodiscard]] bool absorbed(const Node& activation) const {
    const Node* before = index_.producer(activation.inputs[0]);
    return before && fuses_activation(*before) && index_.only_consumer(activation.inputs[0]) == &activation;
  }

  const Graph* graph_;
  GraphIndex index_;
  std::unordered_map<std::string, std::string> link_;
};

// The tensors that need statistics, in graph order: float inputs and float activations with an entry of their
// own. These are the lines of calibration.yaml.
inline std::vector<std::string> observation_points(const Graph& graph) {
  const Sharing sharing(graph);
  std::vector<std::string> points;
  for (const ValueInfo& input : graph.inputs)
    if (input.type == DataType::Float) points.push_back(input.name);
  for (const Node& node : graph.nodes)
    for (const std::string& out : node.outputs)
      if (!out.empty() && graph.type(out) == DataType::Float && sharing.entry_source(out) == out)
        points.push_back(out);
  return points;
}

}  // namespace quern::quant

#include "graph/ports.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "graph/inline_functions.hpp"
#include "graph/node_outputs.hpp"

namespace quern::frontend::tensorflow {
namespace {

// Identity nodes behind Switch nodes: whoever waits for one is on that branch.
std::unordered_set<std::string> pivots_of(const SourceGraph& graph) {
  std::unordered_set<std::string> switched, pivots;
  for (const Node& node : graph.nodes)
    if (node.op == "Switch" || node.op == "RefSwitch") switched.insert(node.name);
  if (switched.empty()) return pivots;
  for (const Node& node : graph.nodes)
    if (node.op == "Identity" && !node.inputs.empty() &&
        switched.contains(parse_tensor_name(node.inputs[0]).node))
      pivots.insert(node.name);
  return pivots;
}

constexpr size_t kMostTensors = 1'000'000;

// The number of outputs that are known of or read.
std::unordered_map<std::string, size_t> output_counts(const SourceGraph& graph) {
  constexpr size_t kMostOutputs = 100'000;
  std::unordered_map<std::string, size_t> counts;
  for (const Node& node : graph.nodes) counts[node.name] = output_count(node);
  for (const Node& node : graph.nodes)
    for (const std::string& input : node.inputs) {
      const TensorName name = parse_tensor_name(input);
      const auto it = counts.find(name.node);
      if (it == counts.end() || name.output < it->second) continue;
      if (name.output >= kMostOutputs)
        throw InputError("a node reads output " + std::to_string(name.output) + " of \"" + name.node + "\"",
                         node.name);
      it->second = name.output + 1;
    }
  size_t total = 0;
  for (const auto& [node, count] : counts) total += count;
  if (total > kMostTensors)
    throw InputError("the graph has more than " + std::to_string(kMostTensors) + " tensors");
  return counts;
}

// Nodes that make no result of the network.
bool serves_training(const Node& node) {
  static constexpr std::array<std::string_view, 13> kOperators = {"Assert",
                                                                  "NoOp",
                                                                  "Const",
                                                                  "Print",
                                                                  "PrintV2",
                                                                  "SaveV2",
                                                                  "MergeV2Checkpoints",
                                                                  "RestoreV2",
                                                                  "ShardedFilename",
                                                                  "VarIsInitializedOp",
                                                                  "IsVariableInitialized",
                                                                  "VarHandleOp",
                                                                  "ReadVariableOp"};
  return std::find(kOperators.begin(), kOperators.end(), node.op) != kOperators.end() ||
         node.op.ends_with("Summary") || node.op.starts_with("Assign");
}

}  // namespace

bool is_placeholder(const Node& node) { return node.op == "Placeholder" || node.op == "PlaceholderV2"; }

std::vector<LayerPorts> ports_of(const SourceGraph& graph, const std::unordered_set<std::string>& given,
                                 const std::map<std::string, AtrousConvolution>& atrous) {
  const std::unordered_set<std::string> pivots = pivots_of(graph);
  const auto counts = output_counts(graph);
  std::vector<LayerPorts> layers;
  layers.reserve(graph.nodes.size());
  for (const Node& node : graph.nodes) {
    LayerPorts layer{node.op, node.name, node.inputs, {}};
    if (node.op.ends_with("NextIteration")) layer.inputs.clear();  // it closes the circle of a loop
    if (node.inputs.empty())
      for (const std::string& control : node.controls)
        if (pivots.contains(control)) layer.inputs.push_back(control);
    if (const auto it = atrous.find(node.name); it != atrous.end())
      layer.inputs.insert(layer.inputs.end(), {it->second.block, it->second.crops});
    for (size_t k = 0; k < counts.at(node.name); ++k) {
      std::string tensor = tensor_name(node.name, k);
      layer.outputs.push_back(given.contains(tensor) ? std::string() : std::move(tensor));
    }
    layers.push_back(std::move(layer));
  }
  return layers;
}

std::vector<std::string> unread_tensors(const SourceGraph& graph) {
  std::unordered_set<std::string> read;  // nodes
  for (const Node& node : graph.nodes)
    for (const std::string& input : node.inputs) read.insert(parse_tensor_name(input).node);
  std::vector<std::string> tensors;
  for (const Node& node : graph.nodes) {
    if (read.contains(node.name) || serves_training(node)) continue;
    size_t count = node.op.find("BatchNorm") != std::string::npos ? 1 : output_count(node);
    const auto* called = node.find<FunctionName>("f");
    const auto function = graph.functions.find(called ? called->name : node.op);
    if (function != graph.functions.end()) count = function->second.results.size();
    if (tensors.size() + count > kMostTensors)
      throw InputError("the graph has more than " + std::to_string(kMostTensors) + " tensors");
    for (size_t k = 0; k < count; ++k) tensors.push_back(tensor_name(node.name, k));
  }
  return tensors;
}

std::vector<std::string> fed_tensors(const SourceGraph& graph, const std::vector<std::string>& tensors,
                                     const std::unordered_set<std::string>& given) {
  std::unordered_map<std::string, std::vector<const Node*>> readers;
  for (const Node& node : graph.nodes)
    for (const std::string& input : node.inputs) readers[parse_tensor_name(input).node].push_back(&node);
  std::unordered_set<std::string> fed;  // nodes
  std::vector<std::string> open;
  for (const std::string& tensor : given) open.push_back(parse_tensor_name(tensor).node);
  while (!open.empty()) {
    const std::string name = std::move(open.back());
    open.pop_back();
    for (const Node* reader : readers[name])
      if (fed.insert(reader->name).second) open.push_back(reader->name);
  }
  std::vector<std::string> result;
  for (const std::string& tensor : tensors) {
    std::string current = current_name(graph, tensor);
    if (fed.contains(parse_tensor_name(current).node)) result.push_back(std::move(current));
  }
  return result;
}

}  // namespace quern::frontend::tensorflow

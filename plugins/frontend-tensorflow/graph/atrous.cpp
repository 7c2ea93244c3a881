#include "graph/atrous.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace quern::frontend::tensorflow {
namespace {

class Finder {
 public:
  explicit Finder(const SourceGraph& graph) {
    for (const Node& node : graph.nodes) {
      nodes_.emplace(node.name, &node);
      for (const std::string& input : node.inputs) readers_[input].push_back(&node);
    }
  }

  // Nothing where the pattern does not hold.
  [[nodiscard]] std::optional<AtrousConvolution> match(const Node& start) const {
    AtrousConvolution found;
    const Node* node = only_reader(start);
    if (node && node->op == "ExpandDims") {
      found.has_expanded_axis = true;
      node = only_reader(*node);
    }
    if (!node || !is_plain_convolution(*node) || readers_.contains(start.name + ":1")) return std::nullopt;
    found.convolution = node->name;
    bool squeezed = false;
    for (node = only_reader(*node); node && is_pointwise(*node); node = only_reader(*node))
      squeezed |= node->op == "Squeeze";
    if (!node || node->op != "BatchToSpaceND" || node->inputs.size() < 3) return std::nullopt;
    if (squeezed != found.has_expanded_axis) return std::nullopt;
    found.batch_to_space = node->name;
    found.block = node->inputs[1];
    found.crops = node->inputs[2];
    if (depends(found.block, start) || depends(found.crops, start)) return std::nullopt;
    return found;
  }

 private:
  // The only node that reads output 0, as its first input; null where there are several.
  [[nodiscard]] const Node* only_reader(const Node& node) const {
    const auto it = readers_.find(node.name);
    if (it == readers_.end() || it->second.size() != 1) return nullptr;
    const Node* reader = it->second[0];
    return reader->inputs[0] == node.name ? reader : nullptr;
  }

  static bool is_plain_convolution(const Node& node) {
    if (node.op != "Conv2D" && node.op != "DepthwiseConv2dNative") return false;
    const std::vector<int64_t> strides = node.get<AttributeList>("strides", {}).ints;
    return node.get<std::string>("padding", "") == "VALID" &&
           std::all_of(strides.begin(), strides.end(), [](int64_t s) { return s == 1; });
  }

  static bool is_pointwise(const Node& node) {
    static constexpr std::array<std::string_view, 9> kOperators = {
        "BiasAdd",         "Relu",    "Relu6",          "Elu",
        "Identity",        "Squeeze", "FusedBatchNorm", "FusedBatchNormV2",
        "FusedBatchNormV3"};
    return std::find(kOperators.begin(), kOperators.end(), node.op) != kOperators.end();
  }

  // Whether `tensor` is computed from `start`.
  [[nodiscard]] bool depends(const std::string& tensor, const Node& start) const {
    std::unordered_set<std::string> seen;
    std::vector<std::string> open = {parse_tensor_name(tensor).node};
    constexpr size_t kMostFollowed = 1000;  // blocks and crops are constants, or follow from shapes
    while (!open.empty()) {
      if (seen.size() > kMostFollowed) return true;
      const std::string name = std::move(open.back());
      open.pop_back();
      if (name == start.name) return true;
      const auto it = nodes_.find(name);
      if (it == nodes_.end() || !seen.insert(name).second) continue;
      for (const std::string& input : it->second->inputs) open.push_back(parse_tensor_name(input).node);
    }
    return false;
  }

  std::unordered_map<std::string, const Node*> nodes_;
  std::unordered_map<std::string, std::vector<const Node*>> readers_;  // of a tensor
};

}  // namespace

std::map<std::string, AtrousConvolution> find_atrous_convolutions(const SourceGraph& graph) {
  std::map<std::string, AtrousConvolution> found;
  const auto is_start = [](const Node& node) { return node.op == "SpaceToBatchND"; };
  if (std::none_of(graph.nodes.begin(), graph.nodes.end(), is_start)) return found;
  const Finder finder(graph);
  for (const Node& node : graph.nodes)
    if (is_start(node))
      if (std::optional<AtrousConvolution> atrous = finder.match(node)) found.emplace(node.name, *atrous);
  return found;
}

}  // namespace quern::frontend::tensorflow

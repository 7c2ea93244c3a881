#include "graph/images.hpp"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <unordered_set>

#include "ops/permutation.hpp"

namespace quern::frontend::tensorflow {
namespace {

constexpr size_t kMostFollowed = 1000;

// Operators with the attribute data_format, or that know no other layout than channels last.
bool knows_layout(const Node& node) {
  static const std::unordered_set<std::string_view> operators = {
      // clang-format off
      "Conv2D", "_FusedConv2D", "Conv3D", "DepthwiseConv2dNative", "_FusedDepthwiseConv2dNative",
      "Conv2DBackpropInput", "Conv3DBackpropInputV2", "MaxPool", "MaxPoolV2", "MaxPool3D", "MaxPoolWithArgmax",
      "AvgPool", "AvgPool3D", "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3", "_FusedBatchNormEx",
      "BatchNormWithGlobalNormalization", "BiasAdd", "LRN", "ResizeBilinear", "ResizeNearestNeighbor",
      "ResizeBicubic", "DepthToSpace", "SpaceToDepth", "SpaceToBatch", "SpaceToBatchND", "CropAndResize"
      // clang-format on
  };
  return operators.contains(node.op);
}

// Operators that give each position what depends on it alone.
bool leaves_positions(const Node& node) {
  static const std::unordered_set<std::string_view> operators = {
      // clang-format off
      "Identity", "StopGradient", "PlaceholderWithDefault", "Cast", "Pad", "PadV2", "MirrorPad", "Switch", "Merge",
      "Relu", "Relu6", "LeakyRelu", "Elu", "Sigmoid", "Tanh", "Abs", "Exp", "Log", "Sqrt", "Rsqrt", "Square", "Add",
      "AddV2", "Sub", "Mul", "RealDiv", "Div", "Maximum", "Minimum", "FakeQuantWithMinMaxVars",
      "FakeQuantWithMinMaxArgs"
      // clang-format on
  };
  return operators.contains(node.op);
}

bool fits(const Shape& dims, const PartialShape& declared, const std::optional<int64_t>& channels) {
  if (channels && dims.back() != *channels) return false;
  if (!declared) return true;
  if (declared->size() != dims.size()) return false;
  for (size_t i = 0; i < dims.size(); ++i)
    if ((*declared)[i] >= 0 && (*declared)[i] != dims[i]) return false;
  return true;
}

}  // namespace

ImageUses::ImageUses(const SourceGraph& graph) {
  for (const Node& node : graph.nodes) {
    nodes_.emplace(node.name, &node);
    for (const std::string& input : node.inputs) readers_[input].push_back(&node);
  }
}

ImageUse ImageUses::of(const std::string& start) const {
  ImageUse use;
  std::queue<std::string> open;
  std::unordered_set<std::string> seen = {start};
  open.push(start);
  size_t followed = 0;
  while (!open.empty() && use.layout == ImageUse::Layout::Unknown) {
    const std::string tensor = open.front();
    open.pop();
    const auto readers = readers_.find(tensor);
    if (readers == readers_.end()) continue;
    for (const Node* node : readers->second) {
      if (++followed > kMostFollowed) return use;
      learn(*node, tensor, use);
      if (!leaves_positions(*node)) continue;
      for (const size_t k : {0, 1})
        if (const std::string output = tensor_name(node->name, k); seen.insert(output).second)
          open.push(output);
    }
  }
  return use;
}

void ImageUses::learn(const Node& node, const std::string& tensor, ImageUse& use) const {
  using Layout = ImageUse::Layout;
  if (use.layout != Layout::Unknown) return;
  if (node.op == "Transpose") {
    const std::vector<int64_t> perm = small_value(node, 1);
    if (perm == channels_first(perm.size()) && perm.size() > 3) use.layout = Layout::ChannelsLast;
    const Permutation back = between(channels_first(perm.size()), {}, perm.size());
    if (perm == back && perm.size() > 3) use.layout = Layout::ChannelsSecond;
  } else if (knows_layout(node)) {
    const std::string format = node.get<std::string>("data_format", "NHWC");
    use.layout = format == "NCHW" || format == "NCDHW" ? Layout::ChannelsSecond : Layout::ChannelsLast;
    learn_channels(node, use);
  } else if (!use.channels && leaves_positions(node) && node.inputs.size() == 2) {
    // A vector that is added or multiplied goes along the channels.
    const std::optional<Shape> other = constant_dims(node, node.inputs[0] == tensor ? 1 : 0);
    if (other && other->size() == 1 && (*other)[0] > 1) use.channels = (*other)[0];
  }
}

void ImageUses::learn_channels(const Node& node, ImageUse& use) const {
  const std::optional<Shape> dims = constant_dims(node, 1);
  if (!dims) return;
  const bool is_transposed = node.op.ends_with("BackpropInput") || node.op.ends_with("BackpropInputV2");
  if (dims->size() == 1)
    use.channels = (*dims)[0];  // a bias, or the scale of a normalisation
  else if (dims->size() >= 4 && node.op.find("Conv") != std::string::npos)
    use.channels = (*dims)[dims->size() - (is_transposed ? 1 : 2)];
}

// The constant behind an input and nodes that keep its shape.
const Constant* ImageUses::constant(const Node& node, size_t input) const {
  const Node* at = &node;
  for (int i = 0; i < 100; ++i) {
    if (input >= at->inputs.size()) return nullptr;
    const auto it = nodes_.find(parse_tensor_name(at->inputs[input]).node);
    if (it == nodes_.end()) return nullptr;
    at = it->second;
    if (at->op == "Const") return at->find<Constant>("value");
    if (at->op != "Identity" && at->op != "Dequantize" && at->op != "Cast" && at->op != "Enter" &&
        !at->op.starts_with("FakeQuant"))
      return nullptr;
    input = 0;
  }
  return nullptr;
}

std::optional<Shape> ImageUses::constant_dims(const Node& node, size_t input) const {
  const Constant* value = constant(node, input);
  return value ? std::optional(value->dims) : std::nullopt;
}

std::vector<int64_t> ImageUses::small_value(const Node& node, size_t input) const {
  const Constant* value = constant(node, input);
  const bool is_list = value && value->dims.size() == 1 && value->dims[0] <= 8;
  return is_list && (value->type == Type::Int32 || value->type == Type::Int64) ? decode(*value).to_int64()
                                                                               : std::vector<int64_t>();
}

bool is_channels_last(const ImageUse& use, const PartialShape& declared, const std::optional<Shape>& bound) {
  const bool is_declared = declared && !declared->empty();
  const Shape dims = is_declared ? *declared : bound.value_or(Shape());
  if (dims.size() != 4 && dims.size() != 5) return false;
  if (use.layout != ImageUse::Layout::Unknown) return use.layout == ImageUse::Layout::ChannelsLast;
  const auto is_usual = [](int64_t channels) { return channels == 1 || channels == 3 || channels == 4; };
  return use.channels || is_usual(dims.back()) || (!is_declared && is_usual(dims[1]));
}

Shape source_binding(const Shape& bound, const PartialShape& declared, const ImageUse& use) {
  const Shape counted_first = source_dims(bound, channels_first(bound.size()));
  for (const std::optional<int64_t>& channels : {use.channels, std::optional<int64_t>()}) {
    if (fits(counted_first, declared, channels)) return counted_first;
    if (fits(bound, declared, channels)) return bound;
  }
  return bound;
}

}  // namespace quern::frontend::tensorflow

// Which inputs are images with channels last.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// What the nodes behind an input tell about it.
struct ImageUse {
  enum class Layout { Unknown, ChannelsLast, ChannelsSecond };
  Layout layout = Layout::Unknown;
  std::optional<int64_t> channels;
};

// Follows tensors through operators that leave positions alone to the first ones that know about channels.
class ImageUses {
 public:
  explicit ImageUses(const SourceGraph& graph);  // which outlives this object
  [[nodiscard]] ImageUse of(const std::string& tensor) const;

 private:
  void learn(const Node& node, const std::string& tensor, ImageUse& use) const;
  void learn_channels(const Node& node, ImageUse& use) const;
  [[nodiscard]] const Constant* constant(const Node& node, size_t input) const;
  [[nodiscard]] std::optional<Shape> constant_dims(const Node& node, size_t input) const;
  [[nodiscard]] std::vector<int64_t> small_value(const Node& node, size_t input) const;

  std::unordered_map<std::string, const Node*> nodes_;
  std::unordered_map<std::string, std::vector<const Node*>> readers_;
};

// Whether to hold an input in ONNX's order of axes: it has four or five, and the operators behind it take the
// last ones as channels; where they tell nothing, whether there are 1, 3 or 4 of these. `bound` may be in
// either order and counts where the model declares no shape.
bool is_channels_last(const ImageUse& use, const PartialShape& declared, const std::optional<Shape>& bound);

// The shape that the user bound, in the source's order of axes: users may count in the model's order or in
// the converted one's. The converted order counts where both fit `declared` and the channels.
Shape source_binding(const Shape& bound, const PartialShape& declared, const ImageUse& use);

}  // namespace quern::frontend::tensorflow

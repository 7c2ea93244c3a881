#include "ops/detection_head.hpp"

#include <cmath>
#include <limits>

namespace quern::frontend::darknet {
namespace {

// Splits the numbers of every box; tensors are [batch, H, W, A, n].
struct Parts {
  std::string x, y, sizes, objectness, classes;
};

Parts split(Context& layer, const Head& head) {
  Emitter& emit = layer.emit();
  const Dims& in = layer.in();
  const std::string boxes = layer.reshaped(
      "boxes", layer.input(), {layer.batch(), head.boxes_per_cell(), 5 + head.classes, in.height, in.width});
  const std::string rows = emit.add("rows", "Transpose", {boxes}, {{"perm", Shape{0, 3, 4, 1, 2}}});
  const Parts parts = {emit.tensor("tx"), emit.tensor("ty"), emit.tensor("tsize"), emit.tensor("tobject"),
                       emit.tensor("tclass")};
  Node node("Split", {rows, emit.ints("parts", {1, 1, 2, 1, head.classes})},
            {parts.x, parts.y, parts.sizes, parts.objectness, parts.classes});
  node.set("axis", int64_t(4));
  emit.append(std::move(node));
  return parts;
}

std::string sigmoid(Context& layer, const Head& head, const std::string& name, const std::string& tensor) {
  return head.activated ? tensor : layer.emit().add(name, "Sigmoid", {tensor});
}

// (scale t - (scale - 1) / 2 + cell) / cells, where t is in 0..1.
std::string centre(Context& layer, const Head& head, const std::string& name, const std::string& t,
                   int64_t cells, size_t axis) {
  Emitter& emit = layer.emit();
  std::vector<float> begins;
  for (int64_t i = 0; i < cells; ++i)
    begins.push_back(float((double(i) - (double(head.scale_xy) - 1) / 2) / double(cells)));
  Shape shape(5, 1);
  shape[axis] = cells;
  const std::string step = emit.scalar(name + "_step", head.scale_xy / float(cells));
  const std::string moved =
      emit.add(name + "_in_cell", "Mul", {sigmoid(layer, head, name + "_sigmoid", t), step});
  return emit.add(name, "Add", {moved, emit.constant(name + "_cell", Tensor::from(begins, shape))});
}

std::string sizes(Context& layer, const Head& head, const std::string& t) {
  Emitter& emit = layer.emit();
  std::vector<float> factors = head.anchors;
  if (head.squared_sizes)
    for (float& factor : factors) factor *= 4;
  const std::string grown =
      head.squared_sizes ? emit.add("size_square", "Mul", {t, t}) : emit.add("size_exp", "Exp", {t});
  const Shape shape = {1, 1, 1, head.boxes_per_cell(), 2};
  return emit.add("size", "Mul", {grown, emit.constant("anchors", Tensor::from(factors, shape))});
}

std::string probabilities(Context& layer, const Head& head, const std::string& objectness,
                          const std::string& t) {
  Emitter& emit = layer.emit();
  const std::string classes = head.softmax ? emit.add("class_softmax", "Softmax", {t}, {{"axis", int64_t(4)}})
                                           : sigmoid(layer, head, "class_sigmoid", t);
  std::string likely = objectness;
  if (head.drop_unlikely) {  // keeps 1/2 itself: ThresholdedRelu drops what is not above alpha
    const float below = std::nextafter(0.5f, 0.0f);
    likely = emit.add("likely", "ThresholdedRelu", {objectness}, {{"alpha", below}});
  }
  const std::string result = emit.add("probability", "Mul", {classes, likely});
  const float threshold = layer.decoding().threshold;
  return threshold > 0 ? emit.add("above_threshold", "ThresholdedRelu", {result}, {{"alpha", threshold}})
                       : result;
}

}  // namespace

void make_raw_head(Context& layer) { layer.emit().make(layer.output(), "Identity", {layer.input()}); }

void check_head_channels(const Geometry& layer, int64_t boxes_per_cell, int64_t numbers_per_box) {
  if (layer.input().channels == boxes_per_cell * numbers_per_box) return;
  layer.fail("the layer before it has " + std::to_string(layer.input().channels) + " channels, but " +
             std::to_string(boxes_per_cell) + " boxes of " + std::to_string(numbers_per_box) +
             " numbers need " + std::to_string(boxes_per_cell * numbers_per_box) +
             ": \"filters\" there and \"classes\", \"num\" or \"mask\" here contradict each other");
}

void decode_head(Context& layer, const Head& head) {
  Emitter& emit = layer.emit();
  const Dims& in = layer.in();
  const Parts parts = split(layer, head);
  const std::string objectness = sigmoid(layer, head, "objectness", parts.objectness);
  const std::string all = emit.add(
      "joined", "Concat",
      {centre(layer, head, "x", parts.x, in.width, 2), centre(layer, head, "y", parts.y, in.height, 1),
       sizes(layer, head, parts.sizes), objectness, probabilities(layer, head, objectness, parts.classes)},
      {{"axis", int64_t(4)}});
  layer.reshape(layer.output(), all,
                {layer.batch(), in.height * in.width * head.boxes_per_cell(), 5 + head.classes});
}

}  // namespace quern::frontend::darknet

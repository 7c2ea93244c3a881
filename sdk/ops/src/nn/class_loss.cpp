#include "nn/class_loss.hpp"

namespace quern::ops::nn {

Shape class_loss_shape(const Node& node, const Shape& scores, const Shape& labels) {
  if (scores.size() < 2)
    throw InputError("the scores must have at least 2 axes, their shape is " + to_string(scores));
  Shape expected = scores;
  expected.erase(expected.begin() + 1);
  require_shape(labels, expected, "the labels");
  const std::string reduction = node.get_string("reduction", "mean");
  require(reduction == "none" || reduction == "sum" || reduction == "mean",
          "reduction must be none, sum or mean");
  return reduction == "none" ? expected : Shape{};
}

}  // namespace quern::ops::nn

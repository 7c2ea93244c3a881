// Permute: the axes in the given order; those that are not named follow in their own.
#include <algorithm>

#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const size_t rank = layer.shape().size();
  std::vector<int64_t> order = layer.parameters("permute_param").get_ints("order");
  if (order.size() > rank)
    throw InputError(std::to_string(order.size()) + " axes are ordered, the input has " +
                     std::to_string(rank));
  for (size_t i = 0; i < order.size(); ++i)
    if (order[i] < 0 || order[i] >= int64_t(rank) || std::count(order.begin(), order.end(), order[i]) != 1)
      throw InputError("axis " + std::to_string(order[i]) + " is out of range or stands twice");
  for (int64_t axis = 0; axis < int64_t(rank); ++axis)
    if (std::find(order.begin(), order.end(), axis) == order.end()) order.push_back(axis);
  layer.emit().make(layer.output(), "Transpose", {layer.input()}, {{"perm", order}});
}

QUERN_CAFFE_LAYER("Permute", translate);

}  // namespace
}  // namespace quern::frontend::caffe

// where: chooses between two tensors by elements, or, with one condition per item of the first axis, by
// items.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_where(Context& layer) {
  std::string condition = layer.cast("condition", layer.input(0), DataType::Bool);
  const Shape shape = layer.shape(0);
  const size_t rank = layer.rank(1);
  if (shape.size() == 1 && rank > 1) {
    Shape items(rank, 1);
    items[0] = shape[0];
    condition = layer.reshaped("items", condition, items);
  }
  layer.make("Where", {condition, layer.input(1), layer.input(2)});
}

QUERN_MXNET_OPERATOR(translate_where, "where", "_npi_where");

}  // namespace
}  // namespace quern::frontend::mxnet

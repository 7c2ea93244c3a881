// Positions of the largest or smallest elements, which MXNet gives as floating-point numbers.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// Without an axis, the position counts through all elements.
void translate_arg(Context& layer) {
  const Attributes& a = layer.attributes();
  const char* op = layer.type() == "argmin" ? "ArgMin" : "ArgMax";
  const int64_t keep = a.flag("keepdims", false);
  const size_t rank = layer.rank();
  if (layer.type() == "argmax_channel" || a.has("axis")) {
    const int64_t axis = layer.type() == "argmax_channel" ? 1 : a.integer("axis", 0);
    std::string position = layer.add("position", op, {layer.input()},
                                     {{"axis", int64_t(axis_of(axis, rank))}, {"keepdims", keep}});
    if (rank == 1 && !keep) position = layer.reshaped("list", position, {1});
    return layer.make_cast(position, DataType::Float);
  }
  const std::string all = layer.reshaped("all", layer.input(), {-1});
  const std::string position =
      layer.add("position", op, {all}, {{"axis", int64_t(0)}, {"keepdims", int64_t(1)}});
  layer.make_cast(layer.reshaped("axes", position, Shape(keep ? rank : 1, 1)), DataType::Float);
}

QUERN_MXNET_OPERATOR(translate_arg, "argmax", "argmin", "argmax_channel");

}  // namespace
}  // namespace quern::frontend::mxnet

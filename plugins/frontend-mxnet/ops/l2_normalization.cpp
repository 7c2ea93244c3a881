// L2Normalization: x / sqrt(sum of squares + eps) over an image, its channels, or its space.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_l2_normalization(Context& layer) {
  const std::string mode = layer.attributes().text("mode", "instance");
  const auto rank = int64_t(layer.rank());
  Shape axes;
  if (mode == "channel") axes = {1};
  for (int64_t i = mode == "instance" ? 1 : 2; mode != "channel" && i < rank; ++i) axes.push_back(i);
  if (mode != "instance" && mode != "channel" && mode != "spatial")
    throw UnsupportedError("mode \"" + mode + "\"");
  const std::string squares =
      layer.add("squares", "ReduceSumSquare", {layer.input()}, {{"axes", axes}, {"keepdims", int64_t(1)}});
  const std::string eps = layer.emit().scalar("eps", float(layer.attributes().number("eps", 1e-10)));
  const std::string norm = layer.add("norm", "Sqrt", {layer.add("sum", "Add", {squares, eps})});
  layer.make("Div", {layer.input(), norm});
}

QUERN_MXNET_OPERATOR(translate_l2_normalization, "L2Normalization");

}  // namespace
}  // namespace quern::frontend::mxnet

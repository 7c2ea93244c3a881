// [connected]: every output from all numbers of the input, then batch normalization or biases, activation.
#include "ops/activation.hpp"
#include "ops/convolution.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_connected(Geometry& layer) {
  for (const char* option : {"dontload", "dontloadscales"}) layer.refuse(option);
  check_activation(layer, "logistic");
  const int64_t outputs = layer.options().integer("output", 1, 1, kMostOfAnything);
  layer.output({outputs, 1, 1});
  declare_biases(layer, outputs);
  layer.array("weights", {outputs, layer.input().count()}, Array::Storage::FlippedInOldFiles);
  if (layer.options().flag("batch_normalize")) declare_normalization(layer, outputs);
}

void translate_connected(Context& layer) {
  const bool normalize = layer.options().flag("batch_normalize");
  const std::string result = before_activation(layer, "logistic");
  std::vector<std::string> inputs = {
      layer.reshaped("flat", layer.input(), {layer.batch(), layer.in().count()}), layer.array("weights")};
  if (!normalize) inputs.push_back(layer.array("biases"));
  const std::string product = layer.emit().add("product", "Gemm", inputs, {{"transB", int64_t(1)}});
  const Shape shape = {layer.batch(), layer.out().channels, 1, 1};
  if (normalize)
    make_normalization(layer, result, layer.reshaped("pixel", product, shape));
  else
    layer.reshape(result, product, shape);
  activate(layer, result, "logistic");
}

QUERN_TRANSLATOR(Geometry, "connected", measure_connected);
QUERN_TRANSLATOR(Context, "connected", translate_connected);

}  // namespace
}  // namespace quern::frontend::darknet

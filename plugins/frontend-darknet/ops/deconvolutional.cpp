// [deconvolutional]: transposed convolution, batch normalization or biases, activation.
#include "ops/activation.hpp"
#include "ops/convolution.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_deconvolutional(Geometry& layer) {
  for (const char* option : {"dontload", "dontloadscales", "flipped"}) layer.refuse(option);
  check_activation(layer, "logistic");
  const Convolution c = convolution_of(layer.options());
  const Dims& in = layer.input();
  const auto outputs = [&](int64_t cells) { return (cells - 1) * c.stride_x + c.size - 2 * c.padding; };
  layer.output({c.filters, outputs(in.height), outputs(in.width)});
  declare_biases(layer, c.filters);
  if (c.batch_normalize) declare_normalization(layer, c.filters);
  layer.array("weights", {in.channels, c.filters, c.size, c.size});
}

void translate_deconvolutional(Context& layer) {
  const Convolution c = convolution_of(layer.options());
  const std::string result = before_activation(layer, "logistic");
  std::vector<std::string> inputs = {layer.input(), layer.array("weights")};
  if (!c.batch_normalize) inputs.push_back(layer.array("biases"));
  const std::string convolved = c.batch_normalize ? layer.emit().tensor("convolved") : result;
  layer.emit().make(convolved, "ConvTranspose", inputs,
                    {{"kernel_shape", Shape{c.size, c.size}},
                     {"strides", Shape(2, c.stride_x)},
                     {"pads", Shape(4, c.padding)}});
  if (c.batch_normalize) make_normalization(layer, result, convolved);
  activate(layer, result, "logistic");
}

QUERN_TRANSLATOR(Geometry, "deconvolutional", measure_deconvolutional);
QUERN_TRANSLATOR(Context, "deconvolutional", translate_deconvolutional);

}  // namespace
}  // namespace quern::frontend::darknet

// [convolutional]: convolution, batch normalization or biases, activation.
#include "ops/activation.hpp"
#include "ops/convolution.hpp"

namespace quern::frontend::darknet {
namespace {

void refuse_variants(const Geometry& layer) {
  for (const char* option : {"binary", "xnor", "bin_output", "antialiasing", "sway", "rotate", "stretch",
                             "stretch_sway", "coordconv", "dontload", "dontloadscales"})
    layer.refuse(option);
}

void measure_convolutional(Geometry& layer) {
  refuse_variants(layer);
  check_activation(layer, "logistic");
  const Convolution c = convolution_of(layer.options());
  const Dims& in = layer.input();
  if (in.channels % c.groups != 0 || c.filters % c.groups != 0)
    layer.fail(std::to_string(in.channels) + " channels and " + std::to_string(c.filters) +
                   " filters cannot be divided into " + std::to_string(c.groups) + " groups",
               "groups");
  const int64_t extent = (c.size - 1) * c.dilation + 1;
  const auto outputs = [&](int64_t cells, int64_t stride) {
    const int64_t room = cells + 2 * c.padding - extent;
    return room < 0 ? 0 : room / stride + 1;
  };
  layer.output({c.filters, outputs(in.height, c.stride_y), outputs(in.width, c.stride_x)});

  declare_biases(layer, c.filters);
  if (c.batch_normalize) declare_normalization(layer, c.filters);
  layer.array("weights", {c.filters, in.channels / c.groups, c.size, c.size},
              layer.options().flag("flipped") ? Array::Storage::Flipped : Array::Storage::Plain);
  if (layer.options().has("share_index")) {
    const int64_t index = layer.options().integer("share_index", 0, -kMostOfAnything, kMostOfAnything);
    layer.share(size_t(index < 0 ? int64_t(layer.number()) + index : index));
  }
}

void translate_convolutional(Context& layer) {
  const Convolution c = convolution_of(layer.options());
  const std::string result = before_activation(layer, "logistic");
  std::vector<std::string> inputs = {layer.input(), layer.array("weights")};
  if (!c.batch_normalize) inputs.push_back(layer.array("biases"));
  const std::string convolved = c.batch_normalize ? layer.emit().tensor("convolved") : result;
  layer.emit().make(convolved, "Conv", inputs,
                    {{"kernel_shape", Shape{c.size, c.size}},
                     {"strides", Shape{c.stride_y, c.stride_x}},
                     {"pads", Shape(4, c.padding)},
                     {"dilations", Shape(2, c.dilation)},
                     {"group", c.groups}});
  if (c.batch_normalize) make_normalization(layer, result, convolved);
  activate(layer, result, "logistic");
}

QUERN_TRANSLATOR(Geometry, "convolutional", measure_convolutional);
QUERN_TRANSLATOR(Context, "convolutional", translate_convolutional);

}  // namespace
}  // namespace quern::frontend::darknet

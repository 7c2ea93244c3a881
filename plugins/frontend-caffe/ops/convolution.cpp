// Convolution, and the types of forks that convolve each channel by itself. Weights [outputs, inputs / group,
// kernel...], bias [outputs].
#include "ops/convolution.hpp"

#include <string_view>

namespace quern::frontend::caffe {
namespace {

bool is_depthwise(const std::string& type) { return type.find("epthwise") != std::string::npos; }

void translate(Context& layer) {
  const ConvolutionShape c = read_convolution(layer);
  const FieldTree& p = layer.parameters("convolution_param");
  Shape weights = {c.outputs, c.inputs / c.group};
  weights.insert(weights.end(), c.kernel.begin(), c.kernel.end());
  Node node("Conv", {layer.input(), layer.constant("weight", 0, weights, p.message("weight_filler"))},
            {layer.output()});
  if (c.has_bias) node.inputs.push_back(layer.constant("bias", 1, {c.outputs}, p.message("bias_filler")));
  node.attributes = window_attributes(c);
  layer.emit().append(std::move(node));
}

}  // namespace

ConvolutionShape read_convolution(const Context& layer) {
  const FieldTree& p = layer.parameters("convolution_param");
  const Shape shape = layer.shape();
  if (layer.axis(p.get_int("axis", 1), shape.size()) != 1)
    throw UnsupportedError("a convolution whose channels are not on axis 1");
  if (shape.size() < 3)
    throw InputError("a convolution needs spatial axes; its input is " + to_string(shape));
  if (layer.input_count() != layer.output_count())
    throw InputError("it has " + std::to_string(layer.input_count()) + " bottoms and " +
                     std::to_string(layer.output_count()) + " tops");
  if (layer.input_count() > 1) throw UnsupportedError("a convolution of several inputs by the same weights");
  ConvolutionShape c;
  c.spatial_axes = shape.size() - 2;
  c.inputs = shape[1];
  c.outputs = layer.bounded(p, "num_output", is_depthwise(layer.layer().type) ? c.inputs : 0, 1);
  c.group = layer.bounded(p, "group", 1, 1);
  if (is_depthwise(layer.layer().type) && c.group == 1) c.group = c.inputs;
  if (c.group < 1 || c.inputs % c.group != 0 || c.outputs % c.group != 0)
    throw InputError(std::to_string(c.group) + " groups divide neither " + std::to_string(c.inputs) +
                     " input channels and " + std::to_string(c.outputs) + " output channels");
  c.kernel = spatial_values(p, "kernel_size", "kernel", c.spatial_axes, 0, 1);
  c.strides = spatial_values(p, "stride", "stride", c.spatial_axes, 1, 1);
  c.pads = spatial_values(p, "pad", "pad", c.spatial_axes, 0, 0);
  // DeepLab's first fork calls the dilation "hole".
  const std::string dilation = p.has("hole") || p.has("hole_h") || p.has("hole_w") ? "hole" : "dilation";
  c.dilations = spatial_values(p, dilation, dilation, c.spatial_axes, 1, 1);
  c.has_bias = p.get_bool("bias_term", true);
  return c;
}

std::vector<Attribute> window_attributes(const ConvolutionShape& c) {
  return {{"kernel_shape", c.kernel, {}},
          {"strides", c.strides, {}},
          {"pads", both_ends(c.pads), {}},
          {"dilations", c.dilations, {}},
          {"group", c.group, {}}};
}

QUERN_CAFFE_LAYER("Convolution", translate);
QUERN_CAFFE_LAYER("ConvolutionDepthwise", translate);
QUERN_CAFFE_LAYER("DepthwiseConvolution", translate);
QUERN_CAFFE_LAYER("DepthwiseConv", translate);

}  // namespace quern::frontend::caffe

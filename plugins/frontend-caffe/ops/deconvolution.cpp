// Deconvolution: the transposed convolution. Weights [inputs, outputs / group, kernel...], bias [outputs].
// Its output size is stride * (in - 1) + dilation * (kernel - 1) + 1 - 2 * pad, as ConvTranspose has it.
#include "ops/convolution.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const ConvolutionShape c = read_convolution(layer);
  const FieldTree& p = layer.parameters("convolution_param");
  Shape weights = {c.inputs, c.outputs / c.group};
  weights.insert(weights.end(), c.kernel.begin(), c.kernel.end());
  Node node("ConvTranspose",
            {layer.input(), layer.constant("weight", 0, weights, p.message("weight_filler"))},
            {layer.output()});
  if (c.has_bias) node.inputs.push_back(layer.constant("bias", 1, {c.outputs}, p.message("bias_filler")));
  node.attributes = window_attributes(c);
  layer.emit().append(std::move(node));
}

QUERN_CAFFE_LAYER("Deconvolution", translate);
QUERN_CAFFE_LAYER("DeconvolutionDepthwise", translate);
QUERN_CAFFE_LAYER("DepthwiseDeconvolution", translate);

}  // namespace
}  // namespace quern::frontend::caffe

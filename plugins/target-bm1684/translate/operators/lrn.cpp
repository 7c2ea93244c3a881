// LRN: x / (bias + alpha / size * sum of squares of neighbouring channels)^beta. The sums are a convolution
// with a band of ones, whose channels are all within reach of all lanes.
#include "layers/functions/exponential.hpp"
#include "layers/functions/logarithm.hpp"
#include "translate/composer.hpp"
#include "translate/operators.hpp"
#include "translate/polynomial_table.hpp"
#include "translate/weights.hpp"

namespace quern::bm1684 {
namespace {

// w[oc][ic] = factor where ic is a neighbour of oc.
quern::Tensor band(int channels, int64_t size, float factor) {
  quern::Tensor weights(DataType::Float, {channels, channels, 1, 1});
  const int64_t before = (size - 1) / 2, after = size - 1 - before;
  for (int64_t oc = 0; oc < channels; ++oc)
    for (int64_t ic = std::max<int64_t>(0, oc - before); ic <= std::min<int64_t>(channels - 1, oc + after);
         ++ic)
      weights.mutable_data<float>()[oc * channels + ic] = factor;
  return weights;
}

}  // namespace

std::string translate_lrn(Translator& t, const Node& node) {
  if (t.element(node.inputs[0]) != Element::F32) return "the chip computes this with float numbers only";
  const LayerTensor x = t.canonical(node.inputs[0]);
  const int channels = x.dims.c;
  if (channels > kMaxChannels) return "more than 4095 channels have no encoding";
  const auto size = node.require<int64_t>("size");
  const float beta = node.get_float("beta", 0.75f), bias = node.get_float("bias", 1.0f);
  Composer compose(t, node);
  auto layer = std::make_unique<ConvolutionLayer>();
  layer->inputs = {compose.function(x, square())};
  const quern::Tensor weights = band(channels, size, node.get_float("alpha", 1e-4f) / float(size));
  ConvolutionWeights w{.weights = &weights};
  w.output_channels = w.input_channels = channels;
  w.index = [channels](int oc, int ic, int, int) { return int64_t(oc) * channels + ic; };
  add_coefficients(t, *layer, w);
  layer->output = compose.helper(x.dims);
  const LayerTensor sums = t.add(node, std::move(layer)).output;
  const Polynomial p = with_table(t, logarithm_near_one());
  const LayerTensor factor =
      compose.function(sums, [p, beta, bias](Elements& e, const Operand& y, const Operand& s) {
        const Temporary base(e);
        e.add(base, s, constant(bias));
        logarithm(e, y, base, p);
        e.multiply(y, y, constant(-beta));
        exponential(e, y, y);
      });
  compose.arithmetic(Arithmetic::Kind::Mul, x, factor, LayerTensor{t.make(node.outputs[0]), x.dims});
  return "";
}

}  // namespace quern::bm1684

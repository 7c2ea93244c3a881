// Gemm, QGemm, and MatMul with a constant right side: a convolution whose kernel covers its whole input. The
// K features are channels, or channels times rows where there are more than an instruction's 4095.
#include "translate/operators.hpp"
#include "translate/weights.hpp"

namespace quern::bm1684 {
namespace {

// K = channels * rows with channels <= 4095, as many of them as possible a multiple of the lanes. 0: there is
// none.
int channels_of(int64_t k) {
  if (k <= kMaxChannels) return int(k);
  int best = 0;
  for (int c = kMaxChannels; c > 0; --c) {
    if (k % c != 0) continue;
    if (c % kLanes == 0) return c;
    best = std::max(best, c);
  }
  return best >= 16 ? best : 0;
}

}  // namespace

std::string translate_fully_connected(Translator& t, const Node& node) {
  const quern::Tensor* weights = t.constant(node, 1);
  const quern::Tensor* bias = t.constant(node, 2);
  if (!weights || weights->dims.size() != 2) return "its right side is not a constant matrix";
  if (node.has_input(2) && !bias) return "its bias is not constant";
  const bool is_transposed =
      node.op_type == "QGemm" || (node.op_type == "Gemm" && node.get_int("transB", 0) != 0);
  if (node.op_type == "Gemm" && node.get_int("transA", 0) != 0) return "its left side is transposed";
  const int64_t m = weights->dims[is_transposed ? 0 : 1], k = weights->dims[is_transposed ? 1 : 0];
  if (m > kMaxSize) return "more than 65535 outputs have no encoding";
  if (bias && bias->count() != m) return "its bias is not one number per column";

  // Rows of the left side: batches, and positions behind them.
  const Shape& x = t.shape(node.inputs[0]);
  if (x.size() < 2) return "its left side is a vector";
  int64_t positions = 1;
  for (size_t i = 1; i + 1 < x.size(); ++i) positions *= x[i];
  const int channels = channels_of(k);
  if (channels == 0 || (positions > 1 && channels != k)) return "more than 4095 features have no encoding";
  const int rows = int(k / channels);

  auto layer = std::make_unique<ConvolutionLayer>();
  layer->window.kernel_h = rows;
  layer->right_shift = int(node.get_int("rshift", 0));
  layer->relu = node.get_int("relu", 0) != 0;
  // [N, positions, K] as N, K, positions, 1: the features are the channels.
  const auto features_first = [&](int tensor, int64_t features, int64_t batch) {
    const LayerTensor flat = t.seen_as(tensor, {int(batch), int(positions), int(features), 1});
    const SystemView view = *view_as(t.at(flat.tensor), flat.dims);
    return t.make_view(t.at(tensor).name + "/features", {batch, features, positions, 1}, flat.tensor,
                       view.offset - t.at(flat.tensor).offset,
                       {view.strides.n, view.strides.h, view.strides.c, 1});
  };
  const int input = t.tensor(node.inputs[0]);
  const int output = t.make(node.outputs[0]);
  if (positions == 1) {
    layer->inputs = {t.seen_as(input, {int(x[0]), channels, rows, 1})};
    layer->output = {output, {int(x[0]), int(m), 1, 1}};
  } else {
    const Dims in{int(x[0]), int(k), int(positions), 1}, out{int(x[0]), int(m), int(positions), 1};
    layer->inputs = {{features_first(input, k, x[0]), in}};
    layer->output = {features_first(output, m, x[0]), out};
  }
  ConvolutionWeights w{.weights = weights, .bias = bias};
  w.output_channels = int(m);
  w.input_channels = channels;
  // Feature c * rows + y is channel c, row y.
  w.index = [=](int oc, int ic, int y, int) {
    const int64_t feature = int64_t(ic) * rows + y;
    return is_transposed ? oc * k + feature : feature * m + oc;
  };
  add_coefficients(t, *layer, w);
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684

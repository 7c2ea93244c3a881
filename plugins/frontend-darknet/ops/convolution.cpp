#include "ops/convolution.hpp"

namespace quern::frontend::darknet {

Convolution convolution_of(const Section& options) {
  const auto positive = [&](const char* key, int64_t fallback) {
    return options.integer(key, fallback, 1, kMostOfAnything);
  };
  Convolution c{};
  c.filters = positive("filters", 1);
  c.groups = positive("groups", 1);
  c.size = positive("size", 1);
  const int64_t stride = positive("stride", 1);
  // Darknet takes strides below 1 for "not given".
  const auto along = [&](const char* key) {
    const int64_t own = options.integer(key, stride, -1, kMostOfAnything);
    return own < 1 ? stride : own;
  };
  c.stride_x = along("stride_x");
  c.stride_y = along("stride_y");
  c.dilation = c.size == 1 ? 1 : positive("dilation", 1);
  const bool half = options.flag("pad");
  c.padding = (half ? c.size / 2 : options.integer("padding", 0, 0, kMostOfAnything)) * c.dilation;
  c.batch_normalize = options.flag("batch_normalize") || options.flag("cbn");
  return c;
}

void declare_biases(Geometry& layer, int64_t channels) { layer.array("biases", {channels}); }

void declare_normalization(Geometry& layer, int64_t channels) {
  for (const char* name : {"scales", "means", "variances"}) layer.array(name, {channels});
}

void make_normalization(Context& layer, const std::string& output, const std::string& input) {
  layer.emit().make(
      output, "BatchNormalization",
      {input, layer.array("scales"), layer.array("biases"), layer.array("means"), layer.array("variances")},
      {{"epsilon", kVarianceEpsilon}});
}

}  // namespace quern::frontend::darknet

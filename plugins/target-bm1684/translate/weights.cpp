#include "translate/weights.hpp"

#include <cstring>

#include "isa/layout.hpp"

namespace quern::bm1684 {
namespace {

// [oc][kh][kw][input channels, padded to the chip's group]; depthwise without padding.
std::vector<std::byte> packed(const ConvolutionLayer& layer, const ConvolutionWeights& w) {
  const auto element = size_t(size_of(w.weights->type));
  const int group = layer.is_depthwise ? 1 : weight_group(element == 1 ? Precision::I8 : Precision::F32);
  const auto padded = size_t(round_up(w.input_channels, group));
  const int kh = layer.window.kernel_h, kw = layer.window.kernel_w;
  std::vector<std::byte> result(size_t(w.output_channels) * size_t(kh * kw) * padded * element);
  const std::byte* source = w.weights->blob.data();
  std::byte* target = result.data();
  for (int oc = 0; oc < w.output_channels; ++oc)
    for (int y = 0; y < kh; ++y)
      for (int x = 0; x < kw; ++x, target += padded * element)
        for (int ic = 0; ic < w.input_channels; ++ic)
          std::memcpy(target + size_t(ic) * element, source + size_t(w.index(oc, ic, y, x)) * element,
                      element);
  return result;
}

}  // namespace

void add_coefficients(Translator& t, ConvolutionLayer& layer, const ConvolutionWeights& w) {
  const bool is_float = w.weights->type == DataType::Float;
  const std::vector<std::byte> bytes = packed(layer, w);
  Coefficient kernel;
  kernel.storage = t.coefficient(bytes.data(), bytes.size());
  kernel.channels = w.output_channels;
  const size_t run = bytes.size() / size_t(w.output_channels);
  kernel.format = run % 4 == 0 ? Format::F32 : Format::I8;
  kernel.run_rows = layer.window.taps();
  kernel.run_columns = int(run / size_t(kernel.run_rows)) / bytes_of(kernel.format);
  if (int64_t(kernel.run_rows) * kernel.run_columns * bytes_of(kernel.format) != int64_t(run)) {
    kernel.run_columns = int(run) / bytes_of(kernel.format);  // a depthwise kernel: taps of single bytes
    kernel.run_rows = 1;
  }
  layer.coefficients.push_back(kernel);
  if (!w.bias) return;
  layer.has_bias = true;
  Coefficient bias;
  bias.storage = t.coefficient(w.bias->blob.data(), w.bias->byte_size());
  bias.channels = w.output_channels;
  bias.format = is_float ? Format::F32 : Format::I16;
  layer.coefficients.push_back(bias);
}

}  // namespace quern::bm1684

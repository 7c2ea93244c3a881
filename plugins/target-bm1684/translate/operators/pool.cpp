// MaxPool, AveragePool, their global forms, and QAveragePool.
#include <algorithm>

#include "layers/pooling.hpp"
#include "translate/operators.hpp"
#include "translate/operators/window_attributes.hpp"

namespace quern::bm1684 {
namespace {

// How many elements the windows along one axis count: those within the image, and within the pads too where
// they count. Windows may reach beyond the pads where the output's size is rounded up.
std::vector<int> counts_along(int size, int output, int kernel, int stride, int pad_begin, int pad_end,
                              bool counts_pads) {
  const int low = counts_pads ? -pad_begin : 0, high = size + (counts_pads ? pad_end : 0);
  std::vector<int> counts;
  for (int o = 0; o < output; ++o) {
    const int begin = o * stride - pad_begin;
    counts.push_back(std::min(begin + kernel, high) - std::max(begin, low));
  }
  return counts;
}

// One factor per output place, or none where all windows count all their elements.
std::vector<float> factors_of(const Window& w, const Dims& x, const Dims& y, bool counts_pads) {
  const auto rows = counts_along(x.h, y.h, w.kernel_h, w.stride_y, w.pad_up, w.pad_down, counts_pads);
  const auto columns = counts_along(x.w, y.w, w.kernel_w, w.stride_x, w.pad_left, w.pad_right, counts_pads);
  std::vector<float> factors;
  bool is_full = true;
  for (const int row : rows)
    for (const int column : columns) {
      factors.push_back(1.0f / float(std::max(1, row * column)));
      is_full = is_full && row * column == w.taps();
    }
  return is_full ? std::vector<float>{} : factors;
}

}  // namespace

std::string translate_pool(Translator& t, const Node& node) {
  const Shape& x = t.shape(node.inputs[0]);
  const Shape& y = t.shape(node.outputs[0]);
  if (x.size() < 3) return "its input has no spatial axes";
  if (node.has_output(1)) return "positions of maxima are not computed by the chip";
  const bool is_global = node.op_type.starts_with("Global");
  const Shape kernel = is_global ? Shape(x.begin() + 2, x.end()) : node.get_ints("kernel_shape");
  const WindowAttributes attributes = window_attributes(node, kernel);
  if (!attributes.reason.empty()) return attributes.reason;
  if (const std::string problem = encoding_problem(attributes.window); !problem.empty()) return problem;

  auto layer = std::make_unique<PoolingLayer>();
  layer->window = attributes.window;
  layer->is_average = node.op_type.find("Average") != std::string::npos;
  layer->right_shift = int(node.get_int("rshift", 0));
  layer->inputs = {t.canonical(node.inputs[0])};
  if (layer->inputs[0].dims.c > kMaxChannels) return "more than 4095 channels have no encoding";
  const Window& w = layer->window;
  if (layer->is_average && (w.dilation_y > 1 || w.dilation_x > 1))
    return "averages with dilation are not verified";
  if (node.op_type == "QAveragePool") {
    if (w.taps() > kMaxInt8PoolArea ||
        average_multiplier(w.taps()).multiplier != node.get_int("multiplier", 1))
      return "the chip has another multiplier for this window";
  } else if (layer->is_average) {
    layer->weight = 1.0f / float(w.taps());
    const bool counts_pads = is_global || node.get_int("count_include_pad", 0) != 0;
    const std::vector<float> factors = factors_of(w, layer->inputs[0].dims, canonical_dims(y), counts_pads);
    if (!factors.empty()) {
      Shape shape = y;
      shape[0] = 1;
      const int64_t places = int64_t(factors.size());
      ChipTensor map;
      map.name = node.name + "/factors";
      map.shape = shape;
      map.storage = t.coefficient(factors.data(), factors.size() * sizeof(float));
      map.strides = dense_strides(shape);
      map.strides[0] = places;
      map.strides[1] = 0;  // the same for all channels
      t.network().tensors.push_back(map);
      layer->weight = 1;
      layer->has_factors = true;
      layer->inputs.push_back({int(t.network().tensors.size()) - 1, canonical_dims(shape)});
    }
  }
  layer->output = {t.make(node.outputs[0]), canonical_dims(y)};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684

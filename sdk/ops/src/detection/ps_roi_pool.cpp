// quern.PsRoiPool: position-sensitive pooling of R-FCN. docs/canonical.md has the attributes.
#include "detection/boxes.hpp"

namespace quern::ops {
namespace {

struct Settings {
  int64_t channels, bins;
  float scale;
};

Settings read_settings(const Node& node) {
  const Settings s{node.require<int64_t>("output_dim"), node.require<int64_t>("group_size"),
                   node.get_float("spatial_scale", 1)};
  nn::require(s.channels >= 1 && s.channels <= (1 << 20), "output_dim is out of range");
  nn::require(s.bins >= 1 && s.bins <= (1 << 10), "group_size is out of range");
  return s;
}

// Inputs: X [N, output_dim * bins^2, H, W], rois [R, 5] (batch item, left, top, right, bottom).
Shape output_shape(const Settings& s, const Shape& x, const Shape& rois) {
  nn::require_rank(x, 4, "X");
  nn::require_rank(rois, 2, "the regions");
  nn::require_shape(rois, {rois[0], 5}, "the regions");
  nn::require_shape(x, {x[0], s.channels * s.bins * s.bins, x[2], x[3]}, "X");
  return {rois[0], s.channels, s.bins, s.bins};
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Float);
  const Shape shape = output_shape(read_settings(ctx.node()), ctx.shape(0), ctx.shape(1));
  check_size(shape);
  ctx.output(0, DataType::Float, shape);
}

// The cells [first, last) of a bin.
std::pair<int64_t, int64_t> cells(float start, float bin, int64_t i, int64_t limit) {
  const auto inside = [&](float edge) { return int64_t(std::clamp(edge, 0.0f, float(limit))); };
  return {inside(std::floor(float(i) * bin + start)), inside(std::ceil(float(i + 1) * bin + start))};
}

float mean(const float* plane, int64_t width, std::pair<int64_t, int64_t> rows,
           std::pair<int64_t, int64_t> columns) {
  if (rows.first >= rows.second || columns.first >= columns.second) return 0;
  float sum = 0;
  for (int64_t r = rows.first; r < rows.second; ++r)
    for (int64_t c = columns.first; c < columns.second; ++c) sum += plane[r * width + c];
  return sum / float((rows.second - rows.first) * (columns.second - columns.first));
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &rois = ctx.input(1);
  const Settings s = read_settings(ctx.node());
  const Shape shape = output_shape(s, x.dims, rois.dims);
  check_size(shape);
  Tensor& y = ctx.output(0, DataType::Float, shape);
  float* out = y.mutable_data<float>();
  const int64_t height = x.dims[2], width = x.dims[3];
  for (int64_t r = 0; r < shape[0]; ++r) {
    const float* roi = rois.data<float>() + r * 5;
    nn::require(roi[0] >= 0 && roi[0] < float(x.dims[0]), "a region names a batch item that does not exist");
    const float left = std::round(roi[1]) * s.scale, top = std::round(roi[2]) * s.scale;
    const float right = (std::round(roi[3]) + 1) * s.scale, bottom = (std::round(roi[4]) + 1) * s.scale;
    nn::require(std::isfinite(left + top + right + bottom), "regions must be finite");
    // Regions without an extent still have a place.
    const float bin_width = std::max(right - left, 0.1f) / float(s.bins);
    const float bin_height = std::max(bottom - top, 0.1f) / float(s.bins);
    for (int64_t c = 0; c < s.channels; ++c)
      for (int64_t i = 0; i < s.bins; ++i)
        for (int64_t j = 0; j < s.bins; ++j) {
          const int64_t channel = (c * s.bins + i) * s.bins + j;
          const float* plane = x.data<float>() + (int64_t(roi[0]) * x.dims[1] + channel) * height * width;
          *out++ = mean(plane, width, cells(top, bin_height, i, height), cells(left, bin_width, j, width));
        }
  }
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "PsRoiPool", infer, compute);

}  // namespace quern::ops

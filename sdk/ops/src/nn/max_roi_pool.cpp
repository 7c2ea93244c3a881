#include <algorithm>
#include <cmath>

#include "nn/float_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, H, W], rois [R, 5] (batch item, x1, y1, x2, y2). Output [R, C, pooled height, pooled
// width].
Shape output_shape(const Node& node, const Shape& x, const Shape& rois) {
  nn::require_rank(x, 4, "X");
  nn::require_rank(rois, 2, "rois");
  nn::require_shape(rois, {rois[0], 5}, "rois");
  const auto pooled = node.require<std::vector<int64_t>>("pooled_shape");
  nn::require(pooled.size() == 2 && pooled[0] >= 1 && pooled[1] >= 1,
              "pooled_shape must be two sizes of at least 1");
  return {rois[0], x[1], pooled[0], pooled[1]};
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), output_shape(ctx.node(), ctx.shape(0), ctx.shape(1)));
}

// The cells [first, last) of bin `i` of `bins` that divide a region which starts at `start` and has `size`
// cells.
std::pair<int64_t, int64_t> bin_range(double start, double size, int64_t i, int64_t bins, int64_t limit) {
  const auto cell = [&](double edge) { return int64_t(std::clamp(edge + start, 0.0, double(limit))); };
  const double bin = size / double(bins);
  return {cell(std::floor(double(i) * bin)), cell(std::ceil(double(i + 1) * bin))};
}

template <class T>
void pool(const T* plane, int64_t height, int64_t width, const T* roi, double scale, const Shape& out, T* y) {
  const auto edge = [&](size_t i) { return std::round(double(roi[i]) * scale); };
  const double left = edge(1), top = edge(2);
  const double roi_width = std::max(edge(3) - left + 1, 1.0), roi_height = std::max(edge(4) - top + 1, 1.0);
  nn::require(std::isfinite(left + top + roi_width + roi_height), "rois must be finite");
  for (int64_t i = 0; i < out[2]; ++i)
    for (int64_t j = 0; j < out[3]; ++j) {
      const auto [first_row, last_row] = bin_range(top, roi_height, i, out[2], height);
      const auto [first_column, last_column] = bin_range(left, roi_width, j, out[3], width);
      const bool is_empty = first_row >= last_row || first_column >= last_column;
      T largest = is_empty ? T(0) : plane[first_row * width + first_column];
      for (int64_t r = first_row; r < last_row; ++r)
        for (int64_t c = first_column; c < last_column; ++c)
          largest = std::max(largest, plane[r * width + c]);
      *y++ = largest;
    }
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &rois = ctx.input(1);
  const Shape shape = output_shape(ctx.node(), x.dims, rois.dims);
  const double scale = double(ctx.node().get_float("spatial_scale", 1));
  const int64_t channels = shape[1], height = x.dims[2], width = x.dims[3];
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, shape);
  nn::with_float_type(x.type, [&]<class T>() {
    for (int64_t r = 0; r < shape[0]; ++r) {
      const T* roi = rois.data<T>() + r * 5;
      nn::require(roi[0] >= 0 && roi[0] < T(x.dims[0]), "rois name a batch item that does not exist");
      for (int64_t c = 0; c < channels; ++c)
        pool(x.data<T>() + (int64_t(roi[0]) * channels + c) * height * width, height, width, roi, scale,
             shape, y.mutable_data<T>() + (r * channels + c) * shape[2] * shape[3]);
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "MaxRoiPool", infer, nn::half_as_float<compute>);

}  // namespace quern::ops

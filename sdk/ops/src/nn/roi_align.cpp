#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "nn/float_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, H, W], rois [R, 4] (x1, y1, x2, y2), batch_indices [R]. Output [R, C, height, width].
Shape output_shape(const Node& node, const Shape& x, const Shape& rois) {
  nn::require_rank(x, 4, "X");
  nn::require_rank(rois, 2, "rois");
  nn::require_shape(rois, {rois[0], 4}, "rois");
  const int64_t height = node.get_int("output_height", 1), width = node.get_int("output_width", 1);
  nn::require(height >= 1 && width >= 1, "output_height and output_width must be at least 1");
  return {rois[0], x[1], height, width};
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), output_shape(ctx.node(), ctx.shape(0), ctx.shape(1)));
}

struct Settings {
  bool is_max;
  double scale, offset;    // spatial_scale; half_pixel shifts by 0.5
  bool at_least_one_cell;  // output_half_pixel stretches small regions
  int64_t sampling_ratio;
};

Settings read_settings(const Node& node) {
  const std::string mode = node.get_string("mode", "avg");
  nn::require(mode == "avg" || mode == "max", "mode must be avg or max");
  const bool half = node.get_string("coordinate_transformation_mode", "half_pixel") == "half_pixel";
  const int64_t ratio = node.get_int("sampling_ratio", 0);
  nn::require(ratio >= 0 && ratio <= 1024, "sampling_ratio is out of range");
  return {mode == "max", double(node.get_float("spatial_scale", 1)), half ? 0.5 : 0.0, !half, ratio};
}

// The four cells around a position inside the plane, and their weights.
struct Corners {
  std::array<int64_t, 2> rows, columns;
  std::array<double, 2> row_weights, column_weights;
};

Corners corners_at(double y, double x) {
  const double top = std::floor(y), left = std::floor(x);
  return {{int64_t(top), int64_t(top) + 1},
          {int64_t(left), int64_t(left) + 1},
          {1 - (y - top), y - top},
          {1 - (x - left), x - left}};
}

// One sample of a plane. In max mode, the largest weighted corner: what the official test data contain.
template <class T>
double sample(const T* plane, int64_t height, int64_t width, double y, double x, bool is_max) {
  if (!(y >= -1 && y <= double(height) && x >= -1 && x <= double(width))) return 0;
  y = std::clamp(y, 0.0, double(height - 1));
  x = std::clamp(x, 0.0, double(width - 1));
  const Corners c = corners_at(y, x);
  double sum = 0, largest = -std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < 2; ++i)
    for (size_t j = 0; j < 2; ++j) {
      const int64_t row = std::min(c.rows[i], height - 1), column = std::min(c.columns[j], width - 1);
      const double value = c.row_weights[i] * c.column_weights[j] * double(plane[row * width + column]);
      sum += value;
      largest = std::max(largest, value);
    }
  return is_max ? largest : sum;
}

template <class T>
void align(const Settings& s, const T* plane, int64_t height, int64_t width, const T* roi, const Shape& out,
           T* y) {
  const double x1 = double(roi[0]) * s.scale - s.offset, y1 = double(roi[1]) * s.scale - s.offset;
  double roi_width = double(roi[2]) * s.scale - s.offset - x1,
         roi_height = double(roi[3]) * s.scale - s.offset - y1;
  if (s.at_least_one_cell) {
    roi_width = std::max(roi_width, 1.0);
    roi_height = std::max(roi_height, 1.0);
  }
  const double bin_height = roi_height / double(out[2]), bin_width = roi_width / double(out[3]);
  const auto samples = [&](double bin) {
    const double count = s.sampling_ratio > 0 ? double(s.sampling_ratio) : std::ceil(bin);
    if (!(count <= 4096)) throw InputError("a region is too large to be sampled");
    return int64_t(std::max(count, 0.0));
  };
  const int64_t rows = samples(bin_height), columns = samples(bin_width);
  for (int64_t i = 0; i < out[2]; ++i)
    for (int64_t j = 0; j < out[3]; ++j) {
      double sum = 0, largest = -std::numeric_limits<double>::infinity();
      for (int64_t a = 0; a < rows; ++a)
        for (int64_t b = 0; b < columns; ++b) {
          const double v =
              sample(plane, height, width, y1 + (double(i) + (double(a) + 0.5) / double(rows)) * bin_height,
                     x1 + (double(j) + (double(b) + 0.5) / double(columns)) * bin_width, s.is_max);
          sum += v;
          largest = std::max(largest, v);
        }
      const int64_t count = rows * columns;
      *y++ = T(count == 0 ? 0 : s.is_max ? largest : sum / double(count));
    }
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &rois = ctx.input(1);
  const Shape shape = output_shape(ctx.node(), x.dims, rois.dims);
  const Settings settings = read_settings(ctx.node());
  const std::vector<int64_t> batches = ctx.input(2).to_int64();
  nn::require(int64_t(batches.size()) == shape[0], "rois and batch_indices differ in length");
  const int64_t channels = shape[1], height = x.dims[2], width = x.dims[3],
                bins = element_count({shape[2], shape[3]});
  nn::require(height > 0 && width > 0, "X has no cells");
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, shape);
  nn::with_float_type(x.type, [&]<class T>() {
    for (int64_t r = 0; r < shape[0]; ++r) {
      const int64_t batch = batches[size_t(r)];
      nn::require(batch >= 0 && batch < x.dims[0], "batch_indices names a batch item that does not exist");
      for (int64_t c = 0; c < channels; ++c)
        align(settings, x.data<T>() + (batch * channels + c) * height * width, height, width,
              rois.data<T>() + r * 4, shape, y.mutable_data<T>() + (r * channels + c) * bins);
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "RoiAlign", infer, nn::half_as_float<compute>);

}  // namespace quern::ops

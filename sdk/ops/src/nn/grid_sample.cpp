#include <algorithm>
#include <array>
#include <cmath>

#include "nn/cubic.hpp"
#include "nn/float_types.hpp"

namespace quern::ops {
namespace {

// Inputs: X [N, C, H, W], grid [N, H_out, W_out, 2] of positions (x, y) in [-1, 1]. Output [N, C, H_out,
// W_out].
Shape output_shape(const Shape& x, const Shape& grid) {
  nn::require_rank(x, 4, "X");
  nn::require_rank(grid, 4, "grid");
  nn::require_shape(grid, {x[0], grid[1], grid[2], 2}, "grid");
  return {x[0], x[1], grid[1], grid[2]};
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), output_shape(ctx.shape(0), ctx.shape(1)));
}

enum class Padding { Zeros, Border, Reflection };

struct Settings {
  std::string mode;  // bilinear, nearest, bicubic
  Padding padding;
  bool align_corners;
};

Settings read_settings(const Node& node) {
  const std::string mode = node.get_string("mode", "bilinear"),
                    padding = node.get_string("padding_mode", "zeros");
  nn::require(mode == "bilinear" || mode == "nearest" || mode == "bicubic",
              "mode must be bilinear, nearest or bicubic");
  nn::require(padding == "zeros" || padding == "border" || padding == "reflection",
              "padding_mode must be zeros, border or reflection");
  return {mode,
          padding == "zeros"    ? Padding::Zeros
          : padding == "border" ? Padding::Border
                                : Padding::Reflection,
          node.get_int("align_corners", 0) != 0};
}

// From [-1, 1] to cells: the ends are the centres of the outer cells (align_corners) or their outer edges.
double to_cells(double x, int64_t size, bool align_corners) {
  return align_corners ? (x + 1) / 2 * double(size - 1) : ((x + 1) * double(size) - 1) / 2;
}

// Mirrors `x` at the ends of the axis until it lies inside.
double reflect(double x, int64_t size, bool align_corners) {
  const double low = align_corners ? 0 : -0.5, span = align_corners ? double(size - 1) : double(size);
  if (span <= 0) return 0;
  const double distance = std::fmod(std::abs(x - low), 2 * span);
  return low + (distance > span ? 2 * span - distance : distance);
}

// The cell that stands for index `i`; -1 for none.
int64_t cell_of(double i, int64_t size, const Settings& s) {
  if (s.padding == Padding::Reflection) i = reflect(i, size, s.align_corners);
  if (s.padding == Padding::Zeros && (i < 0 || i > double(size - 1))) return -1;
  return int64_t(std::clamp(i, 0.0, double(size - 1)));
}

// Cells and weights along one axis: 1, 2 or 4 of them.
struct AxisSample {
  std::array<int64_t, 4> cells{};
  std::array<double, 4> weights{};
  size_t count = 0;
};

AxisSample sample_axis(double grid, int64_t size, const Settings& s) {
  double x = to_cells(grid, size, s.align_corners);
  if (!std::isfinite(x)) x = -1e6;
  const bool is_cubic = s.mode == "bicubic";
  if (!is_cubic && s.padding == Padding::Border) x = std::clamp(x, 0.0, double(size - 1));
  if (!is_cubic && s.padding == Padding::Reflection)
    x = std::clamp(reflect(x, size, s.align_corners), 0.0, double(size - 1));
  AxisSample sample;
  const auto add = [&](double cell, double weight) {
    sample.cells[sample.count] = cell_of(cell, size, s);
    sample.weights[sample.count++] = weight;
  };
  const double base = std::floor(x), t = x - base;
  if (s.mode == "nearest") {
    add(std::nearbyint(x), 1);
  } else if (!is_cubic) {
    add(base, 1 - t);
    add(base + 1, t);
  } else {
    const std::array<double, 4> weights = nn::cubic_weights(-0.75, t);
    for (size_t k = 0; k < 4; ++k) add(base - 1 + double(k), weights[k]);
  }
  return sample;
}

template <class T>
T interpolate(const T* plane, int64_t width, const AxisSample& y, const AxisSample& x) {
  double sum = 0;
  for (size_t i = 0; i < y.count; ++i)
    for (size_t j = 0; j < x.count; ++j)
      if (y.cells[i] >= 0 && x.cells[j] >= 0)
        sum += y.weights[i] * x.weights[j] * double(plane[y.cells[i] * width + x.cells[j]]);
  return T(sum);
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &grid = ctx.input(1);
  const Shape shape = output_shape(x.dims, grid.dims);
  const Settings settings = read_settings(ctx.node());
  const int64_t height = x.dims[2], width = x.dims[3], cells = element_count({shape[2], shape[3]});
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, shape);
  if (y.count() == 0) return;
  nn::require(height > 0 && width > 0, "X has no cells");
  nn::with_float_type(x.type, [&]<class T>() {
    for (int64_t n = 0; n < shape[0]; ++n)
      for (int64_t i = 0; i < cells; ++i) {
        const T* position = grid.data<T>() + (n * cells + i) * 2;
        const AxisSample across = sample_axis(double(position[0]), width, settings);
        const AxisSample down = sample_axis(double(position[1]), height, settings);
        for (int64_t c = 0; c < shape[1]; ++c)
          y.mutable_data<T>()[(n * shape[1] + c) * cells + i] =
              interpolate(x.data<T>() + (n * shape[1] + c) * height * width, width, down, across);
      }
  });
}

}  // namespace

QUERN_OPERATOR("", "GridSample", infer, nn::half_as_float<compute>);

}  // namespace quern::ops

// pool2d, pool3d, max_pool2d_with_index: windows, global, adaptive.
#include <quern/frontend/pooling.hpp>

#include "ops/layout.hpp"
#include "ops/window.hpp"

namespace quern::frontend::paddle {
namespace {

struct Bins {
  Shape begins, ends;  // of each output cell along one axis
};

// Adaptive pooling: cell i covers floor(i * in / out) to ceil((i + 1) * in / out).
Bins adaptive_bins(int64_t in, int64_t out) {
  if (out < 1 || out > in * 1024 || out > (1 << 16))
    throw InputError("adaptive pooling from " + std::to_string(in) + " to " + std::to_string(out) + " cells");
  Bins bins;
  for (int64_t i = 0; i < out; ++i) {
    bins.begins.push_back(i * in / out);
    bins.ends.push_back(((i + 1) * in + out - 1) / out);
  }
  return bins;
}

// Whether the bins are equal windows at equal distances, which an ordinary pooling covers.
bool is_regular(const Bins& bins) {
  for (size_t i = 1; i < bins.begins.size(); ++i)
    if (bins.ends[i] - bins.begins[i] != bins.ends[0] - bins.begins[0] ||
        bins.begins[i] - bins.begins[i - 1] != bins.begins[1] - bins.begins[0])
      return false;
  return true;
}

// Pools the bins of one axis after the other: the mean of means over equal rows is the mean.
std::string pool_axis(Context& layer, const std::string& x, int64_t axis, const Bins& bins, bool average) {
  Emitter& emit = layer.emit();
  std::vector<std::string> cells;
  for (size_t i = 0; i < bins.begins.size(); ++i) {
    const std::string part = layer.add("bin", "Slice",
                                       {x, emit.ints("begin", {bins.begins[i]}),
                                        emit.ints("end", {bins.ends[i]}), emit.ints("axis", {axis})});
    cells.push_back(layer.add("cell", average ? "ReduceMean" : "ReduceMax", {part},
                              {{"axes", std::vector<int64_t>{axis}}, {"keepdims", int64_t(1)}}));
  }
  return layer.add("cells", "Concat", cells, {{"axis", axis}});
}

void make_adaptive(Context& layer, const std::string& y, const std::string& x, const Shape& sizes,
                   bool average) {
  const Shape shape = layer.shape(x);
  quern::frontend::Pooling pooling;
  pooling.average = average;
  std::vector<Bins> bins;
  bool regular = true;
  for (size_t i = 0; i < sizes.size(); ++i) {
    bins.push_back(adaptive_bins(shape[i + 2], sizes[i] < 0 ? shape[i + 2] : sizes[i]));
    regular = regular && is_regular(bins[i]);
    pooling.kernel.push_back(bins[i].ends[0] - bins[i].begins[0]);
    pooling.strides.push_back(bins[i].begins.size() > 1 ? bins[i].begins[1] - bins[i].begins[0] : 1);
  }
  // Bins of one cell each, several of them from the same cell, stand still: no stride says that.
  for (const int64_t stride : pooling.strides) regular = regular && stride > 0;
  if (regular) return make_pooling(layer.emit(), y, x, pooling);
  std::string cells = x;
  for (size_t i = 0; i < bins.size(); ++i) cells = pool_axis(layer, cells, int64_t(i) + 2, bins[i], average);
  layer.emit().make(y, "Identity", {cells});
}

// Paddle's average with exclusive = false always divides by the whole window, also by what rounding up adds.
void count_whole_windows(quern::frontend::Pooling& pooling, const Shape& spatial) {
  pooling.pads_end = end_pads(pooling, spatial);
  pooling.ceil = false;
  pooling.count_include_pad = true;
}

void make_pool(Context& layer, const std::string& y, const std::string& x, bool average) {
  const Shape shape = layer.shape(x);
  if (shape.size() < 3) throw InputError("pooling of a tensor of shape " + to_string(shape));
  const Shape spatial(shape.begin() + 2, shape.end());
  Shape sizes = layer.ints("ksize", {1});
  if (layer.flag("global_pooling", false))
    return layer.emit().make(y, average ? "GlobalAveragePool" : "GlobalMaxPool", {x});
  sizes = per_axis(std::move(sizes), spatial.size(), "ksize");
  if (layer.flag("adaptive", false)) {
    if (sizes == Shape(spatial.size(), 1))
      return layer.emit().make(y, average ? "GlobalAveragePool" : "GlobalMaxPool", {x});
    return make_adaptive(layer, y, x, sizes, average);
  }
  const Window window = window_of(layer, sizes, spatial);
  quern::frontend::Pooling pooling;
  pooling.average = average;
  pooling.kernel = window.kernel;
  pooling.strides = window.strides;
  pooling.pads_begin = window.pads_begin;
  pooling.pads_end = window.pads_end;
  pooling.ceil = layer.flag("ceil_mode", false);
  pooling.drop_outside = false;
  if (average && !layer.flag("exclusive", true)) count_whole_windows(pooling, spatial);
  make_pooling(layer.emit(), y, x, pooling);
}

void translate_pool(Context& layer) {
  const std::string kind = layer.text("pooling_type", "max");
  if (kind != "max" && kind != "avg") throw UnsupportedError("pooling_type \"" + kind + "\"");
  with_channels_first(
      layer, layer.input("X"), layer.output(),
      [&](const std::string& x, const std::string& y) { make_pool(layer, y, x, kind == "avg"); });
}

// The positions of the maxima, output Mask, are not made.
void translate_max_pool(Context& layer) { make_pool(layer, layer.output(), layer.input("X"), false); }

QUERN_PADDLE_OP("pool2d", translate_pool);
QUERN_PADDLE_OP("pool3d", translate_pool);
QUERN_PADDLE_OP("max_pool2d_with_index", translate_max_pool);
QUERN_PADDLE_OP("max_pool3d_with_index", translate_max_pool);

}  // namespace
}  // namespace quern::frontend::paddle

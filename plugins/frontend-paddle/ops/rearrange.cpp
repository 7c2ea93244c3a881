// Channels to pixels and back: pixel_shuffle, pixel_unshuffle, space_to_depth, shuffle_channel,
// temporal_shift, maxout.
#include "ops/layout.hpp"

namespace quern::frontend::paddle {
namespace {

// [N, C, H, W] of a tensor that must have these four axes.
Shape image_shape(const Context& layer, const std::string& x) {
  const Shape dims = layer.shape(x);
  if (dims.size() != 4) throw InputError("images have four axes, not the shape " + to_string(dims));
  return dims;
}

void require_divisible(int64_t size, int64_t by, const char* what) {
  if (by < 1 || by > (1 << 24) || size % by != 0)
    throw InputError(std::to_string(size) + " " + what + " cannot be divided by " + std::to_string(by));
}

// A factor of an image's sides, small enough to be squared.
int64_t side_factor(const Context& layer, const char* attribute, int64_t fallback) {
  const int64_t factor = layer.integer(attribute, fallback);
  if (factor < 1 || factor > (1 << 12)) throw InputError("a factor of " + std::to_string(factor));
  return factor;
}

void translate_pixel_shuffle(Context& layer) {
  const int64_t factor = side_factor(layer, "upscale_factor", 1);
  with_channels_first(layer, layer.input("X"), layer.output(),
                      [&](const std::string& x, const std::string& y) {
                        require_divisible(image_shape(layer, x)[1], factor * factor, "channels");
                        layer.emit().make(y, "DepthToSpace", {x}, {{"blocksize", factor}, {"mode", "CRD"}});
                      });
}

void translate_pixel_unshuffle(Context& layer) {
  const int64_t r = side_factor(layer, "downscale_factor", 1);
  with_channels_first(
      layer, layer.input("X"), layer.output(), [&](const std::string& x, const std::string& y) {
        const Shape d = image_shape(layer, x);
        require_divisible(d[2], r, "rows");
        require_divisible(d[3], r, "columns");
        const std::string cells = layer.reshape("cells", x, {d[0], d[1], d[2] / r, r, d[3] / r, r});
        const std::string moved =
            layer.add("moved", "Transpose", {cells}, {{"perm", std::vector<int64_t>{0, 1, 3, 5, 2, 4}}});
        layer.emit().make(y, "Reshape",
                          {moved, layer.emit().ints("shape", {d[0], d[1] * r * r, d[2] / r, d[3] / r})});
      });
}

// Darknet's reorg: the channels are blocksize^2 groups, group (i, j) goes to row i and column j of blocks in
// an image of twice the size; the result is that image's memory, seen as one with more channels.
void translate_space_to_depth(Context& layer) {
  const std::string x = layer.input("X");
  const int64_t b = side_factor(layer, "blocksize", 2);
  const Shape d = image_shape(layer, x);
  require_divisible(d[1], b * b, "channels");
  require_divisible(d[2], b, "rows");
  require_divisible(d[3], b, "columns");
  const std::string groups = layer.reshape("groups", x, {d[0], b, b, d[1] / (b * b), d[2], d[3]});
  const std::string moved =
      layer.add("moved", "Transpose", {groups}, {{"perm", std::vector<int64_t>{0, 3, 4, 1, 5, 2}}});
  layer.make("Reshape", {moved, layer.emit().ints("shape", {d[0], d[1] * b * b, d[2] / b, d[3] / b})});
}

// Channel g * (C / groups) + c goes to c * groups + g.
void shuffle(Context& layer, int64_t groups) {
  with_channels_first(
      layer, layer.input("X"), layer.output(), [&](const std::string& x, const std::string& y) {
        const Shape d = image_shape(layer, x);
        require_divisible(d[1], groups, "channels");
        const std::string split = layer.reshape("groups", x, {d[0], groups, d[1] / groups, d[2], d[3]});
        const std::string moved =
            layer.add("moved", "Transpose", {split}, {{"perm", std::vector<int64_t>{0, 2, 1, 3, 4}}});
        layer.emit().make(y, "Reshape", {moved, layer.emit().ints("shape", d)});
      });
}
void translate_shuffle_channel(Context& layer) { shuffle(layer, layer.integer("group", 1)); }
void translate_channel_shuffle(Context& layer) { shuffle(layer, layer.integer("groups", 1)); }

// The batch holds segments of seg_num frames. The first share of the channels comes from the frame before,
// the second share from the frame behind, the rest stays; beyond the ends are zeros.
void temporal_shift(Context& layer, const std::string& x, const std::string& y) {
  const Shape d = image_shape(layer, x);
  const int64_t frames = layer.integer("seg_num", 1);
  require_divisible(d[0], frames, "images");
  const auto ratio = double(layer.number("shift_ratio", 0.25));
  if (!(ratio > 0 && ratio <= 0.5)) throw InputError("shift_ratio must be above 0 and at most 0.5");
  const auto first = int64_t(double(d[1]) * ratio), second = int64_t(double(d[1]) * 2 * ratio);
  Emitter& emit = layer.emit();
  const Shape segments = {d[0] / frames, frames, d[1], d[2], d[3]};
  const std::string video = layer.reshape("segments", x, segments);
  const auto part = [&](const std::string& t, int64_t axis, int64_t begin, int64_t end) {
    return layer.add("part", "Slice",
                     {t, emit.ints("begin", {begin}), emit.ints("end", {end}), emit.ints("axis", {axis})});
  };
  const auto padded = [&](const std::string& t, int64_t before, int64_t after) {
    return layer.add("padded", "Pad", {t, emit.ints("pads", {0, before, 0, 0, 0, 0, after, 0, 0, 0})});
  };
  std::vector<std::string> parts;
  if (first > 0) parts.push_back(padded(part(part(video, 2, 0, first), 1, 0, frames - 1), 1, 0));
  if (second > first) parts.push_back(padded(part(part(video, 2, first, second), 1, 1, frames), 0, 1));
  if (second < d[1]) parts.push_back(part(video, 2, second, d[1]));
  const std::string joined = layer.add("joined", "Concat", parts, {{"axis", int64_t(2)}});
  emit.make(y, "Reshape", {joined, emit.ints("shape", d)});
}

void translate_temporal_shift(Context& layer) {
  with_channels_first(layer, layer.input("X"), layer.output(),
                      [&](const std::string& x, const std::string& y) { temporal_shift(layer, x, y); });
}

// The largest of each group of neighbouring channels.
void translate_maxout(Context& layer) {
  const std::string x = layer.input("X");
  const int64_t groups = layer.integer("groups", 1);
  Shape shape = layer.shape(x);
  const size_t axis = axis_from_front(layer.integer("axis", 1), shape.size());
  require_divisible(shape[axis], groups, "channels");
  shape[axis] /= groups;
  shape.insert(shape.begin() + std::ptrdiff_t(axis) + 1, groups);
  layer.make("ReduceMax", {layer.reshape("groups", x, shape)},
             {{"axes", std::vector<int64_t>{int64_t(axis) + 1}}, {"keepdims", int64_t(0)}});
}

QUERN_PADDLE_OP("pixel_shuffle", translate_pixel_shuffle);
QUERN_PADDLE_OP("pixel_unshuffle", translate_pixel_unshuffle);
QUERN_PADDLE_OP("space_to_depth", translate_space_to_depth);
QUERN_PADDLE_OP("shuffle_channel", translate_shuffle_channel);
QUERN_PADDLE_OP("channel_shuffle", translate_channel_shuffle);
QUERN_PADDLE_OP("temporal_shift", translate_temporal_shift);
QUERN_PADDLE_OP("maxout", translate_maxout);

}  // namespace
}  // namespace quern::frontend::paddle

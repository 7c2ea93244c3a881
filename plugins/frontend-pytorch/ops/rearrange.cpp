// Moving elements between channels and pixels, and sliding windows.
#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// Leading axes as one batch axis.
std::string as_batch(Call& call, const std::string& x, Shape& leading) {
  const Shape shape = call.shape(x);
  if (shape.size() < 3) throw call.wrong("the input has the shape " + to_string(shape));
  leading.assign(shape.begin(), shape.end() - 3);
  if (leading.size() == 1) return x;
  return call.reshape("batch", x, {-1, shape[shape.size() - 3], shape[shape.size() - 2], shape.back()});
}
void finish(Call& call, const std::string& y, Shape leading) {
  if (leading.size() == 1) return call.make("Identity", {y});
  const Shape shape = call.shape(y);
  leading.insert(leading.end(), shape.begin() + 1, shape.end());
  call.make("Reshape", {y, call.ints_constant("shape", leading)});
}

void pixel_shuffle(Call& call) {
  Shape leading;
  const std::string x = as_batch(call, call.tensor(0), leading);
  finish(
      call,
      call.add("pixels", "DepthToSpace", {x}, {{"blocksize", call.integer(1)}, {"mode", std::string("CRD")}}),
      leading);
}

// Channels first, then the place in the block: SpaceToDepth of ONNX has them the other way round.
void pixel_unshuffle(Call& call) {
  Shape leading;
  const std::string x = as_batch(call, call.tensor(0), leading);
  const Shape shape = call.shape(x);
  const int64_t r = call.integer(1);
  if (r < 1 || shape[2] % r != 0 || shape[3] % r != 0)
    throw call.wrong(to_string(shape) + " has no blocks of " + std::to_string(r));
  const std::string blocks =
      call.reshape("blocks", x, {shape[0], shape[1], shape[2] / r, r, shape[3] / r, r});
  const std::string moved =
      call.add("moved", "Transpose", {blocks}, {{"perm", std::vector<int64_t>{0, 1, 3, 5, 2, 4}}});
  finish(call, call.reshape("depth", moved, {shape[0], shape[1] * r * r, shape[2] / r, shape[3] / r}),
         leading);
}

void channel_shuffle(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t groups = call.integer(1);
  if (shape.size() < 2 || groups < 1 || shape[1] % groups != 0)
    throw call.wrong("the channels do not divide into " + std::to_string(groups) + " groups");
  const std::string grouped = call.reshape("groups", x, {shape[0], groups, shape[1] / groups, -1});
  const std::string moved =
      call.add("moved", "Transpose", {grouped}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}}});
  call.make("Reshape", {moved, call.ints_constant("shape", shape)});
}

struct Windows {
  std::vector<int64_t> kernel, dilation, padding, stride;
  // Number of windows along an axis of `size` cells.
  [[nodiscard]] int64_t count(const Call& call, size_t axis, int64_t size) const {
    constexpr int64_t kMost = 1 << 20;
    for (const int64_t n : {dilation[axis], kernel[axis], padding[axis], stride[axis]})
      if (n < 0 || n > kMost) throw call.wrong("a window of absurd size");
    const int64_t extent = dilation[axis] * (kernel[axis] - 1) + 1, room = size + 2 * padding[axis] - extent;
    if (stride[axis] < 1 || room < 0) throw call.wrong("the window does not fit");
    return room / stride[axis] + 1;
  }
};
Windows windows(Call& call, size_t first) {
  return {call.per_axis(first, 2, 1), call.per_axis(first + 1, 2, 1), call.per_axis(first + 2, 2, 0),
          call.per_axis(first + 3, 2, 1)};
}

// [N, C, H, W] to columns [N, C kh kw, windows]: a convolution with weights that pick one cell each.
void im2col(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const Windows w = windows(call, 1);
  const int64_t taps = w.kernel[0] * w.kernel[1];
  if (shape.size() != 4 || taps < 1 || taps > 4096)
    throw call.wrong("the input has the shape " + to_string(shape));
  std::vector<float> pick(size_t(taps * taps), 0);
  for (int64_t i = 0; i < taps; ++i) pick[size_t(i * taps + i)] = 1;
  const std::string weight = call.constant("pick", Tensor::from(pick, {taps, 1, w.kernel[0], w.kernel[1]}));
  const std::string planes = call.reshape("planes", x, {shape[0] * shape[1], 1, shape[2], shape[3]});
  const std::string cells =
      call.add("cells", "Conv", {planes, weight},
               {{"kernel_shape", w.kernel},
                {"strides", w.stride},
                {"dilations", w.dilation},
                {"pads", std::vector<int64_t>{w.padding[0], w.padding[1], w.padding[0], w.padding[1]}}});
  const int64_t count = w.count(call, 0, shape[2]) * w.count(call, 1, shape[3]);
  call.make("Reshape", {cells, call.ints_constant("shape", {shape[0], shape[1] * taps, count})});
}

// The other way round; windows that overlap are summed. input, output_size, kernel ...
void col2im(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const std::vector<int64_t> size = call.per_axis(1, 2, 1);
  const Windows w = windows(call, 2);
  const int64_t taps = w.kernel[0] * w.kernel[1];
  if (shape.size() != 3 || taps < 1 || taps > 4096 || shape[1] % taps != 0)
    throw call.wrong("the input has the shape " + to_string(shape));
  const int64_t rows = w.count(call, 0, size[0]), columns = w.count(call, 1, size[1]),
                channels = shape[1] / taps;
  std::vector<float> place(size_t(taps * taps), 0);
  for (int64_t i = 0; i < taps; ++i) place[size_t(i * taps + i)] = 1;
  const std::string weight = call.constant("place", Tensor::from(place, {taps, 1, w.kernel[0], w.kernel[1]}));
  const std::string cells = call.reshape("cells", x, {shape[0] * channels, taps, rows, columns});
  std::vector<int64_t> pads = {w.padding[0], w.padding[1], 0, 0};
  std::vector<int64_t> missing(2);  // cells at the end that no window covers
  for (size_t i = 0; i < 2; ++i) {
    const int64_t n = i == 0 ? rows : columns,
                  covered = (n - 1) * w.stride[i] + w.dilation[i] * (w.kernel[i] - 1) + 1 - w.padding[i];
    pads[2 + i] = std::max<int64_t>(0, covered - size[i]);
    missing[i] = std::max<int64_t>(0, size[i] - covered);
  }
  std::string image = call.add(
      "image", "ConvTranspose", {cells, weight},
      {{"kernel_shape", w.kernel}, {"strides", w.stride}, {"dilations", w.dilation}, {"pads", pads}});
  if (missing[0] > 0 || missing[1] > 0)
    image = call.add("complete", "Pad",
                     {image, call.ints_constant("missing", {0, 0, 0, 0, 0, 0, missing[0], missing[1]})});
  call.make("Reshape", {image, call.ints_constant("shape", {shape[0], channels, size[0], size[1]})});
}

// self, dimension, size, step: windows along one axis, their cells as a new last axis.
void unfold(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t axis = call.axis(1, shape.size()), size = call.integer(2), step = call.integer(3);
  if (shape.empty() || size < 1 || step < 1 || size > shape[size_t(axis)])
    throw call.wrong("the window does not fit");
  const int64_t count = (shape[size_t(axis)] - size) / step + 1;
  std::vector<int64_t> indices;
  for (int64_t i = 0; i < count; ++i)
    for (int64_t k = 0; k < size; ++k) indices.push_back(i * step + k);
  const std::string gathered =
      call.add("windows", "Gather", {x, call.constant("indices", Tensor::from(indices, {count, size}))},
               {{"axis", axis}});
  std::vector<int64_t> order;
  for (int64_t i = 0; i <= int64_t(shape.size()); ++i)
    if (i != axis + 1) order.push_back(i);
  order.push_back(axis + 1);
  call.make("Transpose", {gathered}, {{"perm", order}});
}

QUERN_TRANSLATOR(Call, "aten::pixel_shuffle", pixel_shuffle);
QUERN_TRANSLATOR(Call, "aten::pixel_unshuffle", pixel_unshuffle);
QUERN_TRANSLATOR(Call, "aten::channel_shuffle", channel_shuffle);
QUERN_TRANSLATOR(Call, "aten::im2col", im2col);
QUERN_TRANSLATOR(Call, "aten::col2im", col2im);
QUERN_TRANSLATOR(Call, "aten::unfold", unfold);

}  // namespace
}  // namespace quern::frontend::pytorch

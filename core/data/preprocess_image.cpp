#include "data/preprocess_image.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "data/image.hpp"
#include "data/resize.hpp"

namespace quern::data {

namespace {

using Channels = Preprocess::Channels;
using Layout = Preprocess::Layout;
using Resize = Preprocess::Resize;

struct Geometry {
  int channels = 0, height = 0, width = 0;
};

Geometry geometry_of(const Preprocess& p, const Port& input) {
  const auto dim = [&](size_t axis) { return int(input.shape[axis]); };
  return p.layout == Layout::Nchw ? Geometry{dim(1), dim(2), dim(3)} : Geometry{dim(3), dim(1), dim(2)};
}

int channel_count(Channels channels) { return channels == Channels::Gray ? 1 : 3; }
const char* name_of(Channels channels) {
  return channels == Channels::Rgb ? "rgb" : channels == Channels::Bgr ? "bgr" : "gray";
}

// Rounded quotient of positive numbers.
int scaled(int value, int numerator, int denominator) {
  return std::max(1, int((2 * int64_t(value) * numerator + denominator) / (2 * int64_t(denominator))));
}

// Weights 0.299, 0.587, 0.114 of ITU-R BT.601, in 1/2^14.
Image to_gray(const Image& image) {
  Image gray{image.width, image.height, 1, std::vector<uint8_t>(size_t(image.width) * size_t(image.height))};
  const uint8_t* p = image.pixels.data();
  for (size_t i = 0; i < gray.pixels.size(); ++i)
    gray.pixels[i] = uint8_t((p[3 * i] * 4899 + p[3 * i + 1] * 9617 + p[3 * i + 2] * 1868 + (1 << 13)) >> 14);
  return gray;
}

// An image placed on the network's input: pixel (x, y) of the image lands on (x + left, y + top). Parts
// outside are cut off; what the image does not cover is filled.
struct Placed {
  Image image;
  int left = 0, top = 0;
};

Placed fit(Image image, const Preprocess& p, const Geometry& g, const std::string& where) {
  switch (p.resize) {
    case Resize::None:
      if (image.width != g.width || image.height != g.height)
        throw InputError("the image has " + std::to_string(image.width) + "x" + std::to_string(image.height) +
                             " pixels, the network's input " + std::to_string(g.width) + "x" +
                             std::to_string(g.height),
                         where, "Set resize: to stretch, letterbox or crop.");
      return {std::move(image)};
    case Resize::Stretch:
      return {resize(image, g.width, g.height)};
    case Resize::Letterbox: {
      const bool wide = int64_t(image.width) * g.height > int64_t(image.height) * g.width;
      const int width = wide ? g.width : std::min(g.width, scaled(image.width, g.height, image.height));
      const int height = wide ? std::min(g.height, scaled(image.height, g.width, image.width)) : g.height;
      return {resize(image, width, height), (g.width - width) / 2, (g.height - height) / 2};
    }
    case Resize::Crop: {
      const int shortest = p.shortest_side > 0 ? p.shortest_side : std::min(g.width, g.height);
      const bool wide = image.width > image.height;
      const int width = wide ? scaled(image.width, shortest, image.height) : shortest;
      const int height = wide ? shortest : scaled(image.height, shortest, image.width);
      if (int64_t(width) * height > kMaxPixels || width < g.width || height < g.height)
        throw InputError("scaled to a shortest side of " + std::to_string(shortest) + ", the image has " +
                             std::to_string(width) + "x" + std::to_string(height) +
                             " pixels, from which the network's " + std::to_string(g.width) + "x" +
                             std::to_string(g.height) + " cannot be cut",
                         where, "Set a larger shortest_side:, or resize: to stretch or letterbox.");
      return {resize(image, width, height), -((width - g.width) / 2), -((height - g.height) / 2)};
    }
  }
  throw Error(QUERN_ERROR_INTERNAL, "unknown way of resizing");
}

// (x - mean) * scale for every 8-bit x, per channel of the network.
struct Normalisation {
  std::array<std::array<float, 256>, 3> table{};
  std::array<float, 3> fill{};

  Normalisation(const Preprocess& p, int channels) {
    for (size_t c = 0; c < size_t(channels); ++c) {
      const float mean = p.mean.size() == 1 ? p.mean[0] : p.mean[c];
      const float scale = p.scale.size() == 1 ? p.scale[0] : p.scale[c];
      for (size_t x = 0; x < 256; ++x) table[c][x] = (float(x) - mean) * scale;
      fill[c] = (p.fill - mean) * scale;
    }
  }
};

// Writes one channel of the network; neighbouring columns of the target lie `step` floats apart.
void write_channel(const Placed& placed, const Geometry& g, size_t source_channel, const float* table,
                   float fill, float* target, size_t step) {
  const Image& image = placed.image;
  const auto stride = size_t(image.channels);
  const int left = std::clamp(placed.left, 0, g.width);
  const int right = std::clamp(placed.left + image.width, left, g.width);
  for (int y = 0; y < g.height; ++y) {
    float* row = target + size_t(y) * size_t(g.width) * step;
    const int source_y = y - placed.top;
    if (source_y < 0 || source_y >= image.height) {
      for (size_t x = 0; x < size_t(g.width); ++x) row[x * step] = fill;
      continue;
    }
    const uint8_t* source =
        image.row(source_y) + ptrdiff_t(left - placed.left) * image.channels + source_channel;
    for (size_t x = 0; x < size_t(left); ++x) row[x * step] = fill;
    for (auto x = size_t(left); x < size_t(right); ++x, source += stride) row[x * step] = table[*source];
    for (auto x = size_t(right); x < size_t(g.width); ++x) row[x * step] = fill;
  }
}

std::string check_values(const char* key, const std::vector<float>& values, int channels) {
  std::string text;
  if (values.size() != 1 && values.size() != size_t(channels))
    text = std::string(key) + ": has " + std::to_string(values.size()) + " values; give 1 or " +
           std::to_string(channels) + ". ";
  if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))
    text += std::string(key) + ": must be finite numbers. ";
  return text;
}

}  // namespace

std::string check_preprocess(const Preprocess& p, const Port& input) {
  const std::string subject = "the input \"" + input.name + "\" wants " + to_string(input.shape);
  if (input.type != DataType::Float)
    return "The input \"" + input.name + "\" wants " + quern::name_of(input.type) +
           " elements; images give float32. Feed it from arrays: (.npz) instead.";
  if (input.shape.size() != 4)
    return "Images need an input with 4 dimensions, but " + subject +
           ". Feed it from arrays: (.npz) instead.";
  for (size_t axis = 1; axis < 4; ++axis)
    if (input.shape[axis] <= 0 || input.shape[axis] > (1 << 16))
      return "The size of the image must be known, but " + subject + ". Bind it with inputs: {" + input.name +
             ": [1, 3, 224, 224]}, with the numbers of your network.";
  std::string text;
  const Geometry g = geometry_of(p, input);
  const int channels = channel_count(p.channels);
  const bool nchw = p.layout == Layout::Nchw;
  if (g.channels != channels) {
    text = std::string("With layout: ") + (nchw ? "nchw" : "nhwc") + " " + subject + ", which is " +
           std::to_string(g.channels) + " channel" + (g.channels == 1 ? "" : "s") +
           ", but channels: " + name_of(p.channels) + " gives " + std::to_string(channels) + ". ";
    const int64_t other = input.shape[nchw ? 3 : 1];
    if (other == channels)
      text += std::string("Set layout: ") + (nchw ? "nhwc" : "nchw") + ". ";
    else if (g.channels == 1 || g.channels == 3)
      text += g.channels == 1 ? "Set channels: gray. " : "Set channels: rgb or bgr. ";
  }
  text += check_values("mean", p.mean, channels);
  text += check_values("scale", p.scale, channels);
  if (p.resize == Resize::Crop && p.shortest_side != 0 && p.shortest_side < std::max(g.width, g.height))
    text += "shortest_side: " + std::to_string(p.shortest_side) + " is too small to cut " +
            std::to_string(g.width) + "x" + std::to_string(g.height) + " out of every image. ";
  if (!std::isfinite(p.fill)) text += "fill: must be a finite number. ";
  if (!text.empty()) text.pop_back();
  return text;
}

Tensor preprocess_image(std::span<const std::byte> bytes, const Preprocess& p, const Port& input,
                        const std::string& where) {
  const Geometry g = geometry_of(p, input);
  Image image = decode_image(bytes, where);
  if (g.channels == 1 && image.channels == 3) image = to_gray(image);
  const Placed placed = fit(std::move(image), p, g, where);
  const Normalisation normalisation(p, g.channels);

  Tensor tensor(DataType::Float, {1, input.shape[1], input.shape[2], input.shape[3]});
  const bool nchw = p.layout == Layout::Nchw;
  const size_t plane = size_t(g.width) * size_t(g.height);
  for (size_t c = 0; c < size_t(g.channels); ++c) {
    const size_t colour = p.channels == Channels::Bgr ? 2 - c : c;
    const size_t source_channel = placed.image.channels == 1 ? 0 : colour;
    float* target = tensor.mutable_data<float>() + (nchw ? c * plane : c);
    write_channel(placed, g, source_channel, normalisation.table[c].data(), normalisation.fill[c], target,
                  nchw ? 1 : size_t(g.channels));
  }
  return tensor;
}

}  // namespace quern::data

#include "ops/convolution.hpp"

#include <algorithm>

namespace quern::frontend::tensorflow {
namespace {

constexpr int64_t kLargest = int64_t(1) << 30;  // keeps the sizes below from overflowing

// One entry per axis of the image: those of the spatial axes.
Shape spatial_of(Context& layer, const std::vector<int64_t>& entries) {
  const auto begin = entries.begin() + (layer.channels_last() ? 1 : 2);
  return {begin, begin + std::ptrdiff_t(entries.size()) - 2};
}

}  // namespace

Shape spatial_dims(Context& layer, const Shape& image) {
  if (image.size() < 3)
    throw InputError("an image with batch, channels and spatial axes is expected, not " + to_string(image));
  return spatial_of(layer, image);
}

Shape spatial_entries(Context& layer, std::string_view attribute, size_t rank) {
  std::vector<int64_t> entries = layer.list(attribute);
  if (entries.empty()) entries.assign(rank, 1);
  if (entries.size() != rank)
    throw InputError(std::string(attribute) + " has " + std::to_string(entries.size()) + " entries, not " +
                     std::to_string(rank));
  for (const int64_t entry : entries)
    if (entry < 1 || entry > kLargest)
      throw InputError(std::string(attribute) + " has the entry " + std::to_string(entry));
  const size_t channels = layer.channels_last() ? rank - 1 : 1;
  if (entries[0] != 1 || entries[channels] != 1)
    throw UnsupportedError(std::string(attribute) + " over batch or channels");
  return spatial_of(layer, entries);
}

void set_padding(Context& layer, Window& window, const Shape& spatial) {
  const size_t rank = spatial.size();
  for (const int64_t size : window.kernel)
    if (size < 1 || size > kLargest) throw InputError("a window of " + to_string(window.kernel) + " cells");
  window.begin.assign(rank, 0);
  window.end.assign(rank, 0);
  const std::string padding = layer.text("padding", "VALID");
  if (padding == "SAME") {
    for (size_t i = 0; i < rank; ++i) {
      const int64_t stride = window.strides[i], out = (spatial[i] + stride - 1) / stride;
      const int64_t extent = (window.kernel[i] - 1) * window.dilations[i] + 1;
      const int64_t total = std::max<int64_t>((out - 1) * stride + extent - spatial[i], 0);
      window.begin[i] = total / 2;
      window.end[i] = total - total / 2;
    }
  } else if (padding == "EXPLICIT") {
    const std::vector<int64_t> all = layer.list("explicit_paddings");
    if (all.size() != 2 * (rank + 2))
      throw InputError("explicit_paddings has " + std::to_string(all.size()) + " entries, not " +
                       std::to_string(2 * (rank + 2)));
    const size_t first = layer.channels_last() ? 1 : 2;
    for (size_t i = 0; i < rank; ++i) {
      window.begin[i] = all[2 * (first + i)];
      window.end[i] = all[2 * (first + i) + 1];
      if (window.begin[i] < 0 || window.end[i] < 0 || window.begin[i] > kLargest || window.end[i] > kLargest)
        throw InputError("explicit_paddings has an entry out of bounds");
    }
  } else if (padding != "VALID") {
    throw UnsupportedError("padding " + padding);
  }
}

std::vector<int64_t> pads_of(const Window& window) {
  std::vector<int64_t> pads = window.begin;
  pads.insert(pads.end(), window.end.begin(), window.end.end());
  return pads;
}

}  // namespace quern::frontend::tensorflow

#include "data/resize.hpp"

#include <algorithm>
#include <cmath>

namespace quern::data {

namespace {

constexpr int kWeightBits = 11;
constexpr int kOne = 1 << kWeightBits;

// One output coordinate: source[low] * (kOne - weight) + source[high] * weight.
struct Tap {
  int low = 0;
  int high = 0;
  int weight = 0;
};

// Output i samples the source at (i + 1/2) * source/target - 1/2. All in integers: exact, and clamped to the
// edges.
std::vector<Tap> make_taps(int source, int target) {
  std::vector<Tap> taps(static_cast<size_t>(target));
  for (int i = 0; i < target; ++i) {
    const int64_t numerator = (2 * int64_t(i) + 1) * source - target;  // position = numerator / (2 target)
    const int64_t denominator = 2 * int64_t(target);
    const int64_t position = std::clamp<int64_t>(numerator, 0, (int64_t(source) - 1) * denominator);
    const int64_t low = position / denominator;
    const int64_t weight = ((position % denominator) * kOne + target) / denominator;  // rounded
    taps[size_t(i)] = {int(low), int(std::min<int64_t>(low + 1, source - 1)), int(weight)};
  }
  return taps;
}

// One source row at the output's width, scaled by kOne.
template <int kChannels>
void resize_row(const uint8_t* source, const std::vector<Tap>& taps, int32_t* target) {
  for (size_t x = 0; x < taps.size(); ++x) {
    const uint8_t* low = source + ptrdiff_t(taps[x].low) * kChannels;
    const uint8_t* high = source + ptrdiff_t(taps[x].high) * kChannels;
    for (int c = 0; c < kChannels; ++c)
      target[x * kChannels + size_t(c)] = low[c] * kOne + (high[c] - low[c]) * taps[x].weight;
  }
}

// The two rows between which an output row lies. A row is resized once and kept while output rows need it.
class RowCache {
 public:
  RowCache(const Image& image, std::vector<Tap> taps) : image_(image), taps_(std::move(taps)) {
    for (std::vector<int32_t>& row : rows_) row.resize(taps_.size() * size_t(image.channels));
  }

  // Valid until a row of the same parity is asked for; neighbours have different parity.
  const int32_t* row(int y) {
    const auto slot = size_t(y & 1);
    if (number_[slot] != y) {
      number_[slot] = y;
      if (image_.channels == 1) {
        resize_row<1>(image_.row(y), taps_, rows_[slot].data());
      } else {
        resize_row<3>(image_.row(y), taps_, rows_[slot].data());
      }
    }
    return rows_[slot].data();
  }

 private:
  const Image& image_;
  std::vector<Tap> taps_;
  std::vector<int32_t> rows_[2];
  int number_[2] = {-1, -1};
};

}  // namespace

Image resize(const Image& image, int width, int height) {
  if (width == image.width && height == image.height) return image;
  Image result{width, height, image.channels, {}};
  const size_t stride = size_t(width) * size_t(image.channels);
  result.pixels.resize(stride * size_t(height));
  RowCache rows(image, make_taps(image.width, width));
  const std::vector<Tap> vertical = make_taps(image.height, height);
  for (int y = 0; y < height; ++y) {
    const Tap& tap = vertical[size_t(y)];
    const int32_t* low = rows.row(tap.low);
    const int32_t* high = rows.row(tap.high);
    uint8_t* target = result.pixels.data() + size_t(y) * stride;
    const int weight = tap.weight;
    for (size_t x = 0; x < stride; ++x)  // at most 255 * 2^22 + 2^21 < 2^31
      target[x] = uint8_t((low[x] * (kOne - weight) + high[x] * weight + (1 << (2 * kWeightBits - 1))) >>
                          (2 * kWeightBits));
  }
  return result;
}

}  // namespace quern::data

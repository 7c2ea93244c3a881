// What calibration knows about tensors: ranges and histograms, gathered in one pass over the data.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <quern/plugin.h>

namespace quern::calibration {

// Range and histogram of |x| of one tensor. The bin width is a power of two, the smallest with which the
// largest |x| still falls into one of the bins; when a larger value comes, pairs of bins merge. Since merging
// is exact, the result depends only on the set of values: not on order, batch, or who merged what when.
class TensorStatistics {
 public:
  static constexpr uint32_t kBins = 4096;
  static constexpr int kMinExponent = -126;  // of the bin width: 2^-126

  // Adds values. Throws InputError where one is not finite; nothing is added then.
  void update(std::span<const float> values);
  void merge(const TensorStatistics& other);
  bool operator==(const TensorStatistics&) const = default;

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] double minimum() const { return empty() ? 0 : double(minimum_); }
  [[nodiscard]] double maximum() const { return empty() ? 0 : double(maximum_); }
  [[nodiscard]] double max_abs() const { return maximum() > -minimum() ? maximum() : -minimum(); }
  // Values seen, and how many of them were zero (zeros are in no bin).
  [[nodiscard]] uint64_t count() const { return count_; }
  [[nodiscard]] uint64_t zeros() const { return zeros_; }
  // Bin i holds |x| in [i, i + 1) * bin_width().
  [[nodiscard]] double bin_width() const;
  [[nodiscard]] int exponent() const { return exponent_; }
  // kBins counts each: of |x| for x < 0 and for x > 0.
  [[nodiscard]] std::span<const uint64_t> negative() const;
  [[nodiscard]] std::span<const uint64_t> positive() const;

  // The form in which plugins see it; borrows from this object and from `tensor`.
  [[nodiscard]] quern_statistics view(const std::string& tensor) const;

 private:
  friend class StatisticsFile;
  void widen(int exponent);

  float minimum_ = std::numeric_limits<float>::infinity();
  float maximum_ = -std::numeric_limits<float>::infinity();
  uint64_t count_ = 0;
  uint64_t zeros_ = 0;
  int exponent_ = kMinExponent;     // log2 of the bin width
  std::vector<uint64_t> negative_;  // kBins counts, or empty where no x < 0 was seen
  std::vector<uint64_t> positive_;  // likewise for x > 0
};

// By tensor name.
struct Statistics {
  std::map<std::string, TensorStatistics> tensors;
  uint64_t samples = 0;  // how many images (or other samples) went in

  void merge(const Statistics& other);
  bool operator==(const Statistics&) const = default;
};

}  // namespace quern::calibration

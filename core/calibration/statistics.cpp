#include "calibration/statistics.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>

#include <quern/error.hpp>

#include "calibration/histogram_update.hpp"

namespace quern::calibration {

static_assert(TensorStatistics::kBins == Scratch::kBins);

namespace {

constexpr int kBinBits = 12;
constexpr size_t kBlock = size_t(1) << 31;  // values between two flushes of the 32-bit scratch tables

// log2 of the smallest allowed bin width for which |x| falls into one of the bins, from the bits of |x| > 0.
int exponent_for(uint32_t magnitude) {
  const int exponent = int(magnitude >> 23) - 127;  // |x| < 2^(exponent + 1)
  return std::max(exponent + 1 - kBinBits, TensorStatistics::kMinExponent);
}

// Makes the width of the bins `steps` times twice as large.
void merge_pairs(std::vector<uint64_t>& bins, int steps) {
  if (bins.empty() || steps == 0) return;
  const int shift = std::min(steps, kBinBits);
  for (size_t i = 0; i < bins.size(); ++i) {
    const uint64_t count = bins[i];
    bins[i] = 0;
    bins[i >> shift] += count;
  }
}

void add(std::vector<uint64_t>& bins, const std::vector<uint64_t>& more) {
  if (bins.empty())
    bins = more;
  else
    for (size_t i = 0; i < more.size(); ++i) bins[i] += more[i];
}

// Moves the counts of one sign from the scratch tables into `bins`.
void flush(Scratch& scratch, size_t offset, std::vector<uint64_t>& bins) {
  bins.resize(TensorStatistics::kBins);
  for (size_t i = 0; i < bins.size(); ++i)
    for (size_t t = 0; t < Scratch::kTables; ++t) bins[i] += scratch.count[t][offset + i];
  for (size_t t = 0; t < Scratch::kTables; ++t)
    std::memset(scratch.count[t] + offset, 0, TensorStatistics::kBins * sizeof(uint32_t));
}

// All zero between two calls of update().
Scratch& scratch_of_this_thread() {
  thread_local const std::unique_ptr<Scratch> scratch = std::make_unique<Scratch>();
  return *scratch;
}

std::span<const uint64_t> bins_or_zeros(const std::vector<uint64_t>& bins) {
  static const std::vector<uint64_t> zeros(TensorStatistics::kBins, 0);
  return bins.empty() ? zeros : bins;
}

}  // namespace

void TensorStatistics::update(std::span<const float> values) {
  if (values.empty()) return;
  const HistogramKernels& kernels = best_kernels();
  const Range range = kernels.range(values.data(), values.size());
  if (range.max_magnitude >= 0x7F800000u)
    throw InputError(range.max_magnitude > 0x7F800000u ? "a value is not a number (NaN)"
                                                       : "a value is infinite");
  // Adding 0 turns -0 into +0, so that the order of the two does not matter.
  minimum_ = std::min(minimum_, range.minimum + 0.0f);
  maximum_ = std::max(maximum_, range.maximum + 0.0f);
  count_ += values.size();
  if (range.max_magnitude == 0) {
    zeros_ += values.size();
    return;
  }
  widen(exponent_for(range.max_magnitude));
  Scratch& scratch = scratch_of_this_thread();
  const float inverse_width = std::ldexp(1.0f, -exponent_);
  for (size_t start = 0; start < values.size(); start += kBlock) {
    const size_t size = std::min(kBlock, values.size() - start);
    zeros_ += kernels.count(values.data() + start, size, inverse_width, scratch);
    if (range.maximum > 0) flush(scratch, 0, positive_);
    if (range.minimum < 0) flush(scratch, kBins, negative_);
  }
}

void TensorStatistics::widen(int exponent) {
  const int steps = exponent - exponent_;
  if (steps <= 0) return;
  merge_pairs(negative_, steps);
  merge_pairs(positive_, steps);
  exponent_ = exponent;
}

void TensorStatistics::merge(const TensorStatistics& other) {
  minimum_ = std::min(minimum_, other.minimum_);
  maximum_ = std::max(maximum_, other.maximum_);
  count_ += other.count_;
  zeros_ += other.zeros_;
  TensorStatistics widened = other;
  widened.widen(exponent_);
  widen(other.exponent_);
  add(negative_, widened.negative_);
  add(positive_, widened.positive_);
}

double TensorStatistics::bin_width() const { return std::ldexp(1.0, exponent_); }
std::span<const uint64_t> TensorStatistics::negative() const { return bins_or_zeros(negative_); }
std::span<const uint64_t> TensorStatistics::positive() const { return bins_or_zeros(positive_); }

quern_statistics TensorStatistics::view(const std::string& tensor) const {
  return {sizeof(quern_statistics),
          kBins,
          tensor.c_str(),
          minimum(),
          maximum(),
          count_,
          zeros_,
          bin_width(),
          negative().data(),
          positive().data()};
}

void Statistics::merge(const Statistics& other) {
  samples += other.samples;
  for (const auto& [name, more] : other.tensors) tensors[name].merge(more);
}

}  // namespace quern::calibration

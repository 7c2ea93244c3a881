#include "calibration/statistics.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <memory>
#include <numeric>
#include <random>

#include <quern/error.hpp>

#include "calibration/histogram_update.hpp"
#include "calibration/statistics_file.hpp"

namespace quern::calibration {
namespace {

// Normal values with zeros among them and magnitudes that grow, so that the bins have to widen.
std::vector<float> make_values(size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<float> values(count);
  for (size_t i = 0; i < count; ++i) {
    const float x = float(int32_t(random())) * 0x1p-31f;
    values[i] = random() % 3 == 0 ? (random() % 2 ? 0.0f : -0.0f) : std::ldexp(x, int(i * 20 / count) - 10);
  }
  return values;
}

TensorStatistics statistics_of(std::span<const float> values) {
  TensorStatistics s;
  s.update(values);
  return s;
}

uint64_t sum(std::span<const uint64_t> bins) {
  return std::accumulate(bins.begin(), bins.end(), uint64_t(0));
}

TEST(Statistics, CountsEveryValueInItsBin) {
  const std::vector<float> values = {0, -0.0f, 1, -2, 3.5f, 3.5f, 4095.25f, -4095.75f};
  const TensorStatistics s = statistics_of(values);
  EXPECT_EQ(s.minimum(), -4095.75);
  EXPECT_EQ(s.maximum(), 4095.25);
  EXPECT_EQ(s.count(), 8u);
  EXPECT_EQ(s.zeros(), 2u);
  EXPECT_EQ(s.bin_width(), 1);
  EXPECT_EQ(s.positive()[1], 1u);
  EXPECT_EQ(s.positive()[3], 2u);
  EXPECT_EQ(s.negative()[2], 1u);
  EXPECT_EQ(s.positive()[4095], 1u);
  EXPECT_EQ(s.negative()[4095], 1u);
  EXPECT_EQ(sum(s.positive()) + sum(s.negative()) + s.zeros(), s.count());
}

TEST(Statistics, TheBinWidthIsTheSmallestPowerOfTwoThatFits) {
  EXPECT_EQ(statistics_of(std::vector<float>{4095}).bin_width(), 1);
  EXPECT_EQ(statistics_of(std::vector<float>{4096}).bin_width(), 2);
  EXPECT_EQ(statistics_of(std::vector<float>{1}).bin_width(), 0x1p-11);
  EXPECT_EQ(statistics_of(std::vector<float>{std::numeric_limits<float>::max()}).positive()[4095], 1u);
  const TensorStatistics tiny = statistics_of(std::vector<float>{std::numeric_limits<float>::denorm_min()});
  EXPECT_EQ(tiny.bin_width(), 0x1p-126);
  EXPECT_EQ(tiny.positive()[0], 1u);
}

TEST(Statistics, DoNotDependOnOrderBatchesOrMerging) {
  const std::vector<float> values = make_values(50'000, 1);
  const TensorStatistics whole = statistics_of(values);

  std::vector<float> shuffled = values;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(5));
  EXPECT_EQ(statistics_of(shuffled), whole);

  for (const size_t batch : {1u, 7u, 1000u, 33'333u}) {
    TensorStatistics pieces;
    for (size_t i = 0; i < values.size(); i += batch)
      pieces.update(std::span(values).subspan(i, std::min(batch, values.size() - i)));
    EXPECT_EQ(pieces, whole) << batch;
  }

  TensorStatistics a = statistics_of(std::span(values).first(20'000));
  TensorStatistics b = statistics_of(std::span(values).subspan(20'000));
  TensorStatistics ab = a, ba = b;
  ab.merge(b);
  ba.merge(a);
  EXPECT_EQ(ab, whole);
  EXPECT_EQ(ba, whole);
  ab.merge(TensorStatistics());
  EXPECT_EQ(ab, whole);
}

TEST(Statistics, EveryInstructionSetGivesTheSame) {
  std::vector<const HistogramKernels*> all = {&scalar_kernels()};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) all.push_back(&avx2_kernels());
  if (__builtin_cpu_supports("avx512f")) all.push_back(&avx512_kernels());
#endif
  for (const size_t size : {1u, 7u, 8u, 15u, 17u, 1023u, 1025u, 5000u}) {
    const std::vector<float> values = make_values(size, uint32_t(size));
    const float inverse = 1;  // all are below 2^10
    const Range range = scalar_kernels().range(values.data(), size);
    const auto totals = [&](const HistogramKernels& kernels, size_t& zeros) {
      const auto scratch = std::make_unique<Scratch>();
      zeros = kernels.count(values.data(), size, inverse, *scratch);
      std::vector<uint32_t> bins(2 * Scratch::kBins);
      for (const auto& table : scratch->count)
        for (size_t i = 0; i < bins.size(); ++i) bins[i] += table[i];
      return bins;
    };
    size_t zeros = 0;
    const std::vector<uint32_t> expected = totals(scalar_kernels(), zeros);
    for (const HistogramKernels* kernels : all) {
      size_t own_zeros = 0;
      EXPECT_EQ(totals(*kernels, own_zeros), expected) << kernels->name;
      EXPECT_EQ(own_zeros, zeros);
      const Range own = kernels->range(values.data(), size);
      EXPECT_EQ(own.minimum, range.minimum);
      EXPECT_EQ(own.maximum, range.maximum);
      EXPECT_EQ(own.max_magnitude, range.max_magnitude);
    }
  }
}

TEST(Statistics, RefusesWhatIsNotFiniteAndStaysAsItWas) {
  for (const float bad : {NAN, -NAN, INFINITY, -INFINITY})
    for (const size_t place : {0u, 16u, 36u}) {
      TensorStatistics s = statistics_of(std::vector<float>{1, 2});
      const TensorStatistics before = s;
      std::vector<float> values(37, 5);
      values[place] = bad;
      EXPECT_THROW(s.update(values), InputError);
      EXPECT_EQ(s, before);
    }
}

Statistics make_statistics() {
  Statistics s;
  s.samples = 7;
  s.tensors["conv1"].update(make_values(3000, 2));
  s.tensors["relu \"x\""].update(std::vector<float>{0, 5, 300});
  s.tensors["zero"].update(std::vector<float>(10, 0.0f));
  s.tensors["never"];
  return s;
}

Statistics decode(const std::string& bytes) {
  return decode_statistics(std::as_bytes(std::span(bytes)), "s.bin");
}

TEST(StatisticsFile, RoundTripIsExact) {
  const Statistics s = make_statistics();
  EXPECT_EQ(decode(encode_statistics(s)), s);
  EXPECT_EQ(decode(encode_statistics({})), Statistics());
}

TEST(StatisticsFile, EveryTruncationAndMutationIsRefused) {
  const std::string good = encode_statistics(make_statistics());
  for (size_t size = 0; size < good.size(); ++size) ASSERT_THROW(decode(good.substr(0, size)), Error) << size;
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = char(bad[i] ^ 0x41);
    ASSERT_THROW(decode(bad), Error) << i;
  }
}

TEST(StatisticsFile, MutationsWithARightChecksumNeverCrash) {
  const std::string good = encode_statistics(make_statistics());
  std::mt19937 random(3);
  int refused = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string bad = good.substr(0, good.size() - 4);
    for (int n = 0; n < 2; ++n) bad[random() % bad.size()] = char(random());
    // CRC-32, bit by bit.
    uint32_t crc = 0xFFFFFFFFu;
    for (const char c : bad) {
      crc ^= uint8_t(c);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    crc = ~crc;
    bad.append(reinterpret_cast<const char*>(&crc), 4);
    try {
      static_cast<void>(decode(bad));
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 4000);
}

}  // namespace
}  // namespace quern::calibration

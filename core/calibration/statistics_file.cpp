#include "calibration/statistics_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstring>
#include <string_view>
#include <zlib.h>

#include <quern/error.hpp>
#include <quern/onnx/file.hpp>

namespace quern::calibration {

namespace {

constexpr std::string_view kMagic = "QURNSTAT";
constexpr uint32_t kVersion = 1;
constexpr size_t kLeastRecord = 4 + 4 + 4 + 8 + 8 + 4 + 4 + 4;  // a tensor without a name and without bins

uint32_t checksum(std::span<const std::byte> bytes) {
  return uint32_t(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

// A number as its bytes, lowest first.
template <class T>
void put(std::string& out, T value) {
  static_assert(std::endian::native == std::endian::little);
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

void put_bins(std::string& out, std::span<const uint64_t> bins) {
  size_t used = bins.size();
  while (used > 0 && bins[used - 1] == 0) --used;
  put(out, uint32_t(used));
  for (uint64_t count : bins.first(used)) {
    for (; count >= 0x80; count >>= 7) out += char(uint8_t(count) | 0x80u);
    out += char(count);
  }
}

class Reader {
 public:
  Reader(std::span<const std::byte> bytes, const std::string& where) : rest_(bytes), where_(where) {}

  [[noreturn]] void fail(const std::string& what) const {
    throw InputError("the statistics are damaged: " + what, where_, "Delete the file and calibrate again.");
  }
  [[nodiscard]] size_t left() const { return rest_.size(); }

  std::span<const std::byte> bytes(size_t size) {
    if (size > rest_.size()) fail("the file is cut off");
    const std::span<const std::byte> result = rest_.first(size);
    rest_ = rest_.subspan(size);
    return result;
  }
  template <class T>
  T number() {
    T value;
    std::memcpy(&value, bytes(sizeof(T)).data(), sizeof(T));
    return value;
  }
  std::string text() {
    const auto content = bytes(number<uint32_t>());
    return {reinterpret_cast<const char*>(content.data()), content.size()};
  }
  uint64_t varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = uint64_t(bytes(1)[0]);
      if (shift == 63 && byte > 1) fail("a count is too large");
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    fail("a count is too long");
  }
  // The sum of the bins is added to `total`. No bins at all give an empty vector.
  std::vector<uint64_t> bins(uint64_t& total) {
    const auto used = number<uint32_t>();
    if (used > TensorStatistics::kBins) fail("too many bins");
    std::vector<uint64_t> result(used == 0 ? 0 : TensorStatistics::kBins, 0);
    for (uint32_t i = 0; i < used; ++i) {
      result[i] = varint();
      if (result[i] > UINT64_MAX - total) fail("the counts are too large");
      total += result[i];
    }
    if (used > 0 && result[used - 1] == 0) fail("a histogram ends in an empty bin");
    return result;
  }

 private:
  std::span<const std::byte> rest_;
  const std::string& where_;
};

}  // namespace

// Reads and writes the private parts of TensorStatistics.
class StatisticsFile {
 public:
  static void write(std::string& out, const TensorStatistics& s) {
    put(out, s.minimum_);
    put(out, s.maximum_);
    put(out, s.count_);
    put(out, s.zeros_);
    put(out, int32_t(s.exponent_));
    put_bins(out, s.negative_);
    put_bins(out, s.positive_);
  }

  static TensorStatistics read(Reader& reader) {
    TensorStatistics s;
    s.minimum_ = reader.number<float>();
    s.maximum_ = reader.number<float>();
    s.count_ = reader.number<uint64_t>();
    s.zeros_ = reader.number<uint64_t>();
    s.exponent_ = reader.number<int32_t>();
    uint64_t total = s.zeros_;
    s.negative_ = reader.bins(total);
    s.positive_ = reader.bins(total);
    if (total != s.count_) reader.fail("the counts do not add up");
    check(s, reader);
    return s;
  }

 private:
  static void check(const TensorStatistics& s, const Reader& reader) {
    const TensorStatistics fresh;
    if (s.count_ == 0) {
      if (!(s == fresh)) reader.fail("a range without values");
      return;
    }
    if (!std::isfinite(s.minimum_) || !std::isfinite(s.maximum_) || s.minimum_ > s.maximum_)
      reader.fail("a range is not one");
    if ((s.minimum_ < 0) != !s.negative_.empty() || (s.maximum_ > 0) != !s.positive_.empty())
      reader.fail("a range contradicts its histogram");
    const double bins = s.max_abs() / s.bin_width();  // the bin width is the smallest possible
    const bool minimal = s.exponent_ == TensorStatistics::kMinExponent || bins >= TensorStatistics::kBins / 2;
    if (s.exponent_ < TensorStatistics::kMinExponent || bins >= TensorStatistics::kBins || !minimal)
      reader.fail("the width of the bins does not fit the range");
  }
};

std::string encode_statistics(const Statistics& statistics) {
  std::string out(kMagic);
  put(out, kVersion);
  put(out, statistics.samples);
  put(out, uint32_t(statistics.tensors.size()));
  for (const auto& [name, tensor] : statistics.tensors) {
    put(out, uint32_t(name.size()));
    out += name;
    StatisticsFile::write(out, tensor);
  }
  put(out, checksum(std::as_bytes(std::span(out))));
  return out;
}

Statistics decode_statistics(std::span<const std::byte> bytes, const std::string& where) {
  Reader reader(bytes, where);
  const auto magic = reader.bytes(std::min(kMagic.size(), bytes.size()));
  if (std::memcmp(magic.data(), kMagic.data(), magic.size()) != 0 || magic.size() < kMagic.size())
    throw InputError("this is no file of calibration statistics", where);
  const auto version = reader.number<uint32_t>();
  if (version != kVersion)
    throw UnsupportedError("version " + std::to_string(version) +
                               " of the statistics is not known; this program knows " +
                               std::to_string(kVersion),
                           where, "Calibrate again.");
  uint32_t stored = 0;
  if (reader.left() < sizeof(stored)) reader.fail("the file is cut off");
  std::memcpy(&stored, bytes.last(sizeof(stored)).data(), sizeof(stored));
  if (stored != checksum(bytes.first(bytes.size() - sizeof(stored)))) reader.fail("the checksum is wrong");

  Statistics statistics;
  statistics.samples = reader.number<uint64_t>();
  const auto count = reader.number<uint32_t>();
  if (count > reader.left() / kLeastRecord) reader.fail("the file is cut off");
  for (uint32_t i = 0; i < count; ++i) {
    std::string name = reader.text();
    if (!statistics.tensors.empty() && name <= statistics.tensors.rbegin()->first)
      reader.fail("names out of order");
    statistics.tensors.emplace_hint(statistics.tensors.end(), std::move(name), StatisticsFile::read(reader));
  }
  if (reader.left() != sizeof(stored)) reader.fail("something follows the last tensor");
  return statistics;
}

Statistics read_statistics(const std::string& path) {
  const Blob file = map_file(path);
  return decode_statistics({file.data(), file.size()}, path);
}

}  // namespace quern::calibration

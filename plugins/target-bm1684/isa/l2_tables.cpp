#include "l2_tables.hpp"

#include <cmath>
#include <cstring>

namespace quern::bm1684 {
namespace {

class Tables {
 public:
  void set(uint32_t table, int index, double value) {
    const size_t at = table - kL2TableOffset + size_t(index) * 4;
    if (bytes_.size() < at + 4) bytes_.resize(at + 4);
    const auto word = float(value);
    std::memcpy(&bytes_[at], &word, 4);
  }
  std::vector<uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<uint8_t> bytes_;
};

}  // namespace

std::vector<uint8_t> l2_tables() {
  Tables tables;
  for (int i = 0; i < 256; ++i) {
    const int value = int8_t(i);
    const bool valid = value >= kExpLowest && value <= kExpHighest;
    tables.set(kTableIntegers, i, valid ? value : 0);
    tables.set(kTableExp, i, valid ? std::exp(double(value)) : 0);
    tables.set(kTableExponentLog, i, (i - 127) * std::log(2.0));
    tables.set(kTableUnsignedBytes, i, i);
    tables.set(kTableSignedBytes, i, value);
  }
  double factorial = 1, arcsin = 1;
  for (int k = 0; k < kTaylorTerms; ++k) {
    factorial *= k + 1;
    const bool odd_power = k % 2 == 0;  // entry k belongs to x^(k+1)
    tables.set(kTaylorExp, k, 1 / factorial);
    tables.set(kTaylorLog, k, (k % 2 == 0 ? 1.0 : -1.0) / (k + 1));
    tables.set(kTaylorSin, k, odd_power ? (k % 4 == 0 ? 1 : -1) / factorial : 0);
    tables.set(kTaylorArcsin, k, odd_power ? arcsin / (k + 1) : 0);
    if (odd_power) arcsin *= double(k + 1) / (k + 2);  // (1*3*5...)/(2*4*6...)
  }
  for (int i = 0; i < kNaturals; ++i) tables.set(kTableNaturals, i, i);
  return tables.take();
}

}  // namespace quern::bm1684

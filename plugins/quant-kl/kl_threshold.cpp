#include "kl_threshold.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <quern/error.hpp>

#include "stable_log.hpp"

namespace quern::quant_kl {

namespace {

double x_log_x(double x) { return x > 0 ? x * stable_log(x) : 0; }

// The histogram of |x|, and sums over its first i bins, so that a candidate costs a step per level, not per
// bin.
class Histogram {
 public:
  explicit Histogram(const quern_statistics& s) : counts_(s.bin_count), mass_{0}, entropy_{0}, filled_{0} {
    for (uint32_t i = 0; i < s.bin_count; ++i) counts_[i] = double(s.negative[i]) + double(s.positive[i]);
    while (!counts_.empty() && counts_.back() == 0) counts_.pop_back();
    for (const double count : counts_) {
      mass_.push_back(mass_.back() + count);
      entropy_.push_back(entropy_.back() + x_log_x(count));
      filled_.push_back(filled_.back() + (count > 0 ? 1 : 0));
    }
  }

  [[nodiscard]] uint32_t bins() const { return uint32_t(counts_.size()); }
  // `bins` without the empty bins at its end.
  [[nodiscard]] uint32_t without_empty_end(uint32_t bins) const {
    while (bins > 0 && counts_[bins - 1] == 0) --bins;
    return bins;
  }
  [[nodiscard]] double total() const { return mass_.back(); }
  [[nodiscard]] double beyond(uint32_t bins) const { return total() - mass_[bins]; }

  // KL(P || Q) for a threshold behind the first `bins` bins. With counts h, outliers o, cell c of mass S and
  // n bins that are not empty: P = h, but h + o in the last bin; Q = S / n. Both are normalised by their
  // sums.
  [[nodiscard]] double divergence(uint32_t bins, uint32_t levels) const {
    const double inside = mass_[bins];
    const double outliers = total() - inside;
    const double last = counts_[bins - 1];
    const double p_log_p = entropy_[bins] - x_log_x(last) + x_log_x(last + outliers);
    double p_log_q = 0;
    uint32_t begin = 0;
    for (uint64_t level = 0; level < levels; ++level) {
      // What rounds to `level` ends at (level + 1/2) / levels of the threshold.
      const auto end = uint32_t(((2 * level + 1) * bins + levels) / (2 * uint64_t(levels)));
      const double sum = mass_[end] - mass_[begin];
      if (sum > 0) p_log_q += sum * stable_log(sum / (filled_[end] - filled_[begin]));
      begin = end;
    }
    const double sum = mass_[bins] - mass_[begin];
    p_log_q += (sum + outliers) * stable_log(sum / (filled_[bins] - filled_[begin]));
    return (p_log_p - p_log_q) / total() + stable_log(inside / total());
  }

 private:
  std::vector<double> counts_;
  // Element i: counts, count * log(count), and bins that are not empty, before bin i.
  std::vector<double> mass_, entropy_, filled_;
};

void check(const quern_statistics& s) {
  if (s.bin_count == 0 || !s.negative || !s.positive || !(s.bin_width > 0) || !std::isfinite(s.minimum) ||
      !std::isfinite(s.maximum))
    throw InputError("the statistics of this tensor are damaged", s.tensor ? s.tensor : "",
                     "Calibrate again.");
}

}  // namespace

double kl_threshold(const quern_statistics& statistics, const Settings& settings) {
  check(statistics);
  const double largest = std::max(std::fabs(statistics.minimum), std::fabs(statistics.maximum));
  if (largest == 0) return 1;
  const Histogram histogram(statistics);
  const uint32_t levels = statistics.minimum < 0 ? 127 : 255;
  if (histogram.bins() <= levels) return largest;  // too coarse to tell candidates apart

  // From above, so that of equal candidates the one that clips least wins.
  uint32_t best = histogram.bins();
  double least = histogram.divergence(best, levels);
  const uint32_t step = std::max(settings.step, 1u);
  for (uint32_t bins = best; bins > step;) {
    bins = histogram.without_empty_end(bins - step);
    if (bins <= levels) break;
    if (histogram.beyond(bins) > settings.max_clipped * histogram.total()) break;
    const double divergence = histogram.divergence(bins, levels);
    if (divergence < least) {
      least = divergence;
      best = bins;
    }
  }
  return std::min(best * statistics.bin_width, largest);
}

}  // namespace quern::quant_kl

#include "max_threshold.hpp"

#include <algorithm>
#include <cmath>

namespace quern::quant_max {

double max_threshold(const quern_statistics& statistics) {
  const double largest = std::max(std::fabs(statistics.minimum), std::fabs(statistics.maximum));
  return largest > 0 ? largest : 1;
}

}  // namespace quern::quant_max

#include "translate/polynomial_table.hpp"

#include <bit>

namespace quern::bm1684 {

Polynomial with_table(Translator& t, Polynomial polynomial) {
  std::vector<uint32_t> words(256, 0);
  for (size_t i = 1; i < polynomial.coefficients.size(); ++i)
    words[i - 1] = std::bit_cast<uint32_t>(polynomial.coefficients[i]);
  polynomial.table = t.lookup_table(words);
  return polynomial;
}

}  // namespace quern::bm1684

// Puts a polynomial's coefficients where the series instruction reads them.
#pragma once

#include "layers/functions/polynomial.hpp"
#include "translate/translator.hpp"

namespace quern::bm1684 {

Polynomial with_table(Translator& t, Polynomial polynomial);

}  // namespace quern::bm1684

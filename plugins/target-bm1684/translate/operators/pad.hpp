// Constant padding as a step of other operators.
#pragma once

#include "translate/translator.hpp"

namespace quern::bm1684 {

// Fills `target` with a word and copies `source` into it: amount[i] elements from the beginning of axis i,
// leaving amount[rank + i] at its end; negative amounts cut off. Returns `target`.
int padded(Translator& t, const std::string& name, int source, const std::vector<int64_t>& amount,
           uint32_t fill_word, int target);

}  // namespace quern::bm1684

// Copies of parts of a tensor: what no view can express.
#pragma once

#include "translate/translator.hpp"

namespace quern::bm1684 {

// A tensor of its own memory whose entry i along the axis is entry indices[i] of the source's. A copy for
// every run of evenly spaced indices; where the axis is the batches of bytes, for every batch.
int gathered(Translator& t, const std::string& name, int source, size_t axis,
             const std::vector<int64_t>& indices);

// Copies batch `from` of one 8-bit tensor to batch `to` of another: batches of bytes share words.
void copy_batch(Translator& t, const std::string& name, int source, int64_t from, int target, int64_t to);

// Clears the memory of a new 8-bit tensor whose last words are not full of batches.
void clear_partial_words(Translator& t, const std::string& name, int tensor);

}  // namespace quern::bm1684

// The class of each sample.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/preprocess.hpp"

namespace quern::data {

// The class index of each sample as description.labels and description.classes say, in the order of `names`
// (paths with '/', or numbers of rows). None where description.labels is "". Throws InputError naming the
// sample that has no label, or the label that is no class.
std::vector<int64_t> read_labels(const DataDescription& description, const std::vector<std::string>& names);

}  // namespace quern::data

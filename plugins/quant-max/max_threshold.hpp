// The threshold that clips nothing.
#pragma once

#include <quern/plugin.h>

namespace quern::quant_max {

// max(|minimum|, |maximum|), or 1 for a tensor that was always 0, which any threshold represents exactly.
double max_threshold(const quern_statistics& statistics);

}  // namespace quern::quant_max

// Quantisation method "max": the largest value seen becomes the threshold.
#include <quern/plugin.hpp>

#include "max_threshold.hpp"

namespace {

quern_status threshold(const quern_host* host, const quern_statistics* statistics, const quern_option_value*,
                       uint64_t, double* result) {
  return quern::guarded(host, [&] { *result = quern::quant_max::max_threshold(*statistics); });
}

const quern_quant functions = {sizeof(quern_quant), threshold};

}  // namespace

QUERN_PLUGIN(quant, QUERN_KIND_QUANT, "max", QUERN_VERSION,
             "Threshold = largest absolute value: nothing is clipped", nullptr, 0, functions)

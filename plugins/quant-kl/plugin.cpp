// Quantisation method "kl": the threshold with the least loss of information (entropy calibration).
#include <quern/plugin.hpp>

#include "kl_threshold.hpp"

namespace {

const quern_option options[] = {
    quern::int_option("step", "8", "1", "256", "distance between candidate thresholds, in histogram bins"),
    quern::float_option("max_clipped", "0.01", "0", "1",
                        "largest share of the nonzero values that may be clipped"),
};

quern_status threshold(const quern_host* host, const quern_statistics* statistics,
                       const quern_option_value* values, uint64_t count, double* result) {
  return quern::guarded(host, [&] {
    const quern::Options given(values, count);
    quern::quant_kl::Settings settings;
    settings.step = uint32_t(given.integer("step"));
    settings.max_clipped = given.number("max_clipped");
    *result = quern::quant_kl::kl_threshold(*statistics, settings);
  });
}

const quern_quant functions = {sizeof(quern_quant), threshold};

}  // namespace

QUERN_PLUGIN(quant, QUERN_KIND_QUANT, "kl", QUERN_VERSION,
             "Least Kullback-Leibler divergence between float and 8-bit values", options, 2, functions)

// A method: the largest absolute value, times an option.
#include <algorithm>

#include <quern/plugin.hpp>

#include "pause.hpp"

namespace quern::fake {
namespace {

quern_status threshold(const quern_host* host, const quern_statistics* statistics,
                       const quern_option_value* options, uint64_t count, double* result) {
  return guarded(host, [&] {
    pause_at("calibrate", Host(host));
    *result = std::max(-statistics->minimum, statistics->maximum) * Options(options, count).number("factor");
  });
}

const quern_option kOptions[] = {float_option("factor", "1", "0.1", "10", "Multiplies the threshold.")};
const quern_quant kQuant{sizeof(quern_quant), threshold};

}  // namespace
}  // namespace quern::fake

QUERN_PLUGIN(quant, QUERN_KIND_QUANT, "fake", "1.0.0", "Largest absolute value", quern::fake::kOptions, 1,
             quern::fake::kQuant)

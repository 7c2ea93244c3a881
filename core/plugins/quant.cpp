#include "plugins/quant.hpp"

#include "plugins/host_call.hpp"

namespace quern::plugins {

double Quant::threshold(const quern_statistics& statistics, const OptionValues& options) const {
  HostCall call(library_->label(), 1);
  const std::vector<quern_option_value> values = to_abi(options);
  double result = 0;
  call.check(library_->functions<quern_quant>().threshold(call.host(), &statistics, values.data(),
                                                          values.size(), &result));
  return result;
}

}  // namespace quern::plugins

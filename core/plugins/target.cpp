#include "plugins/target.hpp"

#include "plugins/host_call.hpp"
#include "plugins/operator_list.hpp"

namespace quern::plugins {

void Target::compile(const CompileRequest& request, const ArtefactWriter& writer, unsigned threads,
                     const Progress& progress) const {
  const std::string model = request.model.string();
  const std::vector<quern_option_value> options = to_abi(request.options);
  const quern_compile_request c{
      sizeof(quern_compile_request), request.quantise ? 1 : 0,   model.c_str(),  request.name.c_str(),
      request.calibration.data(),    request.calibration.size(), options.data(), options.size()};
  HostCall call(library_->label(), threads, progress);
  const ArtefactSink sink(call, writer);
  call.check(library_->functions<quern_target>().compile(call.host(), &c, sink.sink()));
}

std::vector<std::string> Target::operators() const {
  return list_operators(*library_, library_->functions<quern_target>().operators);
}

}  // namespace quern::plugins

#include "plugins/runtime.hpp"

#include "plugins/host_call.hpp"
#include "plugins/operator_list.hpp"
#include "plugins/runtime_session.hpp"
#include "plugins/sniff.hpp"

namespace quern::plugins {

int Runtime::sniff(const std::filesystem::path& artefact) const {
  HostCall call(library_->label(), 1);
  return library_->functions<quern_runtime>().sniff(call.host(), artefact.c_str());
}

std::unique_ptr<Session> Runtime::open(const OpenRequest& request) const {
  return std::make_unique<RuntimeSession>(*library_, request);
}

SessionFactory Runtime::factory(OpenRequest request) const {
  return [runtime = *this, request = std::move(request)] { return runtime.open(request); };
}

std::vector<std::string> Runtime::operators() const {
  return list_operators(*library_, library_->functions<quern_runtime>().operators);
}

Runtime choose_runtime(Registry& registry, const std::string& name, const std::filesystem::path& artefact) {
  if (!name.empty()) return Runtime(registry.load(QUERN_KIND_RUNTIME, name));
  const auto sniff = [&](const Library& library) { return Runtime(library).sniff(artefact); };
  return Runtime(surest(registry, QUERN_KIND_RUNTIME, artefact, sniff));
}

}  // namespace quern::plugins

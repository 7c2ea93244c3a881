#include "plugins/operator_list.hpp"

#include <set>

#include "plugins/host_call.hpp"
#include "plugins/library.hpp"

namespace quern::plugins {
namespace {

struct Collector {
  HostCall* call;
  std::set<std::string> names;
};

void add_name(void* context, const char* text) {
  auto* collector = static_cast<Collector*>(context);
  if (text) collector->call->guard([&] { collector->names.insert(text); });
}

}  // namespace

std::vector<std::string> list_operators(const Library& library,
                                        quern_status (*operators)(const quern_host*,
                                                                  const quern_text_sink*)) {
  HostCall call(library.label(), 1);
  Collector collector{&call, {}};
  const quern_text_sink sink{sizeof(quern_text_sink), &collector, &add_name};
  call.check(operators(call.host(), &sink));
  return {collector.names.begin(), collector.names.end()};
}

}  // namespace quern::plugins

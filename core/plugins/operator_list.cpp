#include "plugins/operator_list.hpp"

#include <set>

#include "plugins/library.hpp"
#include "plugins/text_sink.hpp"

namespace quern::plugins {

std::vector<std::string> list_operators(const Library& library,
                                        quern_status (*operators)(const quern_host*,
                                                                  const quern_text_sink*)) {
  HostCall call(library.label(), 1);
  TextSink text(call);
  call.check(operators(call.host(), text.sink()));
  const std::set<std::string> names(text.lines().begin(), text.lines().end());
  return {names.begin(), names.end()};
}

}  // namespace quern::plugins

#include "report/compile_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <quern/error.hpp>

namespace quern::report {

int64_t CompileReport::macs() const {
  int64_t total = 0;
  for (const Layer& layer : layers) total += layer.macs;
  return total;
}

size_t CompileReport::float_layers() const {
  return size_t(
      std::count_if(layers.begin(), layers.end(), [](const Layer& layer) { return !layer.is_integer; }));
}

CompileReport decode_compile_report(const std::string& text, const std::string& where) {
  try {
    const auto json = nlohmann::json::parse(text);
    CompileReport report;
    report.integer_mac_share = json.at("int8_mac_share");
    for (const auto& entry : json.at("layers"))
      report.layers.push_back({entry.at("node"), entry.at("operator"), entry.value("source", ""),
                               entry.at("precision") != "float32", entry.value("reason", ""),
                               entry.value("macs", int64_t(0))});
    return report;
  } catch (const nlohmann::json::exception& e) {
    throw InputError(std::string("this is not a report of a target (") + e.what() + ")", where);
  }
}

std::vector<FloatGroup> group_float_layers(const CompileReport& report) {
  std::vector<FloatGroup> groups;
  for (const Layer& layer : report.layers) {
    if (layer.is_integer) continue;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const FloatGroup& g) {
      return g.op_type == layer.op_type && g.reason == layer.reason;
    });
    if (group == groups.end()) group = groups.insert(groups.end(), {layer.op_type, layer.reason, {}, 0});
    group->nodes.push_back(layer.node);
    group->macs += layer.macs;
  }
  return groups;
}

}  // namespace quern::report

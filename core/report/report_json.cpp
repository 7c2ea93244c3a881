#include <cmath>
#include <nlohmann/json.hpp>

#include "report/report.hpp"

namespace quern::report {
namespace {

using Json = nlohmann::ordered_json;

Json accuracy_json(const evaluation::Accuracy& accuracy) {
  return {{"samples", accuracy.samples}, {"top1", accuracy.top1_rate()}, {"top5", accuracy.top5_rate()}};
}

// Infinity has no form in JSON: it becomes null.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json comparison_json(const evaluation::Comparison& comparison) {
  Json json{{"samples", comparison.samples}};
  if (comparison.has_top1) json["top1_agreement"] = comparison.top1_rate();
  for (const auto& [name, metrics] : comparison.outputs)
    json["outputs"][name] = {{"cosine", number(metrics.cosine)},
                             {"relative_l2", number(metrics.relative_l2)},
                             {"sqnr_db", number(metrics.sqnr_db)},
                             {"max_abs", number(metrics.max_abs)}};
  return json;
}

Json compilation_json(const CompileReport& compilation) {
  Json json{{"int8_mac_share", compilation.integer_mac_share},
            {"macs", compilation.macs()},
            {"layers", compilation.layers.size()},
            {"float_layers", Json::array()}};
  for (const Layer& layer : compilation.layers)
    if (!layer.is_integer)
      json["float_layers"].push_back({{"node", layer.node},
                                      {"operator", layer.op_type},
                                      {"source", layer.source},
                                      {"reason", layer.reason},
                                      {"macs", layer.macs}});
  return json;
}

}  // namespace

std::string encode_report(const Report& report) {
  Json json{{"quern_report", 1}, {"name", report.name}};
  if (report.evaluation) {
    for (const auto& [artefact, accuracy] : report.evaluation->accuracy)
      json["accuracy"][artefact] = accuracy_json(accuracy);
    if (report.evaluation->comparison)
      json["int8_against_fp32"] = comparison_json(*report.evaluation->comparison);
  }
  if (report.compilation) json["compilation"] = compilation_json(*report.compilation);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace quern::report

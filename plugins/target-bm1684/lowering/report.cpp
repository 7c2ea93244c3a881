#include "lowering/report.hpp"

#include <nlohmann/json.hpp>

namespace quern::bm1684 {

double LoweringReport::integer_mac_share() const {
  int64_t integer = 0, total = 0;
  for (const LayerReport& layer : layers) {
    total += layer.macs;
    if (layer.is_integer) integer += layer.macs;
  }
  return total == 0 ? 1 : double(integer) / double(total);
}

std::string LoweringReport::to_json(const std::string& network) const {
  nlohmann::ordered_json json;
  json["network"] = network;
  json["int8_mac_share"] = integer_mac_share();
  json["casts_to_int8"] = quantise_casts;
  json["casts_to_float"] = dequantise_casts;
  json["host_nodes"] = nlohmann::ordered_json::array();
  for (const HostReport& node : host_nodes)
    json["host_nodes"].push_back({{"node", node.node}, {"operator", node.op_type}, {"reason", node.reason}});
  json["layers"] = nlohmann::ordered_json::array();
  for (const LayerReport& layer : layers) {
    nlohmann::ordered_json entry{{"node", layer.node}, {"operator", layer.op_type}, {"source", layer.source}};
    entry["precision"] = layer.is_integer ? "int8" : "float32";
    if (!layer.is_integer) entry["reason"] = layer.reason;
    entry["macs"] = layer.macs;
    json["layers"].push_back(std::move(entry));
  }
  return json.dump(1) + "\n";
}

int64_t macs_of(const Graph& graph, const Node& node) {
  if (node.is("Conv")) {
    const Shape& w = graph.shape(node.inputs[1]);
    return element_count(graph.shape(node.outputs[0])) * element_count(w) / std::max<int64_t>(w[0], 1);
  }
  if (node.is("ConvTranspose")) {
    const Shape& w = graph.shape(node.inputs[1]);
    return element_count(graph.shape(node.inputs[0])) * element_count(w) / std::max<int64_t>(w[0], 1);
  }
  if (node.is("Gemm") || node.is("MatMul")) {
    const Shape& a = graph.shape(node.inputs[0]);
    return a.empty() ? 0 : element_count(graph.shape(node.outputs[0])) * a.back();
  }
  return 0;
}

}  // namespace quern::bm1684

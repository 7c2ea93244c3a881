#include "graph/upgrade.hpp"

#include <array>

namespace quern::frontend::mxnet {
namespace {

bool is_batch_norm(const std::string& op) {
  return op == "BatchNorm" || op == "BatchNorm_v1" || op == "CuDNNBatchNorm";
}

void add_statistics(Symbol& symbol) {
  constexpr std::array kInputs = {"data", "gamma", "beta", "moving_mean", "moving_var"};
  const size_t count = symbol.layers.size();
  for (size_t i = 0; i < count; ++i) {
    if (!is_batch_norm(symbol.layers[i].op) || symbol.layers[i].inputs.empty()) continue;
    for (size_t input = symbol.layers[i].inputs.size(); input < kInputs.size(); ++input) {
      Layer variable;
      variable.op = "null";
      variable.name = symbol.layers[i].name + "_" + kInputs[input];
      symbol.layers[i].inputs.push_back({symbol.layers.size(), 0});
      symbol.layers.push_back(std::move(variable));
    }
  }
}

void correct_axes(Symbol& symbol) {
  constexpr int64_t kAxisOptional = 905;
  if (symbol.version >= kAxisOptional) return;
  for (Layer& layer : symbol.layers)
    if ((layer.op == "argmax" || layer.op == "argmin") && layer.attributes.text("axis", "") == "-1")
      layer.attributes.remove("axis");
}

}  // namespace

void upgrade(Symbol& symbol) {
  add_statistics(symbol);
  correct_axes(symbol);
}

}  // namespace quern::frontend::mxnet

#include "graph/outputs.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace quern::frontend::mxnet {
namespace {

constexpr int64_t kMostOutputs = 4096;

int64_t declared_outputs(const Layer& layer) {
  const Attributes& a = layer.attributes;
  if (layer.op == "SliceChannel" || layer.op == "split" || layer.op == "amp_multicast")
    return a.integer("num_outputs", 1);
  if (layer.op == "_split_v2") {
    const int64_t sections = a.integer("sections", 0);
    return sections > 0 ? sections : int64_t(a.integers("indices").size());
  }
  if (layer.op == "topk") return a.text("ret_typ", "indices") == "both" ? 2 : 1;
  if (layer.op == "moments") return 2;
  return 1;
}

std::vector<std::string> rnn_outputs(const Layer& layer) {
  if (!layer.attributes.flag("state_outputs", false)) return {""};
  if (layer.attributes.text("mode", "") != "lstm") return {"_output", "_state"};
  return {"_output", "_state", "_state_cell"};
}

// Operators whose outputs have names. Those behind the first count where something uses them only.
std::vector<std::string> named_outputs(const Layer& layer) {
  if (layer.op == "RNN") return rnn_outputs(layer);
  if (layer.op.ends_with("Proposal") && layer.attributes.flag("output_score", false))
    return {"_output", "_score"};
  if (layer.attributes.flag("output_mean_var", false)) return {"", "_mean", "_var"};
  return {};
}

}  // namespace

std::vector<std::string> output_suffixes(const Layer& layer, size_t used) {
  if (std::vector<std::string> names = named_outputs(layer); !names.empty()) return names;
  const int64_t declared = declared_outputs(layer);
  if (declared < 1 || declared > kMostOutputs)
    throw InputError("the layer claims to have " + std::to_string(declared) + " outputs", layer.name);
  const size_t count = std::max(size_t(declared), used);
  if (count == 1) return {""};
  std::vector<std::string> suffixes;
  for (size_t i = 0; i < count; ++i) suffixes.push_back("_output" + std::to_string(i));
  return suffixes;
}

size_t read_inputs(const Layer& layer) {
  constexpr std::array kLosses = {"SoftmaxOutput",          "Softmax",   "LogisticRegressionOutput",
                                  "LinearRegressionOutput", "SVMOutput", "MAERegressionOutput"};
  const bool is_loss = std::find(kLosses.begin(), kLosses.end(), layer.op) != kLosses.end();
  return is_loss ? 1 : std::numeric_limits<size_t>::max();
}

}  // namespace quern::frontend::mxnet

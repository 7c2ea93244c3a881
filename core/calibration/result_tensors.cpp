#include "calibration/result_tensors.hpp"

#include <vector>

#include <quern/graph/index.hpp>

namespace quern::calibration {
namespace {

bool keeps_results(const Graph& graph, const Node& node) {
  static const std::set<std::string> heads = {"Softmax",     "LogSoftmax", "Sigmoid",
                                              "HardSigmoid", "Tanh",       "AveragePool",
                                              "Concat",      "ReduceMean", "GlobalAveragePool"};
  return quant::moves_data(graph, node) || (node.domain.empty() && heads.contains(node.op_type));
}

}  // namespace

std::set<std::string> result_tensors(const Graph& graph, const quant::Sharing& sharing) {
  const GraphIndex index(graph);
  std::set<std::string> results, visited;
  std::vector<std::string> open;
  for (const ValueInfo& output : graph.outputs) open.push_back(output.name);
  while (!open.empty()) {
    const std::string tensor = open.back();
    open.pop_back();
    if (!visited.insert(tensor).second) continue;
    results.insert(sharing.entry_source(tensor));
    const Node* producer = index.producer(tensor);
    if (!producer) continue;
    if (quant::is_rectifier(graph, *producer)) results.insert(sharing.entry_source(producer->inputs[0]));
    if (!keeps_results(graph, *producer)) continue;
    for (const std::string& input : producer->inputs)
      if (!input.empty() && !graph.constant(input)) open.push_back(input);
  }
  return results;
}

}  // namespace quern::calibration

#include "lowered_network.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <quern/ops/interpreter.hpp>

#include "lowering/lowering.hpp"

namespace quern::bm1684::test {

Tensor random_tensor(const Shape& shape, unsigned seed, float deviation) {
  Tensor tensor(DataType::Float, shape);
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal(0, deviation);
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.mutable_data<float>()[i] = normal(generator);
  return tensor;
}

GraphBuilder::GraphBuilder(const Shape& input) {
  graph_.set_value("x", DataType::Float, input);
  graph_.inputs = {graph_.values["x"]};
}

std::string GraphBuilder::constant(const std::string& name, Tensor tensor) {
  tensor.name = name;
  graph_.initializers[name] = std::move(tensor);
  return name;
}

GraphBuilder& GraphBuilder::add(Node node) {
  std::vector<ops::InferContext::Input> inputs;
  for (const std::string& name : node.inputs) {
    const Tensor* t = graph_.constant(name);
    inputs.push_back(t ? ops::InferContext::Input{t->type, t->dims, t}
                       : ops::InferContext::Input{graph_.type(name), graph_.value(name)->shape, nullptr});
  }
  const auto outputs = ops::infer(node, inputs);
  for (size_t i = 0; i < node.outputs.size(); ++i)
    graph_.set_value(node.outputs[i], outputs[i].type, outputs[i].shape.value());
  graph_.nodes.push_back(std::move(node));
  return *this;
}

Graph GraphBuilder::finish(const std::string& output) {
  graph_.outputs = {graph_.values[output]};
  return graph_;
}

std::multiset<std::string> Lowered::operators() const {
  std::multiset<std::string> names;
  for (const Node& node : graph.nodes) names.insert(node.op_type);
  return names;
}

std::string Lowered::reason(const std::string& op_type) const {
  for (const LayerReport& layer : report.layers)
    if (layer.op_type == op_type && !layer.is_integer) return layer.reason;
  return "";
}

Lowered lower(const Graph& graph, const Settings& settings) {
  const std::vector<Tensor> inputs = {random_tensor(graph.inputs[0].shape.value(), 11)};
  Graph all = graph;
  all.outputs.clear();
  for (const auto& [name, value] : graph.values) all.outputs.push_back(value);
  const std::vector<Tensor> activations = ops::interpret(all, inputs);

  std::vector<quern_calibration> entries;
  for (size_t i = 0; i < activations.size(); ++i) {
    if (activations[i].type != DataType::Float) continue;
    const std::string& name = all.outputs[i].name;
    const auto [low, high] = std::ranges::minmax_element(activations[i].values<float>());
    double threshold = std::max(std::fabs(double(*low)), std::fabs(double(*high)));
    if (const auto it = settings.thresholds.find(name); it != settings.thresholds.end())
      threshold = it->second;
    if (threshold > 0)
      entries.push_back({name.c_str(), threshold, *low < 0, settings.keep_float.contains(name)});
  }

  Lowered result;
  const GraphIndex index(graph);
  const Scales scales(graph, index, entries.data(), entries.size());
  Lowering(graph, index, scales, result.graph, result.report).run();

  const Tensor want = ops::interpret(graph, inputs).at(0), got = ops::interpret(result.graph, inputs).at(0);
  double signal = 0, noise = 0;
  for (int64_t i = 0; i < want.count(); ++i) {
    const double w = want.data<float>()[i], d = w - got.data<float>()[i];
    signal += w * w;
    noise += d * d;
  }
  result.sqnr_db = 10 * std::log10(signal / std::max(noise, 1e-30));
  return result;
}

}  // namespace quern::bm1684::test

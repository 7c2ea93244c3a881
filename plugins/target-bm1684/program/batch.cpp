#include "program/batch.hpp"

#include <quern/ops/operator.hpp>

namespace quern::bm1684 {
namespace {

// Shapes written into a graph as constants name the batch too: of Reshape and Expand input 1, of Resize
// input 3.
size_t shape_input(const Node& node) {
  if (node.is("Reshape") || node.is("Expand")) return 1;
  return node.is("Resize") ? 3 : 0;
}

void rewrite_shape(Graph& graph, Node& node, int64_t old_batch, int64_t batch) {
  const size_t input = shape_input(node);
  if (input == 0 || !node.has_input(input)) return;
  const Tensor* shape = graph.constant(node.inputs[input]);
  const Shape& x = graph.shape(node.inputs[0]);
  if (!shape || shape->count() == 0 || x.empty() || x[0] != old_batch) return;
  std::vector<int64_t> values = shape->to_int64();
  if (values[0] != old_batch) return;
  values[0] = batch;
  node.inputs[input] = graph.add_constant(node.inputs[input] + "/batch", Tensor::from(values));
}

}  // namespace

Graph with_batch(const Graph& source, int64_t batch) {
  Graph graph = source;
  int64_t old_batch = 0;
  for (ValueInfo& input : graph.inputs) {
    Shape shape = graph.shape(input.name);
    if (shape.empty()) throw UnsupportedError("input \"" + input.name + "\" has no batch axis");
    old_batch = shape[0];
    shape[0] = batch;
    input.shape = shape;
  }
  for (Node& node : graph.nodes) rewrite_shape(graph, node, old_batch, batch);
  for (const ValueInfo& input : graph.inputs) graph.values[input.name] = input;
  for (const Node& node : graph.nodes) {
    std::vector<ops::InferContext::Input> inputs;
    for (const std::string& name : node.inputs) {
      ops::InferContext::Input input;
      if (!name.empty()) {
        input.type = graph.type(name);
        input.shape = graph.shape(name);
        input.constant = graph.constant(name);
      }
      inputs.push_back(std::move(input));
    }
    const auto refuse = [&](const std::string& why) {
      throw UnsupportedError("the network cannot be compiled for batch " + std::to_string(batch) + ": " + why,
                             node.label(), "Compile it for the batch of its own shapes.");
    };
    std::vector<ops::InferContext::Output> outputs;
    try {
      outputs = ops::infer(node, std::move(inputs));
    } catch (const Error& e) {
      refuse(e.what());
    }
    for (size_t i = 0; i < node.outputs.size(); ++i) {
      if (node.outputs[i].empty()) continue;
      if (!outputs[i].shape || !is_static(*outputs[i].shape))
        refuse("a shape does not follow from the inputs'");
      ValueInfo& value = graph.values[node.outputs[i]];
      value.shape = *outputs[i].shape;
    }
  }
  for (ValueInfo& output : graph.outputs) output.shape = graph.shape(output.name);
  return graph;
}

}  // namespace quern::bm1684

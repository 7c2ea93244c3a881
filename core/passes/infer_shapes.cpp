#include <algorithm>
#include <utility>

#include <quern/ops/operator.hpp>

#include "passes/control_flow.hpp"
#include "passes/evaluate_node.hpp"
#include "passes/partial_values.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

using Outputs = std::vector<ops::InferContext::Output>;

class Sweep {
 public:
  explicit Sweep(Graph& graph) : graph_(graph), control_flow_(graph), declared_(std::move(graph.values)) {
    graph.values.clear();
    for (const ValueInfo& input : graph.inputs) graph.values[input.name] = input;
  }

  bool run() {
    std::vector<Node> pending = std::exchange(graph_.nodes, {});
    std::reverse(pending.begin(), pending.end());
    while (!pending.empty()) {
      Node node = std::move(pending.back());
      pending.pop_back();
      if (std::optional<std::vector<Node>> body = control_flow_.replace(node)) {
        pending.insert(pending.end(), std::make_move_iterator(body->rbegin()),
                       std::make_move_iterator(body->rend()));
        changed_ = true;
      } else if (!evaluate(node)) {
        graph_.nodes.push_back(std::move(node));
      }
    }
    for (ValueInfo& output : graph_.outputs) update_output(output);
    return changed_;
  }

 private:
  // Infers the outputs of `node`; true where their values are known, so that it is not needed any more.
  bool evaluate(const Node& node) {
    std::vector<const Tensor*> values;
    std::vector<ops::InferContext::Input> inputs;
    for (const std::string& name : node.inputs) {
      const Tensor* constant = graph_.constant(name);
      const ValueInfo* value = graph_.value(name);
      values.push_back(constant);
      if (constant)
        inputs.push_back({constant->type, constant->dims, constant});
      else if (value)
        inputs.push_back({value->type, value->shape, nullptr});
      else
        inputs.push_back({});
    }
    Outputs outputs = ops::infer(node, inputs);
    if (std::optional<std::vector<Tensor>> results = evaluate_node(node, values, outputs)) {
      for (size_t i = 0; i < node.outputs.size(); ++i)
        if (node.has_output(i)) set_constant(node.outputs[i], std::move(results->at(i)));
      return changed_ = true;
    }
    if (std::optional<Tensor> known = partial_.propagate(node, graph_)) {
      set_constant(node.outputs[0], std::move(*known));
      return changed_ = true;
    }
    const bool is_open = outputs.size() == 1 && !(outputs[0].shape && is_static(*outputs[0].shape));
    if (std::optional<Shape> shape = is_open ? partial_.output_shape(node, graph_) : std::nullopt)
      outputs[0].shape = std::move(shape);
    for (size_t i = 0; i < node.outputs.size(); ++i)
      if (node.has_output(i)) set_value(node, i, outputs.at(i));
    return false;
  }

  void set_constant(const std::string& name, Tensor tensor) {
    tensor.name = name;
    graph_.initializers.insert_or_assign(name, std::move(tensor));
  }

  // What the model declares is believed only for operators that Quern does not know.
  void set_value(const Node& node, size_t i, ops::InferContext::Output& inferred) {
    const std::string& name = node.outputs[i];
    const auto declared = declared_.find(name);
    ValueInfo value;
    if (declared != declared_.end()) value = declared->second;
    value.name = name;
    if (ops::find(node.domain, node.op_type) || declared == declared_.end()) {
      if (inferred.type != DataType::Undefined) value.type = inferred.type;
      value.shape = std::move(inferred.shape);
      value.dim_names.clear();
    }
    graph_.values[name] = std::move(value);
  }

  void update_output(ValueInfo& output) {
    if (const Tensor* constant = graph_.constant(output.name)) {
      output.type = constant->type;
      output.shape = constant->dims;
      output.dim_names.clear();
    } else if (const ValueInfo* value = graph_.value(output.name)) {
      const auto metadata = std::move(output.metadata);
      output = *value;
      output.metadata.insert(metadata.begin(), metadata.end());
    }
  }

  Graph& graph_;
  ControlFlow control_flow_;
  PartialValues partial_;
  std::unordered_map<std::string, ValueInfo> declared_;
  bool changed_ = false;
};

}  // namespace

bool infer_shapes(Graph& graph) { return Sweep(graph).run(); }

}  // namespace quern::passes

#include "graph/adapt.hpp"

#include <charconv>

#include <quern/frontend/captures.hpp>
#include <quern/frontend/facts.hpp>

#include "graph/inline_functions.hpp"
#include "ops/adapter.hpp"

namespace quern::frontend::onnx {
namespace {

class Adaptation {
 public:
  Adaptation(Model& model, Unsupported& unsupported) : opsets_(model.opsets), unsupported_(&unsupported) {
    tensors_.take_tensors(model.graph);
  }

  void run(Graph& graph, const Facts* outer) {
    Facts facts(graph, outer);
    std::vector<Node> nodes = std::move(graph.nodes);
    graph.nodes.clear();
    GraphBuilder builder(graph, tensors_, nodes_);
    for (Node& node : nodes) adapt_node(node, builder, facts);
    // Shapes in the source may be those before the inputs were bound.
    graph.values.clear();
    for (const ValueInfo& v : graph.inputs) graph.values.insert_or_assign(v.name, v);
    for (ValueInfo& v : graph.outputs) settle_output(v, graph, facts);
  }

 private:
  void adapt_node(Node& node, GraphBuilder& builder, Facts& facts) {
    const int64_t opset = opset_of(node);
    const std::string name = !node.name.empty()     ? node.name
                             : node.outputs.empty() ? node.op_type
                                                    : node.outputs[0];
    const std::string source = node.metadata.contains("quern.source") ? node.metadata["quern.source"] : name;
    node.remove("consumed_inputs");  // opset 1 told which inputs may be overwritten
    change_subgraphs(node, [&](Graph& body) { run(body, &facts); });

    builder.begin(name, source);
    const size_t first = builder.graph().nodes.size();
    Rewriter rewriter(node, opset, builder, facts);
    try {
      const Adapter* adapter = find_adapter(node.domain, node.op_type);
      if (adapter)
        adapter->adapt(rewriter);
      else
        rewriter.keep();
    } catch (const Error& e) {
      if (e.status() != QUERN_ERROR_UNSUPPORTED) throw;
      node.metadata["quern.source"] = source;
      node.name = name;
      unsupported_->add(node, e.what(), e.hint());
      declare_outputs(node, builder.graph(), facts);
      return;
    }
    for (size_t i = first; i < builder.graph().nodes.size(); ++i)
      check_supported(builder.graph().nodes[i], node, builder.graph(), facts);
  }

  void check_supported(const Node& made, const Node& original, const Graph& graph, Facts& facts) {
    if (ops::find(made.domain, made.op_type)) return;
    unsupported_->add(made);
    declare_outputs(original, graph, facts);
  }

  static void declare_outputs(const Node& node, const Graph& graph, Facts& facts) {
    for (const std::string& output : node.outputs)
      if (const ValueInfo* declared = graph.value(output)) facts.declare(*declared);
  }

  static void settle_output(ValueInfo& output, Graph& graph, const Facts& facts) {
    if (const DataType type = facts.type(output.name); type != DataType::Undefined) output.type = type;
    if (const std::optional<Shape> shape = facts.shape(output.name)) {
      output.shape = shape;
      output.dim_names.clear();
    }
    graph.values.insert_or_assign(output.name, output);
  }

  int64_t opset_of(Node& node) const {
    if (const auto own = node.metadata.find(kNodeOpset); own != node.metadata.end()) {
      int64_t version = kCanonicalOpset;
      std::from_chars(own->second.data(), own->second.data() + own->second.size(), version);
      node.metadata.erase(own);
      return version;
    }
    const auto imported = opsets_.find(node.domain);
    if (imported != opsets_.end()) return imported->second;
    if (!node.domain.empty()) return 1;
    throw InputError("the model does not say which ONNX opset this node has", node.label(),
                     "Export the model again: its opset_import lacks the domain ai.onnx.");
  }

  std::map<std::string, int64_t> opsets_;
  Unsupported* unsupported_;
  Names tensors_, nodes_;
};

}  // namespace

void adapt(Model& model, Unsupported& unsupported) {
  Adaptation(model, unsupported).run(model.graph, nullptr);
}

}  // namespace quern::frontend::onnx

#include "graph/dequantise.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include <quern/frontend/captures.hpp>
#include <quern/frontend/quantisation.hpp>
#include <quern/graph/index.hpp>
#include <quern/ops/operator.hpp>


namespace quern::frontend::onnx {
namespace {

template <size_t N>
bool is_one_of(const Node& node, const std::array<const char*, N>& ops) {
  return node.domain.empty() &&
         std::any_of(ops.begin(), ops.end(), [&](const char* op) { return node.op_type == op; });
}

// Operators that only move elements or choose among them, so that they do the same before and after
// quantisation.
bool moves_data(const Node& node) {
  static const std::array<const char*, 14> ops = {
      "Concat",  "DepthToSpace", "Expand",       "Flatten", "Gather", "Identity",  "MaxPool",
      "Reshape", "Slice",        "SpaceToDepth", "Squeeze", "Tile",   "Transpose", "Unsqueeze"};
  return is_one_of(node, ops) && node.outputs.size() == 1 && node.has_input(0);
}

size_t data_inputs(const Node& node) { return node.op_type == "Concat" ? node.inputs.size() : 1; }

// Constant weights, dequantised or sent through a quantise-dequantise pair.
void fold_weights(Graph& graph) {
  std::erase_if(graph.nodes, [&](const Node& node) {
    if (!node.is("DequantizeLinear") && !node.is("QuantizeLinear")) return false;
    std::vector<const Tensor*> arguments;
    for (const std::string& name : node.inputs) {
      arguments.push_back(name.empty() ? nullptr : graph.constant(name));
      if (!name.empty() && !arguments.back()) return false;
    }
    if (!node.has_output(0) || graph.is_output(node.outputs[0])) return false;
    Tensor result = ops::compute(node, std::move(arguments)).at(0);
    result.name = node.outputs[0];
    graph.initializers.insert_or_assign(node.outputs[0], std::move(result));
    return true;
  });
}

class PairRemoval {
 public:
  explicit PairRemoval(Model& model) : model_(&model), graph_(&model.graph), index_(model.graph) {
    for (const Node& node : graph_->nodes)
      for (const std::string& name : tensors_read_by(node))
        if (std::find(node.inputs.begin(), node.inputs.end(), name) == node.inputs.end())
          captured_.insert(name);
  }

  void run() {
    find_candidates();
    drop_candidates();
    rewrite();
  }

 private:
  // Quantised tensors whose producer could work in float: made by QuantizeLinear, or moved from such tensors.
  void find_candidates() {
    for (const Node& node : graph_->nodes) {
      if (node.is("QuantizeLinear") && node.has_output(0)) {
        if (const auto q = quantisation_of(*graph_, node)) quantised_.emplace(node.outputs[0], *q);
      } else if (moves_data(node) && node.has_output(0)) {
        const auto first = quantised_.find(node.inputs[0]);
        if (first == quantised_.end()) continue;
        const Quantisation q = first->second;
        const auto agrees = [&](const std::string& name) {
          const auto it = quantised_.find(name);
          return it != quantised_.end() && it->second == q;
        };
        if (std::all_of(node.inputs.begin(), node.inputs.begin() + std::ptrdiff_t(data_inputs(node)), agrees))
          quantised_.emplace(node.outputs[0], q);
      }
    }
  }

  // Drops those that somebody reads as integers, and what is connected with them, until nothing changes.
  void drop_candidates() {
    for (bool changed = true; changed;) {
      changed = false;
      for (size_t i = graph_->nodes.size(); i-- > 0;) {
        const Node& node = graph_->nodes[i];
        if (!node.has_output(0) || !quantised_.contains(node.outputs[0])) continue;
        if (stays_float(node)) continue;
        quantised_.erase(node.outputs[0]);
        changed = true;
      }
    }
  }

  [[nodiscard]] bool stays_float(const Node& producer) const {
    const std::string& tensor = producer.outputs[0];
    if (graph_->is_output(tensor)) return false;
    if (moves_data(producer))
      for (size_t i = 0; i < data_inputs(producer); ++i)
        if (!quantised_.contains(producer.inputs[i])) return false;
    const Quantisation& q = quantised_.at(tensor);
    for (const size_t user : index_.consumers(tensor)) {
      const Node& node = graph_->nodes[user];
      const auto uses = size_t(std::count(node.inputs.begin(), node.inputs.end(), tensor));
      const auto data_uses = std::count(
          node.inputs.begin(),
          node.inputs.begin() + std::ptrdiff_t(std::min(data_inputs(node), node.inputs.size())), tensor);
      if (captured_.contains(tensor) || uses != size_t(data_uses)) return false;
      const bool ends = node.is("DequantizeLinear") && quantisation_of(*graph_, node) == q;
      const bool moves = moves_data(node) && quantised_.contains(node.outputs[0]);
      if (!ends && !moves) return false;
    }
    return true;
  }

  void rewrite() {
    std::vector<Node> nodes;
    nodes.reserve(graph_->nodes.size());
    for (Node& node : graph_->nodes) {
      for (std::string& name : node.inputs)
        if (const auto it = alias_.find(name); it != alias_.end()) name = it->second;
      if (node.is("QuantizeLinear") && node.has_input(0) && node.has_output(0)) {
        place_quantise(std::move(node), nodes);
      } else if (node.is("DequantizeLinear") && node.has_output(0) && node.has_input(0) &&
                 float_.contains(node.inputs[0])) {
        place_dequantise(std::move(node), nodes);
      } else {
        if (node.has_output(0) && quantised_.contains(node.outputs[0])) {
          float_.insert(node.outputs[0]);
          add_hint(node.outputs[0], quantised_.at(node.outputs[0]));
        }
        learn_sign(node);
        nodes.push_back(std::move(node));
      }
    }
    graph_->nodes = std::move(nodes);
  }

  void place_quantise(Node node, std::vector<Node>& nodes) {
    const std::string x = node.inputs[0], q = node.outputs[0];
    const auto known = quantised_.find(q);
    if (known == quantised_.end()) {
      if (const auto own = quantisation_of(*graph_, node); own && !graph_->constant(x)) add_hint(x, *own);
      nodes.push_back(std::move(node));
      return;
    }
    if (known->second.clips_negative() && !not_negative_.contains(x)) {
      // Quantisers that start at zero often stand for a Relu that the exporter took away.
      Node relu("Relu", {x}, {q});
      relu.name = node.name;
      relu.metadata = node.metadata;
      nodes.push_back(std::move(relu));
      not_negative_.insert(q);
      float_.insert(q);
      add_hint(q, known->second);
      return;
    }
    alias_[q] = x;
    float_.insert(x);
    add_hint(x, known->second);
  }

  void place_dequantise(Node node, std::vector<Node>& nodes) {
    const std::string value = node.inputs[0], y = node.outputs[0];
    if (!graph_->is_output(y) && !captured_.contains(y)) {
      alias_[y] = value;
      return;
    }
    if (const auto q = quantisation_of(*graph_, node)) add_hint(y, *q);
    Node identity("Identity", {value}, {y});
    identity.name = node.name;
    identity.metadata = node.metadata;
    nodes.push_back(std::move(identity));
  }

  void add_hint(const std::string& tensor, const Quantisation& q) {
    model_->metadata.emplace("quern.hint:" + tensor, q.hint());
  }

  // Collects tensors that cannot be negative.
  void learn_sign(const Node& node) {
    static const std::array<const char*, 7> never = {"Abs",     "Exp",     "HardSigmoid", "Relu",
                                                     "Sigmoid", "Softmax", "Softplus"};
    static const std::array<const char*, 5> keep = {"Add", "AveragePool", "GlobalAveragePool",
                                                    "GlobalMaxPool", "Mul"};
    const auto from = [&](size_t count) {
      for (size_t i = 0; i < std::min(count, node.inputs.size()); ++i)
        if (!not_negative_.contains(node.inputs[i])) return false;
      return !node.inputs.empty();
    };
    bool result = is_one_of(node, never) || (is_one_of(node, keep) && from(node.inputs.size())) ||
                  (moves_data(node) && from(data_inputs(node)));
    if (node.is("Clip") && node.has_input(1))
      if (const Tensor* low = graph_->constant(node.inputs[1]); low && low->count() == 1)
        result = result || low->to_float()[0] >= 0;
    if (result && node.has_output(0)) not_negative_.insert(node.outputs[0]);
  }

  Model* model_;
  Graph* graph_;
  GraphIndex index_;
  std::unordered_map<std::string, Quantisation> quantised_;  // what becomes float
  std::unordered_map<std::string, std::string> alias_;       // removed tensors to what stands for them
  std::unordered_set<std::string> float_;                    // tensors that stand for quantised ones
  std::unordered_set<std::string> not_negative_;
  std::unordered_set<std::string> captured_;  // read inside of subgraphs
};

}  // namespace

void dequantise(Model& model) {
  fold_weights(model.graph);
  PairRemoval(model).run();
}

}  // namespace quern::frontend::onnx

#include "graph/variables.hpp"

#include <unordered_map>

namespace quern::frontend::tensorflow {
namespace {

bool is_variable(const Node& node) {
  return node.op == "VarHandleOp" || node.op == "VariableV2" || node.op == "Variable";
}
bool is_assignment(const Node& node) { return node.op == "AssignVariableOp" || node.op == "Assign"; }
bool passes_on(const Node& node) { return node.op == "Identity" || node.op == "Cast"; }

class Freezer {
 public:
  explicit Freezer(SourceGraph& graph) : graph_(graph) {
    for (const Node& node : graph.nodes) nodes_.emplace(node.name, &node);
  }

  void run() {
    collect_restored_keys();
    for (Node& node : graph_.nodes) {
      if (node.op == "ReadVariableOp" && !node.inputs.empty()) {
        node.op = "Identity";
      } else if (is_variable(node)) {
        if (const Constant* value = value_of(node)) freeze(node, *value);
      }
    }
  }

 private:
  // The node that a tensor comes from, behind nodes that only pass it on.
  [[nodiscard]] std::pair<const Node*, size_t> origin(const std::string& tensor) const {
    TensorName name = parse_tensor_name(tensor);
    for (int i = 0; i < 100; ++i) {
      const auto it = nodes_.find(name.node);
      if (it == nodes_.end()) break;
      if (!passes_on(*it->second) || it->second->inputs.empty()) return {it->second, name.output};
      name = parse_tensor_name(it->second->inputs[0]);
    }
    return {nullptr, 0};
  }

  void collect_restored_keys() {
    for (const Node& node : graph_.nodes) {
      if (!is_assignment(node) || node.inputs.size() < 2) continue;
      const Node* variable = origin(node.inputs[0]).first;
      const auto [restore, output] = origin(node.inputs[1]);
      if (!variable || !is_variable(*variable) || !restore || restore->op != "RestoreV2") continue;
      if (restore->inputs.size() < 2) continue;
      const std::vector<std::string>& keys = names_in(restore->inputs[1]);
      if (output < keys.size()) keys_.emplace(variable->name, keys[output]);
    }
  }

  // The strings of a constant; one RestoreV2 restores all variables, so they are read once.
  const std::vector<std::string>& names_in(const std::string& tensor) {
    const auto [it, is_new] = name_lists_.try_emplace(tensor);
    if (!is_new) return it->second;
    const Node* node = origin(tensor).first;
    const Constant* value = node ? node->find<Constant>("value") : nullptr;
    if (value && value->type == Type::String) it->second = decode(*value).strings;
    return it->second;
  }

  [[nodiscard]] const Constant* value_of(const Node& node) const {
    std::vector<std::string> keys;
    if (const auto it = keys_.find(node.name); it != keys_.end()) keys.push_back(it->second);
    for (const std::string& name : {node.get<std::string>("shared_name", ""), node.name}) {
      if (const auto it = graph_.variable_keys.find(name); it != graph_.variable_keys.end())
        keys.push_back(it->second);
      keys.push_back(name);
    }
    for (const std::string& key : keys)
      if (const auto it = graph_.checkpoint.find(key); it != graph_.checkpoint.end()) return &it->second;
    return nullptr;
  }

  static void freeze(Node& node, const Constant& value) {
    const PartialShape declared = node.get<PartialShape>("shape", std::nullopt);
    bool fits = !declared || declared->size() == value.dims.size();
    for (size_t i = 0; fits && declared && i < value.dims.size(); ++i)
      fits = (*declared)[i] < 0 || (*declared)[i] == value.dims[i];
    if (!fits)
      throw InputError("the checkpoint has " + to_string(value.dims) + " elements for a variable of " +
                           to_string(*declared),
                       node.name, "Graph and variables belong to different models: export both again.");
    node.op = "Const";
    node.inputs.clear();
    node.controls.clear();
    node.attributes.clear();
    node.attributes["dtype"] = value.type;
    node.attributes["value"] = value;
  }

  SourceGraph& graph_;
  std::unordered_map<std::string, const Node*> nodes_;
  std::unordered_map<std::string, std::string> keys_;  // a variable's node to the key it is restored from
  std::unordered_map<std::string, std::vector<std::string>> name_lists_;
};

}  // namespace

void freeze_variables(SourceGraph& graph) { Freezer(graph).run(); }

}  // namespace quern::frontend::tensorflow

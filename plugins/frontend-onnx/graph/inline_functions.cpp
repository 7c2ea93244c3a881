#include "graph/inline_functions.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include <quern/frontend/captures.hpp>
#include <quern/frontend/names.hpp>

namespace quern::frontend::onnx {
namespace {

constexpr int kMaxDepth = 32;
constexpr size_t kMaxNodes = 500'000;

// Gives the tensors of one function body their names in the caller.
class Renaming {
 public:
  Renaming(Names& names, std::string prefix) : names_(&names), prefix_(std::move(prefix)) {}

  void fix(const std::string& formal, const std::string& actual) { map_[formal] = actual; }

  std::string operator()(const std::string& name) {
    if (name.empty()) return name;
    const auto [it, is_new] = map_.emplace(name, "");
    if (is_new) it->second = names_->fresh(prefix_ + "/" + name);
    return it->second;
  }

  void rename(Node& node) {
    for (std::string& name : node.inputs) name = (*this)(name);
    for (std::string& name : node.outputs) name = (*this)(name);
    change_subgraphs(node, [&](Graph& body) { rename(body); });
  }

 private:
  void rename(Graph& graph) {
    for (Node& node : graph.nodes) rename(node);
    for (ValueInfo& v : graph.inputs) v.name = (*this)(v.name);
    for (ValueInfo& v : graph.outputs) v.name = (*this)(v.name);
    std::unordered_map<std::string, Tensor> initializers;
    for (auto& [name, tensor] : graph.initializers) initializers.emplace((*this)(name), std::move(tensor));
    graph.initializers = std::move(initializers);
    graph.values.clear();
  }

  Names* names_;
  std::string prefix_;
  std::unordered_map<std::string, std::string> map_;
};

// The attributes of a call, completed by the function's defaults.
std::map<std::string, AttributeValue> arguments_of(const Node& call, const Function& function) {
  std::map<std::string, AttributeValue> arguments;
  for (const Attribute& a : function.attribute_defaults) arguments[a.name] = a.value;
  for (const Attribute& a : call.attributes)
    if (a.reference.empty()) arguments[a.name] = a.value;
  return arguments;
}

void substitute_references(Node& node, const std::map<std::string, AttributeValue>& arguments) {
  // Subgraphs first: a graph that comes in as an argument belongs to the caller.
  change_subgraphs(node, [&](Graph& body) {
    for (Node& inner : body.nodes) substitute_references(inner, arguments);
  });
  std::vector<Attribute> attributes;
  for (Attribute& a : node.attributes) {
    if (!a.reference.empty()) {
      const auto argument = arguments.find(a.reference);
      if (argument == arguments.end()) continue;  // left out by the caller: left out here
      a.value = argument->second;
      a.reference.clear();
    }
    attributes.push_back(std::move(a));
  }
  node.attributes = std::move(attributes);
}

void set_origin(Node& node, const std::string& source, const Function& function) {
  node.metadata["quern.source"] = source;
  const auto opset = function.opsets.find(node.domain);
  if (opset != function.opsets.end()) node.metadata[kNodeOpset] = std::to_string(opset->second);
  change_subgraphs(node, [&](Graph& body) {
    for (Node& inner : body.nodes) set_origin(inner, source, function);
  });
}

class Inliner {
 public:
  explicit Inliner(const Model& model) {
    names_.take_tensors(model.graph);
    for (const Function& f : model.functions) functions_.emplace(std::pair(f.domain, f.name), &f);
  }

  void expand(Graph& graph, int depth) {
    std::vector<Node> nodes = std::move(graph.nodes);
    graph.nodes.clear();
    for (Node& node : nodes) place(std::move(node), graph.nodes, depth);
  }

 private:
  void place(Node node, std::vector<Node>& out, int depth) {
    const auto function =
        functions_.find(std::pair(node.domain == "ai.onnx" ? "" : node.domain, node.op_type));
    if (function != functions_.end()) {
      expand_call(node, *function->second, out, depth);
      return;
    }
    if (++count_ > kMaxNodes)
      throw InputError("functions of the model expand to more than " + std::to_string(kMaxNodes) + " nodes",
                       node.label());
    change_subgraphs(node, [&](Graph& body) { expand(body, depth); });
    out.push_back(std::move(node));
  }

  void expand_call(const Node& call, const Function& function, std::vector<Node>& out, int depth) {
    if (depth >= kMaxDepth)
      throw InputError("functions are nested more than " + std::to_string(kMaxDepth) + " deep, or recursive",
                       call.label());
    const std::string name = !call.name.empty()     ? call.name
                             : call.outputs.empty() ? call.op_type
                                                    : call.outputs[0];
    const auto given_source = call.metadata.find("quern.source");
    const std::string source = given_source == call.metadata.end() ? name : given_source->second;
    Renaming renaming(names_, name);
    for (size_t i = 0; i < function.inputs.size(); ++i)
      renaming.fix(function.inputs[i], i < call.inputs.size() ? call.inputs[i] : "");
    for (size_t i = 0; i < function.outputs.size(); ++i)
      if (call.has_output(i)) renaming.fix(function.outputs[i], call.outputs[i]);
    const std::map<std::string, AttributeValue> arguments = arguments_of(call, function);
    for (Node inner : function.nodes) {
      if (++count_ > kMaxNodes)
        throw InputError("functions of the model expand to more than " + std::to_string(kMaxNodes) + " nodes",
                         call.label());
      inner.name = name + "/" + (inner.name.empty() ? inner.op_type : inner.name);
      renaming.rename(inner);
      substitute_references(inner, arguments);
      set_origin(inner, source, function);
      place(std::move(inner), out, depth + 1);
    }
  }

  Names names_;
  std::map<std::pair<std::string, std::string>, const Function*> functions_;
  size_t count_ = 0;
};

}  // namespace

void inline_functions(Model& model) {
  if (model.functions.empty()) return;
  Inliner(model).expand(model.graph, 0);
  model.functions.clear();
}

}  // namespace quern::frontend::onnx

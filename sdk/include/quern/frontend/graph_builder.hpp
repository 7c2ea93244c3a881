// Making nodes: unique names, and the layer of the source model that each of them comes from.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <quern/frontend/names.hpp>
#include <quern/graph/graph.hpp>

namespace quern::frontend {

using AttributeList = std::initializer_list<std::pair<const char*, AttributeValue>>;

// Appends nodes and constants to a graph. Nodes made for one source layer are named after it.
class GraphBuilder {
 public:
  // `tensors` and `nodes` hold the names that are taken in the whole model; they outlive the builder.
  GraphBuilder(Graph& graph, Names& tensors, Names& nodes)
      : graph_(&graph), tensors_(&tensors), nodes_(&nodes) {}

  // Nodes made from here on stand for `source` (layer names, ';'-separated) and are named after `name`.
  void begin(const std::string& name, const std::string& source) {
    name_ = name;
    source_ = source;
  }

  // Adds an initializer named after the layer and `suffix`; returns its name.
  std::string constant(const std::string& suffix, Tensor tensor) {
    const std::string name = tensors_->fresh(name_ + "/" + suffix);
    tensor.name = name;
    graph_->initializers.emplace(name, std::move(tensor));
    return name;
  }

  // A name for a new tensor.
  std::string tensor(const std::string& suffix) { return tensors_->fresh(name_ + "/" + suffix); }

  // Appends a node whose one output is a new tensor; returns the name of that tensor.
  std::string add(const std::string& suffix, const std::string& op, std::vector<std::string> inputs,
                  AttributeList attributes = {}, const std::string& domain = {}) {
    const std::string output = tensor(suffix);
    add_to(output, op, std::move(inputs), attributes, domain, "/" + suffix);
    return output;
  }

  // Appends a node that makes `output`.
  Node& add_to(const std::string& output, const std::string& op, std::vector<std::string> inputs,
               AttributeList attributes = {}, const std::string& domain = {},
               const std::string& name_suffix = {}) {
    Node node(op, std::move(inputs), {output}, domain);
    for (const auto& [key, value] : attributes) node.set(key, value);
    return append(std::move(node), name_suffix);
  }

  // Appends a finished node under the layer's name and `name_suffix`.
  Node& append(Node node, const std::string& name_suffix = {}) {
    node.name = nodes_->fresh(name_ + name_suffix);
    node.metadata["quern.source"] = source_;
    graph_->nodes.push_back(std::move(node));
    return graph_->nodes.back();
  }

  [[nodiscard]] Graph& graph() { return *graph_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  Graph* graph_;
  Names* tensors_;
  Names* nodes_;
  std::string name_, source_;
};

}  // namespace quern::frontend

// What an adapter works with: the original node, what is known about its inputs, and the graph it appends to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quern/frontend/facts.hpp>
#include <quern/frontend/graph_builder.hpp>

namespace quern::frontend::onnx {

class Rewriter {
 public:
  Rewriter(const Node& node, int64_t opset, GraphBuilder& builder, Facts& facts)
      : node_(&node), opset_(opset), builder_(&builder), facts_(&facts) {}

  // ---- The original -------------------------------------------------------------------------------------
  [[nodiscard]] const Node& node() const { return *node_; }
  // The version of the operator set that the node was written for.
  [[nodiscard]] int64_t opset() const { return opset_; }
  // The name of an input that must be there. Throws InputError.
  [[nodiscard]] const std::string& input(size_t i) const;
  // The name of an optional input, "" where it is left out.
  [[nodiscard]] std::string optional_input(size_t i) const {
    return node_->has_input(i) ? node_->inputs[i] : "";
  }
  // The name of the first output. Throws InputError where the node has none.
  [[nodiscard]] const std::string& output() const;

  // ---- What is known about tensors ----------------------------------------------------------------------
  // Undefined, nullopt and null where it is not known.
  [[nodiscard]] DataType type(const std::string& tensor) const { return facts_->type(tensor); }
  [[nodiscard]] std::optional<Shape> shape(const std::string& tensor) const { return facts_->shape(tensor); }
  [[nodiscard]] const Tensor* value(const std::string& tensor) const { return facts_->value(tensor); }
  // Throws UnsupportedError where it is not known.
  [[nodiscard]] size_t rank(const std::string& tensor) const;
  [[nodiscard]] Shape static_shape(const std::string& tensor) const;
  // The integers of input i, which opset 17 wants to be constant. Throws UnsupportedError where it is not.
  [[nodiscard]] std::vector<int64_t> constant_ints(size_t i, const std::string& what) const;

  // ---- Making nodes -------------------------------------------------------------------------------------
  // An initializer named after the node and `suffix`; returns its name.
  std::string constant(const std::string& suffix, Tensor tensor) {
    return builder_->constant(suffix, std::move(tensor));
  }
  std::string ints(const std::string& suffix, const std::vector<int64_t>& values);
  std::string scalar(const std::string& suffix, float value);

  // Appends a node with one new tensor as output, named after `suffix`; returns the tensor's name.
  std::string add(const std::string& suffix, const std::string& op, std::vector<std::string> inputs,
                  AttributeList attributes = {}, const std::string& domain = {});
  // Appends `node` with one new tensor as its only output; returns the tensor's name.
  std::string add_like(const std::string& suffix, Node node);
  // Appends the node that makes the original's (first) output.
  void finish(const std::string& op, std::vector<std::string> inputs, AttributeList attributes = {},
              const std::string& domain = {});
  // Appends a node that makes another output of the original.
  void finish_output(size_t i, const std::string& op, std::vector<std::string> inputs,
                     AttributeList attributes = {});
  // Appends a changed copy of the original.
  void keep(Node changed);
  // Appends the original as it is.
  void keep() { keep(*node_); }

  // ---- Errors -------------------------------------------------------------------------------------------
  // For `throw`: this node cannot be expressed in opset 17.
  [[nodiscard]] static UnsupportedError unsupported(const std::string& reason, const std::string& hint = {}) {
    return UnsupportedError(reason, "", hint);
  }
  // For `throw`: the node contradicts its operator.
  [[nodiscard]] InputError wrong(const std::string& reason) const {
    return InputError(reason, node_->label());
  }

 private:
  const Node* node_;
  int64_t opset_;
  GraphBuilder* builder_;
  Facts* facts_;
};

}  // namespace quern::frontend::onnx

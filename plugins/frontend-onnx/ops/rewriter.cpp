#include "ops/rewriter.hpp"

namespace quern::frontend::onnx {

const std::string& Rewriter::input(size_t i) const {
  if (!node_->has_input(i)) throw wrong("input " + std::to_string(i) + " is missing");
  return node_->inputs[i];
}

const std::string& Rewriter::output() const {
  if (!node_->has_output(0)) throw wrong("the node has no output");
  return node_->outputs[0];
}

size_t Rewriter::rank(const std::string& tensor) const {
  const std::optional<Shape> dims = shape(tensor);
  if (!dims) throw unsupported("the rank of tensor \"" + tensor + "\" is not known");
  return dims->size();
}

Shape Rewriter::static_shape(const std::string& tensor) const {
  const std::optional<Shape> dims = shape(tensor);
  if (!dims || !is_static(*dims)) throw unsupported("the shape of tensor \"" + tensor + "\" is not known");
  return *dims;
}

std::vector<int64_t> Rewriter::constant_ints(size_t i, const std::string& what) const {
  const Tensor* tensor = value(input(i));
  if (!tensor)
    throw unsupported(what + " is computed by the network (tensor \"" + input(i) + "\")",
                      "Make it a constant in the model, or export with fixed input shapes.");
  return tensor->to_int64();
}

std::string Rewriter::ints(const std::string& suffix, const std::vector<int64_t>& values) {
  return constant(suffix, Tensor::from(values));
}

std::string Rewriter::scalar(const std::string& suffix, float value) {
  return constant(suffix, Tensor::scalar(value));
}

std::string Rewriter::add(const std::string& suffix, const std::string& op, std::vector<std::string> inputs,
                          AttributeList attributes, const std::string& domain) {
  const std::string output = builder_->add(suffix, op, std::move(inputs), attributes, domain);
  facts_->learn(builder_->graph().nodes.back());
  return output;
}

std::string Rewriter::add_like(const std::string& suffix, Node node) {
  const std::string output = builder_->tensor(suffix);
  node.outputs = {output};
  facts_->learn(builder_->append(std::move(node), "/" + suffix));
  return output;
}

void Rewriter::finish(const std::string& op, std::vector<std::string> inputs, AttributeList attributes,
                      const std::string& domain) {
  facts_->learn(builder_->add_to(output(), op, std::move(inputs), attributes, domain));
}

void Rewriter::finish_output(size_t i, const std::string& op, std::vector<std::string> inputs,
                             AttributeList attributes) {
  if (!node_->has_output(i)) return;
  facts_->learn(builder_->add_to(node_->outputs[i], op, std::move(inputs), attributes));
}

void Rewriter::keep(Node changed) { facts_->learn(builder_->append(std::move(changed))); }

}  // namespace quern::frontend::onnx

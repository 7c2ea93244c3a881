#include <algorithm>

#include <quern/frontend/facts.hpp>

namespace quern::frontend {
namespace {

constexpr int64_t kMaxElements = 1024;  // shapes, axes, scales and the like; weights are left alone

bool is_small(const Shape& shape) { return is_static(shape) && element_count(shape) <= kMaxElements; }

// The result does not follow from the inputs, or computing it means running a whole graph.
bool is_opaque(const Node& node) {
  if (node.op_type == "Multinomial" || node.op_type == "Bernoulli" || node.op_type.starts_with("Random"))
    return true;
  return std::any_of(node.attributes.begin(), node.attributes.end(),
                     [](const Attribute& a) { return std::holds_alternative<GraphPtr>(a.value); });
}

}  // namespace

Facts::Facts(const Graph& graph, const Facts* outer) : graph_(&graph), outer_(outer) {
  for (const ValueInfo& v : graph.inputs) facts_[v.name] = {v.type, v.shape, {}};
}

const Facts::Fact* Facts::find(const std::string& tensor) const {
  const auto it = facts_.find(tensor);
  return it == facts_.end() ? nullptr : &it->second;
}

DataType Facts::type(const std::string& tensor) const {
  if (const Tensor* t = graph_->constant(tensor)) return t->type;
  if (const Fact* f = find(tensor)) return f->type;
  return outer_ ? outer_->type(tensor) : DataType::Undefined;
}

std::optional<Shape> Facts::shape(const std::string& tensor) const {
  if (const Tensor* t = graph_->constant(tensor)) return t->dims;
  if (const Fact* f = find(tensor)) return f->shape;
  return outer_ ? outer_->shape(tensor) : std::nullopt;
}

const Tensor* Facts::value(const std::string& tensor) const {
  if (const Tensor* t = graph_->constant(tensor)) return t;
  if (const Fact* f = find(tensor)) return f->value.is_defined() ? &f->value : nullptr;
  return outer_ ? outer_->value(tensor) : nullptr;
}

void Facts::declare(const ValueInfo& value) {
  Fact& fact = facts_[value.name];
  if (fact.type == DataType::Undefined) fact.type = value.type;
  if (!fact.shape && value.shape) fact.shape = Shape(value.shape->size(), kUnknownDim);
}

void Facts::learn(const Node& node) {
  std::vector<ops::InferContext::Input> inputs;
  for (const std::string& name : node.inputs)
    inputs.push_back(name.empty() ? ops::InferContext::Input()
                                  : ops::InferContext::Input{type(name), shape(name), value(name)});
  const auto outputs = ops::infer(node, std::move(inputs));
  for (size_t i = 0; i < node.outputs.size() && i < outputs.size(); ++i)
    if (node.has_output(i)) facts_[node.outputs[i]] = {outputs[i].type, outputs[i].shape, {}};
  learn_values(node);
}

void Facts::learn_values(const Node& node) {
  if (node.outputs.size() != 1 || is_opaque(node)) return;
  Fact& fact = facts_[node.outputs[0]];
  if (!fact.shape || !is_small(*fact.shape)) return;
  std::vector<const Tensor*> arguments;
  Tensor stand_in;  // Shape and Size look at the dimensions of their input only
  for (const std::string& name : node.inputs) arguments.push_back(name.empty() ? nullptr : value(name));
  if (node.is("Shape") || node.is("Size")) {
    const std::optional<Shape> dims = node.has_input(0) ? shape(node.inputs[0]) : std::nullopt;
    if (!dims || !is_static(*dims)) return;
    stand_in.type = DataType::Uint8;
    stand_in.dims = *dims;
    arguments[0] = &stand_in;
  }
  for (size_t i = 0; i < arguments.size(); ++i)
    if (node.has_input(i) && (!arguments[i] || (arguments[i] != &stand_in && !is_small(arguments[i]->dims))))
      return;
  try {
    std::vector<Tensor> results = ops::compute(node, std::move(arguments));
    if (!results.empty()) fact.value = std::move(results[0]);
  } catch (const Error&) {
    // No kernel, or a contradiction that shape inference did not see: the value stays unknown.
  }
}

}  // namespace quern::frontend

#include <algorithm>
#include <map>
#include <utility>

#include <quern/ops/operator.hpp>

namespace quern::ops {
namespace {

using Key = std::pair<std::string_view, std::string_view>;

std::map<Key, const Operator*>& registry() {
  static std::map<Key, const Operator*> operators;
  return operators;
}

}  // namespace

namespace detail {
Registration::Registration(const Operator& op) { registry().emplace(Key(op.domain, op.name), &op); }
}  // namespace detail

const Shape& InferContext::shape(size_t i) const {
  if (!has_input(i)) throw InputError("input " + std::to_string(i) + " is missing", node_->label());
  if (!input(i).shape) throw Unknown();
  return *input(i).shape;
}

const Tensor& InferContext::constant(size_t i) const {
  if (!has_input(i)) throw InputError("input " + std::to_string(i) + " is missing", node_->label());
  if (!input(i).constant) throw Unknown();
  return *input(i).constant;
}

void InferContext::output(size_t i, DataType type, std::optional<Shape> shape) {
  if (i < outputs_.size()) outputs_[i] = {type, std::move(shape)};
}

const Tensor& ComputeContext::input(size_t i) const {
  if (!has_input(i)) throw InputError("input " + std::to_string(i) + " is missing", node_->label());
  return *inputs_[i];
}

Tensor& ComputeContext::output(size_t i, DataType type, const Shape& shape) {
  if (i >= outputs_.size()) outputs_.resize(i + 1);
  outputs_[i] = allocate_ && wants_output(i) ? allocate_(i, type, shape) : Tensor(type, shape);
  return outputs_[i];
}

void ComputeContext::output(size_t i, Tensor tensor) {
  if (i >= outputs_.size()) outputs_.resize(i + 1);
  outputs_[i] = std::move(tensor);
}

const Operator* find(std::string_view domain, std::string_view name) {
  const auto it = registry().find(Key(domain, name));
  return it == registry().end() ? nullptr : it->second;
}

std::vector<const Operator*> all() {
  std::vector<const Operator*> operators;
  for (const auto& [key, op] : registry()) operators.push_back(op);
  return operators;
}

std::vector<InferContext::Output> infer(const Node& node, std::vector<InferContext::Input> inputs) {
  InferContext context(node, std::move(inputs));
  const Operator* op = find(node.domain, node.op_type);
  if (!op) return context.outputs();
  try {
    op->infer(context);
  } catch (const InferContext::Unknown&) {
    // What is known stays; the rest remains without shape.
  } catch (const Error& e) {
    throw Error(e.status(), e.what(), node.label(), e.hint());
  }
  return context.outputs();
}

std::vector<Tensor> compute(const Node& node, std::vector<const Tensor*> inputs, const Scope* scope) {
  const Operator* op = find(node.domain, node.op_type);
  if (!op || !op->compute)
    throw UnsupportedError("there is no kernel for operator " + node.op_type, node.label());
  ComputeContext context(node, std::move(inputs));
  context.scope = scope;
  try {
    op->compute(context);
  } catch (const Error& e) {
    throw Error(e.status(), e.what(), node.label(), e.hint());
  }
  return std::move(context.outputs());
}

}  // namespace quern::ops

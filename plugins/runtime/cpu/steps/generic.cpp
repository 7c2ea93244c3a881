#include "generic.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "builders.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

// A tensor over memory that somebody else keeps.
Tensor borrowed(DataType type, const Shape& shape, std::byte* data, size_t size) {
  Tensor tensor;
  tensor.type = type;
  tensor.dims = shape;
  tensor.blob = Blob(nullptr, data, size);
  return tensor;
}

// Names that `graph` reads but does not make itself.
void collect_captures(const Graph& graph, std::unordered_set<std::string> known,
                      std::vector<std::string>& captures) {
  for (const auto& [name, tensor] : graph.initializers) known.insert(name);
  for (const ValueInfo& input : graph.inputs) known.insert(input.name);
  const auto use = [&](const std::string& name) {
    if (name.empty() || known.contains(name)) return;
    if (std::find(captures.begin(), captures.end(), name) == captures.end()) captures.push_back(name);
  };
  for (const Node& node : graph.nodes) {
    for (const std::string& input : node.inputs) use(input);
    for (const Attribute& attribute : node.attributes)
      if (const GraphPtr* body = std::get_if<GraphPtr>(&attribute.value))
        collect_captures(**body, known, captures);
    known.insert(node.outputs.begin(), node.outputs.end());
  }
  for (const ValueInfo& output : graph.outputs) use(output.name);
}

}  // namespace

void GenericStep::add_input(Value* value) {
  inputs_.push_back({value, {}});
  if (value) reads.push_back(value);
}

void GenericStep::add_capture(const std::string& name, Value& value) {
  captures_.push_back({&value, {}});
  captures_.back().view.name = name;
  reads.push_back(&value);
}

void GenericStep::add_output(Value* value) {
  outputs_.push_back(value);
  if (value) writes.push_back(value);
}

void GenericStep::bind() {
  const auto view = [](Argument& a) {
    if (!a.value || !a.value->is_static()) return;
    std::string name = std::move(a.view.name);
    a.view = a.value->storage == Storage::Constant
                 ? a.value->tensor
                 : borrowed(a.value->type, a.value->shape, a.value->data, a.value->bytes());
    a.view.name = std::move(name);
  };
  std::for_each(inputs_.begin(), inputs_.end(), view);
  std::for_each(captures_.begin(), captures_.end(), view);
}

Tensor GenericStep::make_output(size_t i, DataType type, const Shape& shape) const {
  const Value* value = i < outputs_.size() ? outputs_[i] : nullptr;
  if (!value || !value->is_static() || value->type != type || value->shape != shape) return {type, shape};
  return borrowed(type, shape, value->data, value->bytes());
}

void GenericStep::store(size_t i, Tensor& result) const {
  Value& value = *outputs_[i];
  if (!value.is_static()) {
    value.tensor = std::move(result);
    return;
  }
  if (result.type != value.type || result.dims != value.shape)
    throw InputError("the model declares " + std::string(name_of(value.type)) + " " + to_string(value.shape) +
                         " for tensor \"" + value.name + "\", but the run made " + name_of(result.type) +
                         " " + to_string(result.dims),
                     label);
  if (result.blob.data() != value.data) std::memcpy(value.data, result.blob.data(), value.bytes());
}

void GenericStep::run(RunContext&) {
  std::vector<const Tensor*> inputs;
  for (const Argument& a : inputs_) inputs.push_back(a.tensor());
  ops::Scope scope;
  for (const Argument& a : captures_) scope.set(a.view.name, *a.tensor());

  ops::ComputeContext context(node_, std::move(inputs), [this](size_t i, DataType type, const Shape& shape) {
    return make_output(i, type, shape);
  });
  context.scope = &scope;
  try {
    operator_.compute(context);
  } catch (const Error& e) {
    throw Error(e.status(), e.what(), label, e.hint());
  }
  for (size_t i = 0; i < outputs_.size() && i < context.outputs().size(); ++i)
    if (outputs_[i]) store(i, context.outputs()[i]);
}

void build_generic(Planner& planner, const Node& node) {
  const ops::Operator* op = ops::find(node.domain, node.op_type);
  const auto plain = [&](const std::string& name) -> Value* {
    Value& value = planner.value(name);
    return value.is_static() ? &planner.value(name, plain_order(value.shape.size())) : &value;
  };
  std::vector<Value*> inputs;
  for (const std::string& name : node.inputs) inputs.push_back(name.empty() ? nullptr : plain(name));
  std::vector<std::string> captures;
  for (const Attribute& attribute : node.attributes)
    if (const GraphPtr* body = std::get_if<GraphPtr>(&attribute.value))
      collect_captures(**body, {}, captures);
  std::vector<Value*> captured;
  for (const std::string& name : captures) captured.push_back(plain(name));

  auto& step = planner.add<GenericStep>(node, node, *op);
  for (Value* value : inputs) step.add_input(value);
  for (size_t i = 0; i < captures.size(); ++i) step.add_capture(captures[i], *captured[i]);
  for (const std::string& name : node.outputs) {
    if (name.empty()) {
      step.add_output(nullptr);
      continue;
    }
    const TensorType& t = planner.type(name);
    step.add_output(t.is_static ? &planner.make(name, plain_order(t.shape.size()))
                                : &planner.make_dynamic(name));
  }
}

}  // namespace quern::cpu

#include "ops/context.hpp"

#include <cmath>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

const Value kNone;

std::string ordinal(size_t i) { return "argument " + std::to_string(i + 1); }

}  // namespace

const Value& Call::arg(size_t i) const { return i < args_.size() ? args_[i] : kNone; }

const Value& Call::keyword(const std::string& name) const {
  const auto it = keywords_.find(name);
  return it == keywords_.end() ? kNone : it->second;
}

TensorValue& Call::tensor_value(size_t i) const {
  TensorValue* tensor = arg(i).ref<TensorValue>();
  if (!tensor) throw wrong(ordinal(i) + " is a " + type_name(arg(i)) + ", not a tensor");
  return *tensor;
}

std::string Call::tensor(const Value& value) {
  if (TensorValue* tensor = value.ref<TensorValue>()) return session_.name_of(*tensor);
  if (const auto* number = value.get<int64_t>()) return constant("number", Tensor::scalar(*number));
  if (const auto* flag = value.get<bool>()) return constant("flag", Tensor::scalar(*flag));
  if (const auto* number = value.get<double>()) return constant("number", Tensor::scalar(float(*number)));
  throw wrong(std::string("a ") + type_name(value) + " stands where a tensor is expected");
}

std::string Call::tensor(size_t i) { return tensor(arg(i)); }

const std::vector<Value>& Call::items(size_t i) const {
  if (const List* list = arg(i).ref<List>()) return list->items;
  if (const Tuple* tuple = arg(i).ref<Tuple>()) return tuple->items;
  throw wrong(ordinal(i) + " is a " + type_name(arg(i)) + ", not a list");
}

std::vector<std::string> Call::tensors(size_t i) {
  std::vector<std::string> names;
  for (const Value& item : items(i)) names.push_back(tensor(item));
  return names;
}

double Call::to_number(const Value& value) {
  if (const auto* number = value.get<double>()) return *number;
  if (const auto* number = value.get<int64_t>()) return double(*number);
  if (const auto* flag = value.get<bool>()) return *flag ? 1 : 0;
  if (TensorValue* tensor = value.ref<TensorValue>()) {
    const std::string name = session_.name_of(*tensor);
    const Tensor* known = emit().value(name);
    if (!known)
      throw unsupported("a number is computed from the network's input (tensor \"" + name + "\")",
                        "Make it a constant in the model, or trace it with the input that you will use.");
    if (known->count() != 1) throw wrong("a tensor " + to_string(known->dims) + " stands for one number");
    return known->to_float()[0];
  }
  throw wrong(std::string("a ") + type_name(value) + " stands where a number is expected");
}

int64_t Call::to_integer(const Value& value) {
  if (const auto* number = value.get<int64_t>()) return *number;
  if (const auto* flag = value.get<bool>()) return *flag ? 1 : 0;
  if (TensorValue* tensor = value.ref<TensorValue>()) {
    const Tensor* known = emit().value(session_.name_of(*tensor));
    if (known && known->count() == 1 && is_integer(known->type)) return known->to_int64()[0];
  }
  const double number = std::trunc(to_number(value));
  if (!(std::abs(number) < 9e18)) throw wrong("a number is too large for an integer");
  return int64_t(number);
}

int64_t Call::integer(size_t i) { return to_integer(arg(i)); }
double Call::number(size_t i) { return to_number(arg(i)); }

std::string Call::text(size_t i, const std::string& fallback) const {
  if (!has(i)) return fallback;
  if (const auto* text = arg(i).get<std::string>()) return *text;
  throw wrong(ordinal(i) + " is a " + type_name(arg(i)) + ", not a text");
}

std::vector<int64_t> Call::ints(size_t i) {
  const Value& value = arg(i);
  if (value.is_number()) return {to_integer(value)};
  if (TensorValue* tensor = value.ref<TensorValue>())
    return emit().constant_ints(session_.name_of(*tensor), ordinal(i) + " of " + op_);
  std::vector<int64_t> numbers;
  for (const Value& item : items(i)) numbers.push_back(to_integer(item));
  return numbers;
}

std::vector<double> Call::numbers(size_t i) {
  if (arg(i).is_number()) return {to_number(arg(i))};
  std::vector<double> result;
  for (const Value& item : items(i)) result.push_back(to_number(item));
  return result;
}

std::vector<int64_t> Call::per_axis(size_t i, size_t rank, int64_t fallback) {
  std::vector<int64_t> values = ints(i, {});
  if (values.empty()) values.assign(rank, fallback);
  if (values.size() == 1) values.assign(rank, values[0]);
  if (values.size() != rank)
    throw wrong(ordinal(i) + " has " + std::to_string(values.size()) + " entries, not " +
                std::to_string(rank));
  return values;
}

int64_t Call::axis_of(int64_t axis, size_t rank) const {
  const auto n = int64_t(rank);
  if (axis < -n || axis >= n)
    throw wrong("axis " + std::to_string(axis) + " is outside of a tensor of rank " + std::to_string(rank));
  return axis < 0 ? axis + n : axis;
}

int64_t Call::axis(size_t i, size_t rank, int64_t fallback) { return axis_of(integer(i, fallback), rank); }

std::string Call::scalar(const std::string& suffix, double value, DataType type) {
  return constant(suffix, scalar_of(value, type));
}

std::string Call::cast(const std::string& tensor, DataType to) {
  if (type(tensor) == to) return tensor;
  return add("cast", "Cast", {tensor}, {{"to", int64_t(to)}});
}

std::string Call::reshape(const std::string& suffix, const std::string& tensor, const Shape& dims) {
  if (emit().shape(tensor) == dims) return tensor;
  return add(suffix, "Reshape", {tensor, ints_constant(suffix + "_shape", dims)});
}

void Call::make(const std::string& op, std::vector<std::string> inputs, AttributeList attributes,
                const std::string& domain) {
  give_tensor(output_);
  std::vector<Node>& nodes = emit().graph().nodes;
  if (op == "Identity" && nodes.size() > first_node_ && nodes.back().outputs == inputs) {
    // Instead of copying what this call has just made, it gets the right name.
    Node last = std::move(nodes.back());
    nodes.pop_back();
    last.outputs[0] = output_;
    return emit().append(std::move(last));
  }
  emit().make(output_, op, std::move(inputs), attributes, domain);
}

void Call::give_tensors(const std::vector<std::string>& tensors, bool as_list) {
  std::vector<Value> items;
  for (const std::string& name : tensors) items.push_back(session_.heap().tensor(name));
  result_ = as_list ? session_.heap().list(std::move(items)) : session_.heap().tuple(std::move(items));
}

void Call::give_call(const std::string& op, std::vector<Value> args, Keywords keywords) {
  Call inner(session_, op, args, keywords, output_);
  OperatorTable::find(op)(inner);
  result_ = inner.result();
}

}  // namespace quern::frontend::pytorch

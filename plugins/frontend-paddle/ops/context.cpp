#include "ops/context.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace quern::frontend::paddle {
namespace {

const Slot* find_slot(const std::vector<Slot>& slots, const std::string& name) {
  for (const Slot& slot : slots)
    if (slot.name == name) return &slot;
  return nullptr;
}

const std::vector<std::string>& variables_of(const std::vector<Slot>& slots, const std::string& name) {
  static const std::vector<std::string> none;
  const Slot* slot = find_slot(slots, name);
  return slot ? slot->variables : none;
}

std::string first_of(const std::vector<std::string>& variables) {
  return variables.empty() ? std::string() : variables.front();
}

}  // namespace

std::string Context::optional_input(const std::string& slot) const {
  return first_of(variables_of(op_->inputs, slot));
}

std::string Context::input(const std::string& slot) const {
  std::string name = optional_input(slot);
  if (name.empty()) throw InputError("input " + slot + " is missing");
  return name;
}

std::vector<std::string> Context::inputs(const std::string& slot) const {
  std::vector<std::string> names = variables_of(op_->inputs, slot);
  std::erase(names, std::string());
  return names;
}

bool Context::has_output(const std::string& slot) const {
  return !first_of(variables_of(op_->outputs, slot)).empty();
}

std::string Context::output(const std::string& slot) const {
  std::string name = first_of(variables_of(op_->outputs, slot));
  if (name.empty()) throw InputError("output " + slot + " is missing");
  return name;
}

std::vector<std::string> Context::outputs(const std::string& slot) const {
  return variables_of(op_->outputs, slot);
}

const OpAttribute* Context::find(const std::string& name) const {
  const auto it = op_->attributes.find(name);
  return it == op_->attributes.end() ? nullptr : &it->second;
}

void Context::wrong_type(const std::string& name) const {
  throw InputError("attribute \"" + name + "\" has the wrong type");
}

int64_t Context::integer(const std::string& name, int64_t fallback) const {
  const std::vector<int64_t> values = ints(name, {fallback});
  if (values.size() != 1) wrong_type(name);
  return values[0];
}

float Context::number(const std::string& name, double fallback) const {
  const std::vector<float> values = floats(name, {float(fallback)});
  if (values.size() != 1) wrong_type(name);
  return values[0];
}

std::string Context::text(const std::string& name, const std::string& fallback) const {
  const OpAttribute* attribute = find(name);
  if (!attribute) return fallback;
  const auto* value = std::get_if<std::string>(attribute);
  if (!value) wrong_type(name);
  return *value;
}

std::vector<int64_t> Context::ints(const std::string& name, std::vector<int64_t> fallback) const {
  const OpAttribute* attribute = find(name);
  if (!attribute) return fallback;
  if (const auto* one = std::get_if<int64_t>(attribute)) return {*one};
  if (const auto* list = std::get_if<std::vector<int64_t>>(attribute)) return *list;
  // Empty lists and whole numbers come in other types from some exporters.
  const auto* number = std::get_if<double>(attribute);
  if (number && std::floor(*number) == *number && std::abs(*number) < 0x1p53) return {int64_t(*number)};
  const auto* numbers = std::get_if<std::vector<double>>(attribute);
  if (numbers && numbers->empty()) return {};
  const auto* variables = std::get_if<VariableNames>(attribute);
  if (!variables) wrong_type(name);
  std::vector<int64_t> values;
  for (const std::string& variable : variables->names) {
    const std::vector<int64_t> part = emitter_->constant_ints(variable, "attribute \"" + name + "\"");
    values.insert(values.end(), part.begin(), part.end());
  }
  return values;
}

std::vector<float> Context::floats(const std::string& name, std::vector<float> fallback) const {
  const OpAttribute* attribute = find(name);
  if (!attribute) return fallback;
  if (const auto* one = std::get_if<double>(attribute)) return {float(*one)};
  if (const auto* list = std::get_if<std::vector<double>>(attribute)) return {list->begin(), list->end()};
  const std::vector<int64_t> whole = ints(name);
  return {whole.begin(), whole.end()};
}

std::vector<int64_t> Context::ints_of(const std::string& attribute, const std::string& tensor_slot,
                                      const std::string& list_slot) const {
  const std::string what = "the content of " + (list_slot.empty() ? tensor_slot : list_slot);
  const std::vector<std::string> list = list_slot.empty() ? std::vector<std::string>() : inputs(list_slot);
  if (!list.empty()) {
    std::vector<int64_t> values;
    for (const std::string& tensor : list) {
      const std::vector<int64_t> part = emitter_->constant_ints(tensor, what);
      values.insert(values.end(), part.begin(), part.end());
    }
    return values;
  }
  if (has_input(tensor_slot))
    return emitter_->constant_ints(input(tensor_slot), "the content of " + tensor_slot);
  return ints(attribute);
}

int64_t Context::integer_of(const std::string& attribute, const std::string& slot, int64_t fallback) const {
  if (!has_input(slot)) return integer(attribute, fallback);
  const std::vector<int64_t> values = emitter_->constant_ints(input(slot), "the content of " + slot);
  if (values.size() != 1) throw InputError("input " + slot + " must hold one number");
  return values[0];
}

float Context::number_of(const std::string& attribute, const std::string& slot, double fallback) const {
  if (!has_input(slot)) return number(attribute, fallback);
  const std::vector<float> values = constant(input(slot), "the content of " + slot).to_float();
  if (values.size() != 1) throw InputError("input " + slot + " must hold one number");
  return values[0];
}

const Variable* Context::declared(const std::string& tensor) const {
  const auto it = network_->variables.find(tensor);
  return it == network_->variables.end() ? nullptr : &it->second;
}

const Tensor& Context::constant(const std::string& tensor, const std::string& what) const {
  const Tensor* value = emitter_->value(tensor);
  if (!value)
    throw UnsupportedError(what + " is computed by the network (tensor \"" + tensor + "\")", "",
                           "Make it a constant in the model, or export with fixed input shapes.");
  return *value;
}

std::string Context::reshape(const std::string& suffix, const std::string& tensor, const Shape& shape) {
  return add(suffix, "Reshape", {tensor, emitter_->ints(suffix + "_shape", shape)});
}

std::string Context::cast(const std::string& tensor, DataType to) {
  if (type(tensor) == to) return tensor;
  return add("cast", "Cast", {tensor}, {{"to", int64_t(to)}});
}

void Context::finish(const std::string& output, const std::string& tensor) {
  const Variable* variable = declared(output);
  const std::optional<Shape> dims = emitter_->shape(tensor);
  if (variable && variable->has_dims && variable->dims.size() == 1 && dims && dims->empty())
    emitter_->make(output, "Reshape", {tensor, emitter_->ints("one", {1})});
  else
    emitter_->make(output, "Identity", {tensor});
}

void Context::finish_constant(const std::string& output, Tensor value) {
  emitter_->make(output, "Identity", {emitter_->constant("value", std::move(value))});
}

void Context::hint(const std::string& tensor, float threshold) {
  if (!std::isfinite(threshold) || threshold <= 0) return;
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof(digits), threshold, std::chars_format::general, 9);
  model_->metadata["quern.hint:" + tensor] = std::string(digits, end.ptr) + " 1";
}

size_t axis_from_front(int64_t axis, size_t rank) {
  const int64_t front = axis < 0 ? axis + int64_t(rank) : axis;
  if (front < 0 || front >= int64_t(rank))
    throw InputError("axis " + std::to_string(axis) + " does not exist in a tensor of " +
                     std::to_string(rank) + " dimensions");
  return size_t(front);
}

std::vector<int64_t> axes_from_front(const std::vector<int64_t>& axes, size_t rank) {
  std::vector<int64_t> front;
  for (const int64_t axis : axes) front.push_back(int64_t(axis_from_front(axis, rank)));
  return front;
}

}  // namespace quern::frontend::paddle

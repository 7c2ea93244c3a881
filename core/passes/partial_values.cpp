#include "passes/partial_values.hpp"

#include <algorithm>

#include <quern/ops/operator.hpp>

namespace quern::passes {
namespace {

constexpr int64_t kMostElements = 1024;

bool is_elementwise(const Node& node) {
  return node.is("Add") || node.is("Sub") || node.is("Mul") || node.is("Div");
}

// Operators that only move elements of their first input (Concat: of all inputs).
bool is_movement(const Node& node) {
  for (const char* op : {"Gather", "Slice", "Unsqueeze", "Squeeze", "Reshape", "Identity", "Concat"})
    if (node.is(op)) return true;
  return false;
}

std::vector<int64_t> dimensions_asked(const Node& node, const Shape& shape) {
  const auto rank = int64_t(shape.size());
  const auto clamped = [&](int64_t i) { return std::clamp<int64_t>(i < 0 ? i + rank : i, 0, rank); };
  const int64_t first = clamped(node.get_int("start", 0)), last = clamped(node.get_int("end", rank));
  return first < last ? std::vector<int64_t>(shape.begin() + first, shape.begin() + last)
                      : std::vector<int64_t>();
}

}  // namespace

std::optional<Tensor> PartialValues::propagate(const Node& node, const Graph& graph) {
  if (!node.domain.empty() || node.outputs.size() != 1 || node.inputs.empty()) return std::nullopt;
  std::optional<Value> value = follow(node, graph);
  if (!value || value->elements.count() > kMostElements) return std::nullopt;
  const auto unknown = value->unknown.values<int64_t>();
  if (std::all_of(unknown.begin(), unknown.end(), [](int64_t u) { return u == 0; })) return value->elements;
  values_.insert_or_assign(node.outputs[0], std::move(*value));
  return std::nullopt;
}

std::optional<Shape> PartialValues::output_shape(const Node& node, const Graph& graph) const {
  const bool is_reshape = node.is("Reshape"), is_expand = node.is("Expand");
  if (!is_reshape && !is_expand && !node.is("ConstantOfShape")) return std::nullopt;
  const size_t i = node.is("ConstantOfShape") ? 0 : 1;
  if (!node.has_input(i)) return std::nullopt;
  const auto it = values_.find(node.inputs[i]);
  if (it == values_.end()) return std::nullopt;
  Shape shape = it->second.elements.to_int64();
  const auto unknown = it->second.unknown.values<int64_t>();
  const ValueInfo* data = graph.value(node.inputs[0]);
  for (size_t d = 0; d < shape.size(); ++d) {
    // A 1 of Expand takes the size of the input, which may be unknown or stand at another axis.
    if (unknown[d] != 0 || shape[d] < 0 || (is_expand && shape[d] == 1)) {
      shape[d] = kUnknownDim;
    } else if (is_reshape && shape[d] == 0 && node.get_int("allowzero", 0) == 0) {
      const bool is_known = data && data->shape && d < data->shape->size();
      shape[d] = is_known ? (*data->shape)[d] : kUnknownDim;
    }
  }
  return shape;
}

std::optional<PartialValues::Value> PartialValues::find(const std::string& tensor, const Graph& graph) const {
  const auto it = values_.find(tensor);
  if (it != values_.end()) return it->second;
  const Tensor* constant = graph.constant(tensor);
  if (!constant || constant->type != DataType::Int64 || constant->count() > kMostElements)
    return std::nullopt;
  return Value{*constant, Tensor(DataType::Int64, constant->dims)};
}

std::optional<PartialValues::Value> PartialValues::follow(const Node& node, const Graph& graph) const {
  if (node.is("Shape") || node.is("Size")) {
    const Tensor* constant = graph.constant(node.inputs[0]);
    const ValueInfo* data = graph.value(node.inputs[0]);
    if (!constant && (!data || !data->shape)) return std::nullopt;
    const Shape& shape = constant ? constant->dims : *data->shape;
    if (node.is("Size")) {
      if (!is_static(shape)) return std::nullopt;
      return Value{Tensor::scalar(element_count(shape)), Tensor::scalar<int64_t>(0)};
    }
    std::vector<int64_t> elements = dimensions_asked(node, shape), unknown;
    for (int64_t& d : elements) {
      unknown.push_back(d < 0);
      d = d < 0 ? 1 : d;
    }
    return Value{Tensor::from(elements), Tensor::from(unknown)};
  }
  if (!is_elementwise(node) && !is_movement(node)) return std::nullopt;
  // The kernels run twice: on the elements and on the marks of what is unknown.
  const size_t data_inputs = is_elementwise(node) || node.is("Concat") ? node.inputs.size() : 1;
  std::vector<Value> data;
  for (size_t i = 0; i < data_inputs; ++i) {
    std::optional<Value> value = find(node.inputs[i], graph);
    if (!value) return std::nullopt;
    data.push_back(std::move(*value));
  }
  std::vector<const Tensor*> elements, unknown;
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const Tensor* other = i < data.size() ? nullptr : graph.constant(node.inputs[i]);
    if (i >= data.size() && !other && node.has_input(i)) return std::nullopt;
    elements.push_back(i < data.size() ? &data[i].elements : other);
    unknown.push_back(i < data.size() ? &data[i].unknown : other);
  }
  Node marks = node;
  if (is_elementwise(node)) marks.op_type = "Add";
  return Value{ops::compute(node, elements).at(0), ops::compute(marks, unknown).at(0)};
}

}  // namespace quern::passes

// Shorthands for tests that run one node.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <quern/ops/operator.hpp>

namespace quern::ops::test {

// A node whose inputs are called "0", "1", ... and outputs "y0", "y1", ...
inline Node make_node(const std::string& op, size_t inputs, std::vector<Attribute> attributes = {},
                      const std::string& domain = "", size_t outputs = 1) {
  Node node(op, {}, {}, domain);
  for (size_t i = 0; i < inputs; ++i) node.inputs.push_back(std::to_string(i));
  for (size_t i = 0; i < outputs; ++i) node.outputs.push_back("y" + std::to_string(i));
  node.attributes = std::move(attributes);
  return node;
}

inline std::vector<Tensor> run(const Node& node, const std::vector<Tensor>& inputs) {
  std::vector<const Tensor*> pointers;
  for (const Tensor& tensor : inputs) pointers.push_back(tensor.is_defined() ? &tensor : nullptr);
  return compute(node, pointers);
}

inline Attribute ints(const std::string& name, std::vector<int64_t> values) {
  return {name, std::move(values), {}};
}
inline Attribute integer(const std::string& name, int64_t value) { return {name, value, {}}; }
inline Attribute real(const std::string& name, float value) { return {name, value, {}}; }
inline Attribute text(const std::string& name, const std::string& value) { return {name, value, {}}; }

template <class T>
std::vector<T> values(const Tensor& tensor) {
  const std::span<const T> span = tensor.values<T>();
  return {span.begin(), span.end()};
}

// 0, 1, 2, ... as float.
inline Tensor iota(const Shape& shape) {
  std::vector<float> numbers(size_t(element_count(shape)));
  for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = float(i);
  return Tensor::from(numbers, shape);
}

}  // namespace quern::ops::test

// Runs single operators on literal tensors.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include <quern/ops/operator.hpp>

namespace quern::test {

template <class T>
Tensor tensor(const std::vector<T>& values, Shape shape) {
  return Tensor::from(values, std::move(shape));
}
inline Tensor floats(const std::vector<float>& values, Shape shape) {
  return Tensor::from(values, std::move(shape));
}
inline Tensor floats(const std::vector<float>& values) { return Tensor::from(values); }
inline Tensor ints(const std::vector<int64_t>& values, Shape shape) {
  return Tensor::from(values, std::move(shape));
}
inline Tensor ints(const std::vector<int64_t>& values) { return Tensor::from(values); }
inline Tensor bools(const std::vector<bool>& values) { return Tensor::from(values); }

// A node with `inputs` inputs, called "0", "1", ..., and outputs "0_out", "1_out", ...
inline Node make_node(const std::string& op, size_t inputs, const std::vector<Attribute>& attributes = {},
                      size_t outputs = 1, const std::string& domain = {}) {
  Node node;
  node.op_type = op;
  node.domain = domain;
  for (size_t i = 0; i < inputs; ++i) node.inputs.push_back(std::to_string(i));
  for (size_t i = 0; i < outputs; ++i) node.outputs.push_back(std::to_string(i) + "_out");
  node.attributes = attributes;
  return node;
}

inline Attribute attribute(const std::string& name, AttributeValue value) {
  return {name, std::move(value), {}};
}
inline Attribute integer(const std::string& name, int64_t value) { return attribute(name, value); }

// Runs the operator; a tensor of undefined type stands for an input left out.
inline std::vector<Tensor> run_all(const std::string& op, const std::vector<Tensor>& inputs,
                                   const std::vector<Attribute>& attributes = {}, size_t outputs = 1,
                                   const std::string& domain = {}) {
  Node node = make_node(op, inputs.size(), attributes, outputs, domain);
  std::vector<const Tensor*> arguments;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].is_defined()) node.inputs[i].clear();
    arguments.push_back(inputs[i].is_defined() ? &inputs[i] : nullptr);
  }
  return ops::compute(node, std::move(arguments));
}
inline Tensor run(const std::string& op, const std::vector<Tensor>& inputs,
                  const std::vector<Attribute>& attributes = {}, const std::string& domain = {}) {
  return run_all(op, inputs, attributes, 1, domain).at(0);
}

template <class T>
std::vector<T> values(const Tensor& tensor) {
  const auto span = tensor.values<T>();
  return {span.begin(), span.end()};
}

// Expects the shape, the element type and the exact elements.
template <class T>
void expect_tensor(const Tensor& actual, const std::vector<T>& expected, const Shape& shape) {
  EXPECT_EQ(actual.dims, shape);
  ASSERT_EQ(actual.type, data_type_of<T>());
  EXPECT_EQ(values<T>(actual), expected);
}
inline void expect_floats(const Tensor& actual, const std::vector<float>& expected, const Shape& shape) {
  EXPECT_EQ(actual.dims, shape);
  ASSERT_EQ(actual.type, DataType::Float);
  EXPECT_THAT(values<float>(actual), testing::Pointwise(testing::NanSensitiveFloatNear(1e-6f), expected));
}
inline void expect_ints(const Tensor& actual, const std::vector<int64_t>& expected, const Shape& shape) {
  expect_tensor<int64_t>(actual, expected, shape);
}

// The status of the error that f throws, or QUERN_OK where it throws none.
template <class F>
quern_status status_of(F&& f) {
  try {
    f();
    return QUERN_OK;
  } catch (const Error& e) {
    return e.status();
  }
}
#define EXPECT_INPUT_ERROR(...) \
  EXPECT_EQ(::quern::test::status_of([&] { (void)(__VA_ARGS__); }), QUERN_ERROR_INPUT)
#define EXPECT_UNSUPPORTED(...) \
  EXPECT_EQ(::quern::test::status_of([&] { (void)(__VA_ARGS__); }), QUERN_ERROR_UNSUPPORTED)

// Infers output 0 from shapes alone; int64 tensors given as constants are known.
inline ops::InferContext::Output infer(const Node& node, std::vector<ops::InferContext::Input> inputs) {
  return ops::infer(node, std::move(inputs)).at(0);
}
inline ops::InferContext::Input shaped(Shape shape, DataType type = DataType::Float) {
  return {type, std::move(shape), nullptr};
}
inline ops::InferContext::Input known(const Tensor& tensor) { return {tensor.type, tensor.dims, &tensor}; }

}  // namespace quern::test

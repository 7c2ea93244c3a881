// Converting and running tiny Paddle programs.
#pragma once

#include <cmath>
#include <cstring>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "program_builder.hpp"
#include "reader/parameters.hpp"
#include "reader/program.hpp"
#include "support/recording_host.hpp"

namespace quern::frontend::paddle::test {

using quern::test::error_of;
using quern::test::RecordingHost;
using quern::test::status_of;

inline Blob blob_of(const std::string& bytes) {
  Blob blob = Blob::allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data(), bytes.size());
  return blob;
}

// Through the written form of program and parameters, as from files.
inline Model convert(const ProgramBuilder& builder, const ConvertOptions& options = {}) {
  RecordingHost host;
  const Program program = read_program(blob_of(builder.program()), "test");
  Parameters parameters = read_combined(program, blob_of(builder.combined()), "test.pdiparams");
  return convert_program(program, std::move(parameters), options, host.host(), "test");
}

// Converts and runs; returns all outputs.
inline std::vector<Tensor> run_all(const ProgramBuilder& builder, const std::vector<Tensor>& inputs) {
  return ops::interpret(convert(builder).graph, inputs);
}
inline Tensor run(const ProgramBuilder& builder, const std::vector<Tensor>& inputs) {
  return run_all(builder, inputs).at(0);
}

// One operator with input X, called "x", and output Out, called "y".
inline Tensor run_unary(const std::string& type, const Tensor& x, const Attributes& attributes = {},
                        const std::string& slot = "X", const std::string& result = "Out") {
  ProgramBuilder program;
  program.input("x", x.dims, x.type).op(type, {{slot, {"x"}}}, {{result, {"y"}}}, attributes).output("y");
  return run(program, {x});
}
inline Tensor run_binary(const std::string& type, const Tensor& x, const Tensor& y,
                         const Attributes& attributes = {}) {
  ProgramBuilder program;
  program.input("x", x.dims, x.type).input("y", y.dims, y.type);
  program.op(type, {{"X", {"x"}}, {"Y", {"y"}}}, {{"Out", {"z"}}}, attributes).output("z");
  return run(program, {x, y});
}

// Numbers between -2 and 2 that look random and are always the same.
inline Tensor sample(const Shape& shape, int seed = 1) {
  std::vector<float> values(size_t(element_count(shape)));
  uint32_t state = uint32_t(seed) * 2654435761u + 12345u;
  for (float& v : values) {
    state = state * 1664525u + 1013904223u;
    v = float(state >> 8) / float(1 << 22) - 2;
  }
  return Tensor::from(values, shape);
}
// 0, 1, 2 ...
inline Tensor counting(const Shape& shape) {
  std::vector<float> values(size_t(element_count(shape)));
  for (size_t i = 0; i < values.size(); ++i) values[i] = float(i);
  return Tensor::from(values, shape);
}

inline void expect_near(const Tensor& actual, const std::vector<float>& expected, float tolerance = 1e-5f) {
  const std::vector<float> values = actual.to_float();
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(values[i], expected[i], tolerance * (1 + std::abs(expected[i]))) << "element " << i;
}
inline void expect_tensor(const Tensor& actual, const Shape& shape, const std::vector<float>& expected,
                          float tolerance = 1e-5f) {
  EXPECT_EQ(actual.dims, shape);
  expect_near(actual, expected, tolerance);
}

// Each element by a function of the elements.
inline std::vector<float> mapped(const Tensor& x, const std::function<double(double)>& f) {
  std::vector<float> values = x.to_float();
  for (float& v : values) v = float(f(double(v)));
  return values;
}

// Calls visit(index) for every index tuple of a shape, last axis fastest.
inline void for_each_index(const Shape& shape, const std::function<void(const Shape&)>& visit) {
  Shape index(shape.size(), 0);
  for (int64_t i = 0; i < element_count(shape); ++i) {
    visit(index);
    for (size_t axis = shape.size(); axis-- > 0;) {
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
}
// The element at an index tuple.
inline float at(const Tensor& tensor, const Shape& index) {
  int64_t offset = 0;
  for (size_t axis = 0; axis < index.size(); ++axis) offset = offset * tensor.dims[axis] + index[axis];
  return tensor.data<float>()[offset];
}
// The elements of a result by their index tuples.
inline std::vector<float> computed(const Shape& shape, const std::function<double(const Shape&)>& f) {
  std::vector<float> values;
  for_each_index(shape, [&](const Shape& index) { values.push_back(float(f(index))); });
  return values;
}

inline const Node* find_node(const Model& model, const std::string& op_type) {
  for (const Node& node : model.graph.nodes)
    if (node.op_type == op_type) return &node;
  return nullptr;
}

}  // namespace quern::frontend::paddle::test

// Tiny models for the tests of the ONNX frontend.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "support/recording_host.hpp"

namespace quern::frontend::onnx::test {

using quern::test::error_of;
using quern::test::RecordingHost;
using quern::test::status_of;

inline ValueInfo value(const std::string& name, Shape shape, DataType type = DataType::Float) {
  ValueInfo v;
  v.name = name;
  v.type = type;
  v.shape = std::move(shape);
  return v;
}

inline Node node(const std::string& op, std::vector<std::string> in, std::vector<std::string> out,
                 std::vector<std::pair<std::string, AttributeValue>> attributes = {},
                 const std::string& domain = {}) {
  Node n(op, std::move(in), std::move(out), domain);
  for (auto& [name, v] : attributes) n.set(name, std::move(v));
  return n;
}

inline std::vector<int64_t> ints(std::initializer_list<int64_t> values) { return values; }

// A model of one opset, built piece by piece. The output has no declared shape.
struct ModelBuilder {
  Model model;

  explicit ModelBuilder(int64_t opset) {
    model.opsets[""] = opset;
    model.graph.name = "test";
  }
  ModelBuilder& domain(const std::string& name, int64_t version = 1) {
    model.opsets[name] = version;
    return *this;
  }
  ModelBuilder& input(const std::string& name, Shape shape, DataType type = DataType::Float) {
    model.graph.inputs.push_back(value(name, std::move(shape), type));
    return *this;
  }
  ModelBuilder& output(const std::string& name, DataType type = DataType::Float) {
    ValueInfo v;
    v.name = name;
    v.type = type;
    model.graph.outputs.push_back(v);
    return *this;
  }
  ModelBuilder& constant(const std::string& name, Tensor tensor) {
    tensor.name = name;
    model.graph.initializers.insert_or_assign(name, std::move(tensor));
    return *this;
  }
  ModelBuilder& add(Node n) {
    model.graph.nodes.push_back(std::move(n));
    return *this;
  }
};

inline Model convert(const ModelBuilder& builder, const ConvertOptions& options = {}) {
  RecordingHost host;
  return convert_model(builder.model, options, host.host(), "test.onnx");
}

// The operator types in order.
inline std::vector<std::string> operators_of(const Model& model) {
  std::vector<std::string> types;
  for (const Node& n : model.graph.nodes)
    types.push_back(n.domain.empty() ? n.op_type : n.domain + "." + n.op_type);
  return types;
}

inline const Node& find_node(const Model& model, const std::string& op_type) {
  for (const Node& n : model.graph.nodes)
    if (n.op_type == op_type) return n;
  throw InputError("no node " + op_type);
}

inline std::vector<int64_t> constant_ints(const Model& model, const std::string& name) {
  const Tensor* t = model.graph.constant(name);
  if (!t) throw InputError("no constant " + name);
  return t->to_int64();
}

// Converts and runs; returns the first output.
inline Tensor run(const ModelBuilder& builder, const std::vector<Tensor>& inputs) {
  return ops::interpret(convert(builder).graph, inputs).at(0);
}

inline void expect_near(const Tensor& actual, const std::vector<float>& expected, float tolerance = 1e-5f) {
  const std::vector<float> values = actual.to_float();
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(values[i], expected[i], tolerance) << "element " << i;
}

}  // namespace quern::frontend::onnx::test

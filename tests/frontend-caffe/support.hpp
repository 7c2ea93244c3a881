// Tiny networks for the tests of the Caffe frontend.
#pragma once

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "reader/read.hpp"
#include "support/recording_host.hpp"

namespace quern::frontend::caffe::test {

using quern::test::error_of;
using quern::test::RecordingHost;
using quern::test::status_of;

// The text of an input of the network.
inline std::string input(const Shape& shape, const std::string& name = "x") {
  std::string text = "input: \"" + name + "\" input_shape {";
  for (const int64_t d : shape) text += " dim: " + std::to_string(d);
  return text + " }\n";
}

// The text of a layer with one bottom "x" and one top "y".
inline std::string layer(const std::string& type, const std::string& rest = "") {
  return "layer { name: \"l\" type: \"" + type + "\" bottom: \"x\" top: \"y\" " + rest + " }\n";
}

// The text of one weight.
inline std::string blob(const Tensor& tensor) {
  std::string text = "blobs { shape {";
  for (const int64_t d : tensor.dims) text += " dim: " + std::to_string(d);
  text += " } data: [";
  const char* separator = "";
  for (const float value : tensor.to_float()) {
    char number[32];
    std::snprintf(number, sizeof(number), "%.9g", double(value));
    text += std::string(separator) + number;
    separator = ", ";
  }
  return text + "] } ";
}

// Numbers between -2 and 2 without a pattern, the same every time.
inline Tensor noise(const Shape& shape, uint32_t seed = 1) {
  Tensor tensor(DataType::Float, shape);
  for (int64_t i = 0; i < tensor.count(); ++i) {
    seed = seed * 1664525u + 1013904223u;
    tensor.mutable_data<float>()[i] = float(seed >> 8) / float(1 << 22) - 2.0f;
  }
  return tensor;
}
inline Tensor positive_noise(const Shape& shape, uint32_t seed = 1) {
  Tensor tensor = noise(shape, seed);
  for (int64_t i = 0; i < tensor.count(); ++i) {
    float& value = tensor.mutable_data<float>()[i];
    value = std::fabs(value) + 0.1f;
  }
  return tensor;
}
inline Tensor iota(const Shape& shape) {
  Tensor tensor(DataType::Float, shape);
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.mutable_data<float>()[i] = float(i);
  return tensor;
}

inline Net parse(const std::string& text) {
  UnknownFields unknown;
  return read_text_net(text, "test.prototxt", unknown);
}

inline Model convert(const std::string& text, const ConvertOptions& options = {}) {
  RecordingHost host;
  return convert_net(parse(text), options, host.host(), "test.prototxt");
}

// Converts and runs; all outputs in order.
inline std::vector<Tensor> run_all(const std::string& text, const std::vector<Tensor>& inputs) {
  return ops::interpret(convert(text).graph, inputs);
}
// A network of one layer.
inline Tensor run(const std::string& layer_text, const Tensor& x) {
  return run_all(input(x.dims) + layer_text, {x}).at(0);
}

inline void expect_near(const Tensor& actual, const Shape& shape, const std::vector<float>& expected,
                        float tolerance = 1e-5f) {
  EXPECT_EQ(actual.dims, shape);
  const std::vector<float> values = actual.to_float();
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(values[i], expected[i], tolerance * std::max(1.0f, std::fabs(expected[i])))
        << "element " << i;
}

// Of a function of one number, applied to all of x.
template <class Function>
void expect_function(const Tensor& actual, const Tensor& x, Function&& function, float tolerance = 1e-5f) {
  std::vector<float> expected;
  for (const float value : x.to_float()) expected.push_back(float(function(double(value))));
  expect_near(actual, x.dims, expected, tolerance);
}

inline std::vector<std::string> names_of(const std::vector<ValueInfo>& values) {
  std::vector<std::string> names;
  for (const ValueInfo& value : values) names.push_back(value.name);
  return names;
}

// The operator types in order.
inline std::vector<std::string> operators_of(const Model& model) {
  std::vector<std::string> types;
  for (const Node& n : model.graph.nodes)
    types.push_back(n.domain.empty() ? n.op_type : n.domain + "." + n.op_type);
  return types;
}

}  // namespace quern::frontend::caffe::test

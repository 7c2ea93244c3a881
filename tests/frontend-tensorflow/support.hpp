// Converting and running small graphs.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "graph_builder.hpp"
#include "reader/graph_def.hpp"
#include "support/recording_host.hpp"

namespace quern::frontend::tensorflow::test {

using quern::test::error_of;
using quern::test::RecordingHost;
using quern::test::status_of;

inline Blob blob_of_text(const std::string& bytes) {
  Blob blob = Blob::allocate(bytes.size());
  std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data(), bytes.size());
  return blob;
}

inline Model convert(const GraphBuilder& builder, const ConvertOptions& options = {}) {
  RecordingHost host;
  return convert_graph(read_graph_def(blob_of_text(builder.bytes()), "test.pb"), options, host.host(),
                       "test.pb");
}

// The order of axes of the source on both sides, so that references need not know about layouts.
inline ConvertOptions source_layout() {
  ConvertOptions options;
  options.nchw_inputs = options.nchw_outputs = false;
  return options;
}

inline std::vector<Tensor> run_all(const GraphBuilder& builder, const std::vector<Tensor>& inputs,
                                   const ConvertOptions& options = source_layout()) {
  return ops::interpret(convert(builder, options).graph, inputs);
}
inline Tensor run(const GraphBuilder& builder, const std::vector<Tensor>& inputs,
                  const ConvertOptions& options = source_layout()) {
  return run_all(builder, inputs, options).at(0);
}

inline Tensor floats(const std::vector<float>& values, Shape dims) {
  return Tensor::from(values, std::move(dims));
}
// Reproducible values between -1 and 1, none of them 0.
inline Tensor noise(const Shape& dims, unsigned seed = 1) {
  std::mt19937 random(seed);
  Tensor tensor(DataType::Float, dims);
  for (int64_t i = 0; i < tensor.count(); ++i)
    tensor.mutable_data<float>()[i] = (float(random() % 2001) - 1000.5f) / 1000.5f;
  return tensor;
}

inline void expect_near(const Tensor& actual, const Tensor& expected, float tolerance = 1e-5f) {
  ASSERT_EQ(actual.dims, expected.dims);
  const std::vector<float> a = actual.to_float(), e = expected.to_float();
  for (size_t i = 0; i < e.size(); ++i) ASSERT_NEAR(a[i], e[i], tolerance) << "element " << i;
}
inline void expect_values(const Tensor& actual, const std::vector<float>& expected, float tolerance = 1e-5f) {
  const std::vector<float> values = actual.to_float();
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i)
    ASSERT_NEAR(values[i], expected[i], tolerance) << "element " << i;
}

inline size_t count_of(const Model& model, const std::string& op) {
  size_t count = 0;
  for (const quern::Node& n : model.graph.nodes) count += n.op_type == op;
  return count;
}
inline const quern::Node& find_node(const Model& model, const std::string& op) {
  for (const quern::Node& n : model.graph.nodes)
    if (n.op_type == op) return n;
  throw InputError("no node " + op);
}

}  // namespace quern::frontend::tensorflow::test

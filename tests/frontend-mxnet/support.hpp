// Tiny MXNet models for the tests: built by names, written in the file formats, read back and converted.
#pragma once

#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "support/recording_host.hpp"

namespace quern::frontend::mxnet::test {

using quern::test::error_of;
using quern::test::RecordingHost;
using quern::test::status_of;

using Texts = std::vector<std::pair<std::string, std::string>>;

// A float tensor with plain indexing, for references.
struct Array {
  Shape dims;
  std::vector<float> values;

  explicit Array(Shape shape, float value = 0)
      : dims(std::move(shape)), values(size_t(element_count(dims)), value) {}
  Array(Shape shape, std::vector<float> v) : dims(std::move(shape)), values(std::move(v)) {}

  [[nodiscard]] size_t index(const Shape& position) const {
    size_t i = 0;
    for (size_t k = 0; k < dims.size(); ++k) i = i * size_t(dims[k]) + size_t(position.at(k));
    return i;
  }
  float& at(const Shape& position) { return values.at(index(position)); }
  [[nodiscard]] float at(const Shape& position) const { return values.at(index(position)); }
  [[nodiscard]] Tensor tensor() const { return Tensor::from(values, dims); }
};

// Different values without a pattern, from -2 to 2.
Array noise(Shape shape, unsigned seed = 1);
// 0, 1, 2, ...
Array counting(Shape shape);
// Calls visit(position) for every position of a shape, the last axis running fastest.
void for_each(const Shape& shape, const std::function<void(const Shape&)>& visit);
// A new array, its elements computed from their positions.
Array computed(Shape shape, const std::function<double(const Shape&)>& value);
// f of every element.
Array mapped(const Array& x, const std::function<double(double)>& f);

// A network in MXNet's words. Inputs of layers are names; "split:1" is output 1 of a layer.
class Net {
 public:
  std::string attribute_key = "attrs";
  int version = 10600;  // 0: not written, as before 0.9

  // Bound when the network is converted.
  Net& input(const std::string& name, const Shape& shape, const Texts& attributes = {});
  Net& weight(const std::string& name, const Array& value, const std::string& prefix = "arg:");
  Net& weight(const std::string& name, const Tensor& value, const std::string& prefix = "arg:");
  // In the parameter file only.
  Net& stored(const std::string& name, const Array& value, const std::string& prefix = "arg:");
  // A variable without a value.
  Net& variable(const std::string& name, const Texts& attributes = {});
  Net& layer(const std::string& op, const std::string& name, const std::vector<std::string>& inputs,
             const Texts& attributes = {});
  Net& head(const std::string& name);

  // The files. The heads are those given, else the last layer.
  [[nodiscard]] std::string symbol() const;
  [[nodiscard]] std::string params() const;

  [[nodiscard]] Model convert(const ConvertOptions& more = {}) const;
  // Converts, and runs with the inputs in the order in which they were declared.
  [[nodiscard]] std::vector<Tensor> run_all(const std::vector<Array>& inputs) const;
  [[nodiscard]] Tensor run(const std::vector<Array>& inputs) const { return run_all(inputs).at(0); }

 private:
  struct Node {
    std::string op, name;
    std::vector<std::pair<size_t, size_t>> inputs;
    Texts attributes;
  };
  std::pair<size_t, size_t> entry(const std::string& name) const;

  std::vector<Node> nodes_;
  std::vector<std::string> heads_;
  std::vector<Binding> inputs_;
  std::vector<std::pair<std::string, Tensor>> weights_;
};

// One layer "y" whose inputs are the arrays.
Tensor run_layer(const std::string& op, const std::vector<Array>& inputs, const Texts& attributes = {});

// The operator types of a model in order.
std::vector<std::string> operators_of(const Model& model);

// Shape and values.
void expect_equal(const Tensor& actual, const Array& expected, float tolerance = 1e-5f);

// The bytes of one NDArray, version 2 (dense float32 and integers).
std::string ndarray_bytes(const Tensor& tensor);
// A whole .params file around the bytes of its arrays.
std::string params_bytes(const std::vector<std::string>& arrays, const std::vector<std::string>& names);
// A number as it lies in the file.
template <class T>
std::string bytes_of(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}
Blob blob_of(const std::string& bytes);

}  // namespace quern::frontend::mxnet::test

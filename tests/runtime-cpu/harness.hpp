// Small graphs, run by the engine and by the reference kernels.
#pragma once

#include <gtest/gtest.h>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <quern/graph/graph.hpp>

#include "session.hpp"

namespace quern::cpu::test {

using Tensors = std::map<std::string, Tensor>;

// Random elements of any numeric type: floats around zero, integers over their whole range (bytes) or small.
Tensor random_tensor(DataType type, const Shape& shape, std::mt19937& random);

// Builds a model node by node. Every tensor that no node reads is an output.
class ModelBuilder {
 public:
  ModelBuilder& input(const std::string& name, DataType type, const Shape& shape);
  ModelBuilder& input(const std::string& name, const Shape& shape) {
    return input(name, DataType::Float, shape);
  }
  ModelBuilder& constant(const std::string& name, Tensor tensor);
  ModelBuilder& weights(const std::string& name, const Shape& shape, DataType type = DataType::Float);
  ModelBuilder& integers(const std::string& name, const std::vector<int64_t>& values);
  // The node's outputs are named as given; attributes are set on the result.
  Node& node(const std::string& op, std::vector<std::string> inputs, std::vector<std::string> outputs,
             const std::string& domain = {});
  ModelBuilder& output(const std::string& name);
  [[nodiscard]] Model build() const;
  std::mt19937 random{7};

 private:
  Model model_;
  std::vector<std::string> outputs_;
};

// Random values for all inputs of a model with static shapes.
Tensors random_inputs(const Model& model, unsigned seed = 1);

// One run of a session; outputs by name. `observed` (may be null) receives what the run reports.
Tensors run(Session& session, const Tensors& inputs, Tensors* observed = nullptr);
Tensors run(const Model& model, const Tensors& inputs, const PlanOptions& options = {});

// What the reference kernels make of it.
Tensors reference(const Model& model, const Tensors& inputs);

// Fails where the engine's outputs are further than `tolerance` (relative to the largest element) from the
// reference's, or differ in one bit between 1, 2, 3 and 4 threads. Integer tensors must be equal.
void expect_like_reference(const Model& model, double tolerance = 1e-5);

// Whether any step of the plan for this model is a reference kernel.
bool uses_reference_kernels(const Model& model);

void expect_close(const Tensor& actual, const Tensor& expected, double tolerance, const std::string& what);
bool same_bytes(const Tensor& a, const Tensor& b);

}  // namespace quern::cpu::test

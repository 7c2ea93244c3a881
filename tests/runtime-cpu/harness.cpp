#include "harness.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>

#include <quern/ops/interpreter.hpp>

#include "parallel.hpp"
#include "steps/generic.hpp"

namespace quern::cpu::test {
namespace {

Tensor copied(const quern_tensor& t) {
  Tensor tensor(DataType(t.data_type), Shape(t.dims, t.dims + t.rank));
  if (t.size > 0) std::memcpy(const_cast<std::byte*>(tensor.blob.data()), t.data, t.size);
  return tensor;
}

quern_tensor_sink sink_into(Tensors& tensors) {
  return {sizeof(quern_tensor_sink), &tensors, [](void* context, const quern_tensor* t) {
            static_cast<Tensors*>(context)->insert_or_assign(t->name, copied(*t));
          }};
}

}  // namespace

Tensor random_tensor(DataType type, const Shape& shape, std::mt19937& random) {
  Tensor tensor(type, shape);
  with_type(type, [&]<class T>() {
    T* data = tensor.mutable_data<T>();
    for (int64_t i = 0; i < tensor.count(); ++i) {
      if constexpr (sizeof(T) == 1 && std::is_integral_v<T> && !std::is_same_v<T, bool>) {
        data[i] = T(std::uniform_int_distribution<int>(std::numeric_limits<T>::min(),
                                                       std::numeric_limits<T>::max())(random));
      } else if constexpr (std::is_integral_v<T>) {
        data[i] = T(std::uniform_int_distribution<int>(0, 3)(random));
      } else {
        data[i] = T(std::normal_distribution<float>()(random));
      }
    }
  });
  return tensor;
}

ModelBuilder& ModelBuilder::input(const std::string& name, DataType type, const Shape& shape) {
  ValueInfo info;
  info.name = name;
  info.type = type;
  info.shape = shape;
  model_.graph.inputs.push_back(info);
  model_.graph.values[name] = info;
  return *this;
}

ModelBuilder& ModelBuilder::constant(const std::string& name, Tensor tensor) {
  tensor.name = name;
  model_.graph.initializers[name] = std::move(tensor);
  return *this;
}

ModelBuilder& ModelBuilder::weights(const std::string& name, const Shape& shape, DataType type) {
  return constant(name, random_tensor(type, shape, random));
}

ModelBuilder& ModelBuilder::integers(const std::string& name, const std::vector<int64_t>& values) {
  return constant(name, Tensor::from(values));
}

Node& ModelBuilder::node(const std::string& op, std::vector<std::string> inputs,
                         std::vector<std::string> outputs, const std::string& domain) {
  model_.graph.nodes.emplace_back(op, std::move(inputs), std::move(outputs), domain);
  return model_.graph.nodes.back();
}

ModelBuilder& ModelBuilder::output(const std::string& name) {
  outputs_.push_back(name);
  return *this;
}

Model ModelBuilder::build() const {
  Model model = model_;
  model.opsets = canonical_opsets();
  std::set<std::string> read;
  for (const Node& node : model.graph.nodes) read.insert(node.inputs.begin(), node.inputs.end());
  std::vector<std::string> outputs = outputs_;
  for (const Node& node : model.graph.nodes)
    for (const std::string& output : node.outputs)
      if (!output.empty() && !read.contains(output)) outputs.push_back(output);
  for (const std::string& output : outputs) {
    ValueInfo info;
    info.name = output;
    model.graph.outputs.push_back(info);
  }
  return model;
}

Tensors random_inputs(const Model& model, unsigned seed) {
  std::mt19937 random(seed);
  Tensors inputs;
  for (const ValueInfo& input : model.graph.inputs)
    inputs[input.name] = random_tensor(input.type, *input.shape, random);
  return inputs;
}

Tensors run(Session& session, const Tensors& inputs, Tensors* observed) {
  std::vector<quern_tensor> given;
  for (const auto& [name, t] : inputs)
    given.push_back({sizeof(quern_tensor), int32_t(t.type), name.c_str(), t.dims.data(), t.dims.size(),
                     t.blob.data(), t.byte_size()});
  Tensors outputs;
  Tensors nobody;
  const quern_tensor_sink observer = sink_into(observed ? *observed : nobody);
  session.run(given, sink_into(outputs), observed ? &observer : nullptr);
  return outputs;
}

Tensors run(const Model& model, const Tensors& inputs, const PlanOptions& options) {
  Session session(model, options);
  return run(session, inputs);
}

Tensors reference(const Model& model, const Tensors& inputs) {
  std::vector<Tensor> arguments;
  for (const ValueInfo& input : model.graph.inputs) arguments.push_back(inputs.at(input.name));
  const std::vector<Tensor> results = ops::interpret(model.graph, arguments);
  Tensors outputs;
  for (size_t i = 0; i < results.size(); ++i) outputs[model.graph.outputs[i].name] = results[i];
  return outputs;
}

void expect_close(const Tensor& actual, const Tensor& expected, double tolerance, const std::string& what) {
  ASSERT_EQ(actual.type, expected.type) << what;
  ASSERT_EQ(actual.dims, expected.dims) << what;
  if (expected.type != DataType::Float) {
    EXPECT_TRUE(same_bytes(actual, expected)) << what;
    return;
  }
  double largest = 1e-3, worst = 0;
  for (const float v : expected.values<float>()) largest = std::max(largest, double(std::abs(v)));
  for (int64_t i = 0; i < expected.count(); ++i)
    worst = std::max(worst, std::abs(double(actual.data<float>()[i]) - double(expected.data<float>()[i])));
  EXPECT_LE(worst / largest, tolerance) << what;
}

bool same_bytes(const Tensor& a, const Tensor& b) {
  return a.type == b.type && a.dims == b.dims &&
         std::memcmp(a.blob.data(), b.blob.data(), a.byte_size()) == 0;
}

void expect_like_reference(const Model& model, double tolerance) {
  const Tensors inputs = random_inputs(model);
  const Tensors expected = reference(model, inputs);
  PlanOptions options;
  const Tensors one = run(model, inputs, options);
  for (const auto& [name, tensor] : expected) expect_close(one.at(name), tensor, tolerance, name);
  for (options.threads = 2; options.threads <= 4; ++options.threads)
    for (const auto& [name, tensor] : run(model, inputs, options))
      EXPECT_TRUE(same_bytes(tensor, one.at(name))) << name << " with " << options.threads << " threads";
}

bool uses_reference_kernels(const Model& model) {
  const PlanOptions options;
  const Plan plan = Planner(model.graph, options).build();
  return std::any_of(plan.steps.begin(), plan.steps.end(), [](const auto& step) {
    return dynamic_cast<const GenericStep*>(step.get()) != nullptr;
  });
}

}  // namespace quern::cpu::test

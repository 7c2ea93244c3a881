#include "harness.hpp"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

#include <quern/graph/data_type.hpp>
#include <quern/ops/interpreter.hpp>

#include "bmodel/write.hpp"
#include "program/compile_stage.hpp"
#include "simulator.hpp"

namespace quern::bm1684::test {
namespace {

Tensor random_integers(const Shape& shape, DataType type, std::mt19937& random) {
  Tensor tensor(type, shape);
  std::uniform_int_distribution<int> any(0, 255);
  auto* bytes = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(tensor.blob.data()));
  for (size_t i = 0; i < tensor.byte_size(); ++i) bytes[i] = uint8_t(any(random));
  return tensor;
}

std::vector<Tensor> random_inputs(const Graph& graph, const Expectation& e) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> any(e.low, e.high);
  std::vector<Tensor> inputs;
  for (const ValueInfo& value : graph.inputs) {
    Tensor tensor;
    if (value.type == DataType::Float) {
      tensor = Tensor(DataType::Float, *value.shape);
      for (int64_t i = 0; i < tensor.count(); ++i) tensor.mutable_data<float>()[i] = any(random);
    } else {
      tensor = random_integers(*value.shape, value.type, random);
    }
    tensor.name = value.name;
    inputs.push_back(std::move(tensor));
  }
  return inputs;
}

std::filesystem::path write_program(bmodel::Stage stage) {
  bmodel::Model model;
  bmodel::Net& net = model.nets.emplace_back();
  net.name = "test";
  net.stages.push_back(std::move(stage));
  const std::filesystem::path path = testing::TempDir() + "operators_" + std::to_string(getpid()) + ".bmodel";
  std::ofstream file(path, std::ios::binary);
  bmodel::write(model, [&](const void* data, size_t size) {
    file.write(static_cast<const char*>(data), std::streamsize(size));
  });
  return path;
}

// Functions that tend to 0 may end a little earlier or later on the chip.
constexpr double kVanishing = 1e-30;

void compare(const Tensor& got, const Tensor& want, DataType type, const std::string& what,
             double tolerance) {
  ASSERT_EQ(got.dims, want.dims.empty() ? Shape{1} : want.dims) << what;  // programs have no scalars
  const std::vector<float> g = got.to_float(), w = want.to_float();
  double largest = 0, worst = 0;
  size_t at = 0;
  for (size_t i = 0; i < w.size(); ++i) {
    if (std::isfinite(w[i])) largest = std::max(largest, std::fabs(double(w[i])));
    double difference =
        g[i] == w[i] || (std::isnan(g[i]) && std::isnan(w[i])) ? 0 : std::fabs(double(g[i]) - double(w[i]));
    if (std::isnan(difference)) difference = INFINITY;
    if (difference > worst) worst = difference, at = i;
  }
  const double allowed = type == DataType::Float ? std::max(tolerance * largest, kVanishing) : 0;
  EXPECT_LE(worst, allowed) << what << ": element " << at << " of " << to_string(want.dims) << " is " << g[at]
                            << ", not " << w[at] << "; relative " << worst / largest;
}

// The node that makes a tensor, with the shapes of its inputs.
std::string maker(const Graph& graph, const std::string& output) {
  for (const Node& node : graph.nodes)
    for (const std::string& name : node.outputs)
      if (name == output) {
        std::string text = node.op_type;
        for (const std::string& input : node.inputs)
          if (!input.empty()) text += " " + to_string(graph.shape(input));
        return text;
      }
  return "input";
}

}  // namespace

std::string TestGraph::input(const Shape& shape, DataType type) {
  const std::string name = "x" + std::to_string(graph_.inputs.size());
  graph_.set_value(name, type, shape);
  graph_.inputs.push_back(graph_.values[name]);
  return name;
}

std::string TestGraph::constant(Tensor tensor) {
  tensor.name = "c" + std::to_string(names_++);
  const std::string name = tensor.name;
  graph_.initializers[name] = std::move(tensor);
  return name;
}

std::string TestGraph::floats(const Shape& shape, float deviation) {
  Tensor tensor(DataType::Float, shape);
  std::normal_distribution<float> normal(0, deviation);
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.mutable_data<float>()[i] = normal(random_);
  return constant(std::move(tensor));
}

std::string TestGraph::integers(const Shape& shape, DataType type) {
  return constant(random_integers(shape, type, random_));
}

std::string TestGraph::int16s(const Shape& shape, int limit) {
  Tensor tensor(DataType::Int16, shape);
  for (int64_t i = 0; i < tensor.count(); ++i)
    tensor.mutable_data<int16_t>()[i] = int16_t(between(-limit, limit));
  return constant(std::move(tensor));
}

std::string TestGraph::add(Node node) {
  if (node.outputs.empty()) node.outputs = {""};
  for (std::string& output : node.outputs) output = "t" + std::to_string(names_++);
  node.name = node.op_type + "_" + node.outputs[0];
  std::vector<ops::InferContext::Input> inputs;
  for (const std::string& name : node.inputs) {
    if (name.empty()) {
      inputs.emplace_back();
    } else if (const Tensor* t = graph_.constant(name)) {
      inputs.push_back({t->type, t->dims, t});
    } else {
      inputs.push_back({graph_.type(name), graph_.shape(name), nullptr});
    }
  }
  const auto outputs = ops::infer(node, inputs);
  for (size_t i = 0; i < node.outputs.size(); ++i)
    graph_.set_value(node.outputs[i], outputs[i].type, outputs[i].shape.value());
  const std::string first = node.outputs[0];
  graph_.nodes.push_back(std::move(node));
  return first;
}

Graph TestGraph::finish(const std::vector<std::string>& outputs) {
  graph_.name = "test";
  graph_.outputs.clear();
  for (const std::string& name : outputs) graph_.outputs.push_back(graph_.values.at(name));
  return graph_;
}

void expect_on_chip(const Graph& graph, const std::string& what, const Expectation& e) {
  SCOPED_TRACE(what);
  try {
    CompiledStage compiled = compile_stage(graph, e.optimisation);
    for (const HostNode& host : compiled.host_nodes)
      FAIL() << what << ": " << host.op_type << " stays with the host: " << host.reason;
    const std::vector<Tensor> inputs = random_inputs(graph, e);
    const std::vector<Tensor> want = ops::interpret(graph, inputs);
    const std::filesystem::path path = write_program(std::move(compiled.stage));
    Execution run = simulate(path, inputs);
    // A graph may compute what nothing uses, a row that a Slice cuts off for one.
    std::erase_if(run.messages,
                  [](const std::string& m) { return m.find("unused result") != std::string::npos; });
    std::filesystem::remove(path);
    EXPECT_TRUE(run.messages.empty()) << what << ": " << testing::PrintToString(run.messages);
    ASSERT_EQ(run.outputs.size(), want.size()) << what;
    for (size_t i = 0; i < want.size(); ++i)
      compare(run.outputs[i], want[i], graph.outputs[i].type,
              what + ", " + maker(graph, graph.outputs[i].name), e.tolerance);
  } catch (const Error& error) {
    FAIL() << what << ": " << error.what() << " (" << error.where() << ")";
  }
}

std::string host_reasons(const Graph& graph) {
  std::string reasons;
  for (const HostNode& host : compile_stage(graph, 1).host_nodes)
    reasons += host.op_type + ": " + host.reason + "; ";
  return reasons;
}

}  // namespace quern::bm1684::test

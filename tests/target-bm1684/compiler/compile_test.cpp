// Properties of whole compilations: of networks that need tiles, groups and sharing of memory.
#include <gtest/gtest.h>
#include <random>

#include "allocation/local_memory.hpp"
#include "bmodel/write.hpp"
#include "program/batch.hpp"
#include "program/compile_stage.hpp"

namespace quern::bm1684 {
namespace {

class NetworkBuilder {
 public:
  explicit NetworkBuilder(Shape input) {
    ValueInfo x;
    x.name = "x";
    x.type = DataType::Float;
    x.shape = input;
    graph.inputs = {x};
    graph.set_value("x", DataType::Float, std::move(input));
  }

  std::string conv(const std::string& from, int64_t channels, int64_t kernel, int64_t stride = 1) {
    const Shape& x = graph.shape(from);
    quern::Tensor weights(DataType::Float, {channels, x[1], kernel, kernel});
    std::normal_distribution<float> normal(0, 0.1f);
    for (int64_t i = 0; i < weights.count(); ++i) weights.mutable_data<float>()[i] = normal(random_);
    const std::string w = graph.add_constant("w", weights);
    const int64_t pad = kernel / 2;
    const auto size = [&](int64_t s) { return (s + 2 * pad - kernel) / stride + 1; };
    Node& node = add("Conv", {from, w}, {x[0], channels, size(x[2]), size(x[3])});
    node.set("kernel_shape", Shape{kernel, kernel})
        .set("strides", Shape{stride, stride})
        .set("pads", Shape(4, pad));
    return node.outputs[0];
  }
  std::string apply(const std::string& op, const std::vector<std::string>& from) {
    return add(op, from, graph.shape(from[0])).outputs[0];
  }
  Graph finish(const std::string& output) {
    graph.outputs = {*graph.value(output)};
    return graph;
  }

  Graph graph;

 private:
  Node& add(const std::string& op, std::vector<std::string> inputs, Shape shape) {
    const std::string name = "t" + std::to_string(graph.nodes.size());
    graph.set_value(name, DataType::Float, std::move(shape));
    graph.nodes.emplace_back(op, std::move(inputs), std::vector<std::string>{name});
    return graph.nodes.back();
  }
  std::mt19937 random_{3};
};

// Too large for local memory in one piece, with a branch.
Graph branched(int64_t size) {
  NetworkBuilder b({1, 3, size, size});
  const std::string stem = b.apply("Relu", {b.conv("x", 32, 3)});
  const std::string left = b.conv(stem, 48, 3, 2), right = b.conv(stem, 48, 1, 2);
  const std::string sum = b.apply("Add", {left, right});
  return b.finish(b.conv(b.apply("Relu", {sum}), 80, 3));
}

std::string bytes_of(CompiledStage compiled) {
  bmodel::Model model;
  model.nets.emplace_back().name = "net";
  model.nets[0].stages.push_back(std::move(compiled.stage));
  std::string bytes;
  bmodel::write(model,
                [&](const void* data, size_t size) { bytes.append(static_cast<const char*>(data), size); });
  return bytes;
}

TEST(Compile, TheSameGraphIsTheSameFile) {
  for (const int optimisation : {0, 1, 2}) {
    const Graph graph = branched(300);
    EXPECT_EQ(bytes_of(compile_stage(graph, optimisation)), bytes_of(compile_stage(graph, optimisation)));
  }
}

TEST(Compile, SearchingMakesFewerGroups) {
  const Graph graph = branched(64);
  EXPECT_GT(compile_stage(graph, 0).groups, compile_stage(graph, 1).groups);
}

TEST(Compile, TheWorkIsThatOfTheGraph) {
  NetworkBuilder b({1, 8, 10, 10});
  const Graph graph = b.finish(b.conv("x", 16, 3));
  EXPECT_EQ(compile_stage(graph, 1).macs, int64_t(16) * 10 * 10 * 8 * 9);
}

TEST(Compile, WhatTheChipCannotDoIsNamed) {
  NetworkBuilder b({1, 4, 5, 5});
  const Graph graph = b.finish(b.apply("Acosh", {b.conv("x", 4, 1)}));
  const CompiledStage compiled = compile_stage(graph, 1);
  ASSERT_EQ(compiled.host_nodes.size(), 1u);
  EXPECT_EQ(compiled.host_nodes[0].op_type, "Acosh");
  ASSERT_EQ(compiled.stage.subnets.size(), 2u);
  EXPECT_EQ(compiled.stage.subnets[1].mode, bmodel::SubnetMode::Cpu);
  EXPECT_EQ(compiled.stage.subnets[1].operations[0].operation, bmodel::kGraphOperation);
}

// Whatever two buffers are needed at the same time never overlaps.
TEST(LocalMemory, LivingBuffersAreApart) {
  for (const int64_t size : {40, 150, 400}) {
    const Graph graph = branched(size);
    Network network;
    Translator(graph, network).run();
    const CostModel costs(network);
    std::vector<PlannedGroup> groups = partition(network, costs, 0, int(network.parts.size()), limits_of(1));
    TileSchedule schedule = make_schedule(network, costs, groups);
    while (const auto failed = place_buffers(schedule)) {
      const std::vector<PlannedGroup> others = replanned(network, costs, groups[*failed]);
      groups.erase(groups.begin() + std::ptrdiff_t(*failed));
      groups.insert(groups.begin() + std::ptrdiff_t(*failed), others.begin(), others.end());
      schedule = make_schedule(network, costs, groups);
    }
    EXPECT_GT(schedule.steps.size(), 0u);
    for (size_t i = 0; i < schedule.buffers.size(); ++i)
      for (size_t j = 0; j < i; ++j) {
        const Buffer &a = schedule.buffers[i], &b = schedule.buffers[j];
        const bool together = a.first <= b.last && b.first <= a.last;
        const bool overlap = a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
        ASSERT_FALSE(together && overlap) << "buffers " << j << " and " << i;
        ASSERT_LE(a.offset + a.bytes, int64_t(kLaneBytes));
      }
  }
}

TEST(Batch, ShapesFollow) {
  NetworkBuilder b({1, 4, 6, 6});
  const std::string conv = b.conv("x", 8, 3);
  b.graph.add_constant("shape", quern::Tensor::from(std::vector<int64_t>{1, 288}));
  b.graph.set_value("flat", DataType::Float, {1, 288});
  b.graph.nodes.emplace_back("Reshape", std::vector<std::string>{conv, "shape"},
                             std::vector<std::string>{"flat"});
  const Graph graph = with_batch(b.finish("flat"), 5);
  EXPECT_EQ(graph.shape(conv), (Shape{5, 8, 6, 6}));
  EXPECT_EQ(graph.shape("flat"), (Shape{5, 288}));
}

// Windows of a picture, a constant in front of every image.
TEST(Batch, OtherThingsMayStandBehindTheBatch) {
  NetworkBuilder b({1, 4, 6, 6});
  const std::string conv = b.conv("x", 8, 3);
  b.graph.add_constant("windows", quern::Tensor::from(std::vector<int64_t>{4, 2, 36}));
  b.graph.set_value("cut", DataType::Float, {4, 2, 36});
  b.graph.nodes.emplace_back("Reshape", std::vector<std::string>{conv, "windows"},
                             std::vector<std::string>{"cut"});
  b.graph.add_constant("tokens", quern::Tensor::from(std::vector<int64_t>{1, 8, 36}));
  b.graph.set_value("back", DataType::Float, {1, 8, 36});
  b.graph.nodes.emplace_back("Reshape", std::vector<std::string>{"cut", "tokens"},
                             std::vector<std::string>{"back"});
  b.graph.add_constant("class", quern::Tensor::from(std::vector<float>(36, 0.5f), {1, 1, 36}));
  b.graph.set_value("joined", DataType::Float, {1, 9, 36});
  Node concat("Concat", {"class", "back"}, {"joined"});
  b.graph.nodes.push_back(concat.set("axis", int64_t(1)));
  const Graph graph = with_batch(b.finish("joined"), 3);
  EXPECT_EQ(graph.shape("cut"), (Shape{12, 2, 36}));
  EXPECT_EQ(graph.shape("joined"), (Shape{3, 9, 36}));
}

// With windows in the axis of the images, a Transpose would mix images.
TEST(Batch, ImagesAreNeverMixed) {
  NetworkBuilder b({1, 4, 6, 6});
  const std::string conv = b.conv("x", 8, 3);
  b.graph.add_constant("windows", quern::Tensor::from(std::vector<int64_t>{4, 2, 36}));
  b.graph.set_value("cut", DataType::Float, {4, 2, 36});
  b.graph.nodes.emplace_back("Reshape", std::vector<std::string>{conv, "windows"},
                             std::vector<std::string>{"cut"});
  b.graph.set_value("turned", DataType::Float, {2, 4, 36});
  Node turn("Transpose", {"cut"}, {"turned"});
  b.graph.nodes.push_back(turn.set("perm", std::vector<int64_t>{1, 0, 2}));
  EXPECT_THROW((void)with_batch(b.finish("turned"), 3), UnsupportedError);
}

TEST(Batch, ImpossibleBatchesAreRefusedByName) {
  NetworkBuilder b({1, 4, 6, 6});
  const std::string image = b.conv("x", 8, 3), conv = "turned";
  b.graph.set_value(conv, DataType::Float, {8, 1, 6, 6});
  Node turn("Transpose", {image}, {conv});
  b.graph.nodes.push_back(turn.set("perm", std::vector<int64_t>{1, 0, 2, 3}));
  b.graph.add_constant("shape", quern::Tensor::from(std::vector<int64_t>{2, 144}));
  b.graph.set_value("flat", DataType::Float, {2, 144});
  b.graph.nodes.emplace_back("Reshape", std::vector<std::string>{conv, "shape"},
                             std::vector<std::string>{"flat"});
  try {
    (void)with_batch(b.finish("flat"), 5);
    FAIL();
  } catch (const UnsupportedError& e) {
    EXPECT_NE(std::string(e.what()).find("batch 5"), std::string::npos);
    EXPECT_NE(e.where().find("flat"), std::string::npos);
  }
}

}  // namespace
}  // namespace quern::bm1684

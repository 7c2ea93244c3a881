#include <algorithm>

#include "harness.hpp"

namespace quern::cpu::test {
namespace {

Model small_network() {
  ModelBuilder b;
  b.input("x", {1, 6, 9, 9})
      .weights("w1", {8, 6, 3, 3})
      .weights("w2", {8, 8, 1, 1})
      .integers("flat", {1, -1});
  b.node("Conv", {"x", "w1"}, {"c1"});
  b.node("Relu", {"c1"}, {"r1"});
  b.node("Conv", {"r1", "w2"}, {"c2"});
  b.node("Add", {"c2", "r1"}, {"s"});
  b.node("Relu", {"s"}, {"r2"});
  b.node("Transpose", {"r2"}, {"t"}).set("perm", Shape{0, 3, 2, 1});
  b.node("Reshape", {"t", "flat"}, {"y"});
  return b.build();
}

// All tensors by the reference kernels, by making every tensor an output.
Tensors all_tensors(Model model, const Tensors& inputs) {
  for (const Node& node : model.graph.nodes)
    if (!model.graph.is_output(node.outputs[0])) {
      ValueInfo info;
      info.name = node.outputs[0];
      model.graph.outputs.push_back(info);
    }
  return reference(model, inputs);
}

// Also those that fusion would hide, those that are only other names for the same bytes, inputs and weights.
TEST(Observer, SeesEveryTensorInRowMajorOrder) {
  const Model model = small_network();
  const Tensors inputs = random_inputs(model);
  Tensors expected = all_tensors(model, inputs);
  expected["x"] = inputs.at("x");
  expected["w2"] = *model.graph.constant("w2");
  PlanOptions options;
  for (const auto& [name, tensor] : expected) options.observe.push_back(name);
  Session session(model, options);
  Tensors seen;
  run(session, inputs, &seen);
  ASSERT_EQ(seen.size(), expected.size());
  for (const auto& [name, tensor] : expected) expect_close(seen.at(name), tensor, 1e-5, name);
}

TEST(Observer, UnorderedHasTheSameElements) {
  const Model model = small_network();
  const Tensors inputs = random_inputs(model);
  PlanOptions options;
  options.observe = {"c1", "s", "t"};
  options.observe_unordered = true;
  Session session(model, options);
  Tensors seen;
  run(session, inputs, &seen);
  const Tensors expected = all_tensors(model, inputs);
  for (const std::string& name : options.observe) {
    std::vector<float> a = seen.at(name).to_float(), b = expected.at(name).to_float();
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    ASSERT_EQ(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-4) << name;
  }
}

TEST(Observer, DoesNotChangeTheOutputs) {
  const Model model = small_network();
  const Tensors inputs = random_inputs(model);
  PlanOptions options;
  options.observe = {"r2", "t"};
  EXPECT_TRUE(same_bytes(run(model, inputs, options).at("y"), run(model, inputs).at("y")));
}

TEST(Observer, MayBeAbsent) {
  const Model model = small_network();
  PlanOptions options;
  options.observe = {"c1"};
  Session session(model, options);
  EXPECT_EQ(run(session, random_inputs(model), nullptr).size(), 1u);
}

TEST(Observer, UnknownTensor) {
  PlanOptions options;
  options.observe = {"c1", "nonsense"};
  try {
    Session(small_network(), options);
    FAIL() << "there is no such tensor";
  } catch (const Error& e) {
    EXPECT_EQ(e.status(), QUERN_ERROR_ARGUMENT);
    EXPECT_NE(std::string(e.what()).find("\"nonsense\""), std::string::npos) << e.what();
  }
}

TEST(Observer, DynamicAndIntegerTensors) {
  ModelBuilder b;
  b.input("x", {3, 5});
  b.node("Relu", {"x"}, {"r"});
  b.node("NonZero", {"r"}, {"n"});
  b.node("Neg", {"n"}, {"y"});
  const Model model = b.build();
  PlanOptions options;
  options.observe = {"n"};
  Session session(model, options);
  Tensors seen;
  const Tensors inputs = random_inputs(model);
  run(session, inputs, &seen);
  EXPECT_TRUE(same_bytes(seen.at("n"), all_tensors(model, inputs).at("n")));
}

}  // namespace
}  // namespace quern::cpu::test

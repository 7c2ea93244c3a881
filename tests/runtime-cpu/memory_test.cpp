#include <algorithm>

#include "harness.hpp"

namespace quern::cpu::test {
namespace {

// A chain needs two places however long it is; sigmoids are computed in place.
TEST(Memory, ChainsReusePlaces) {
  ModelBuilder b;
  b.input("t0", {1, 16, 32, 32}).weights("w", {16, 16, 1, 1});
  const std::vector<std::string> names{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  for (int i = 0; i < 10; ++i) {
    const std::string from = i == 0 ? "t0" : names[size_t(i) - 1], to = names[size_t(i)];
    if (i % 2)
      b.node("Softmax", {from}, {to}).set("axis", int64_t(1));
    else
      b.node("Conv", {from, "w"}, {to});
  }
  const Model model = b.build();
  const PlanOptions options;
  Plan plan = Planner(model.graph, options).build();
  allocate_memory(plan);
  const size_t tensor = 16 * 32 * 32 * sizeof(float);
  EXPECT_LE(plan.arena.size(), 2 * tensor + (64 << 10));
  expect_like_reference(model);
}

// Whatever two steps need at the same time never overlaps.
TEST(Memory, LivingValuesAreApart) {
  ModelBuilder b;
  b.input("x", {1, 8, 12, 12}).weights("w", {8, 8, 3, 3});
  std::string last = "x";
  for (int i = 0; i < 6; ++i) {
    const std::string n = std::to_string(i);
    b.node("Conv", {last, "w"}, {"c" + n}).set("pads", Shape{1, 1, 1, 1});
    b.node("MaxPool", {last}, {"m" + n}).set("kernel_shape", Shape{3, 3}).set("pads", Shape{1, 1, 1, 1});
    b.node("Mul", {"c" + n, "m" + n}, {"s" + n});
    b.node("Tanh", {"s" + n}, {"t" + n});
    b.node("Add", {"t" + n, last}, {"a" + n});
    last = "a" + n;
  }
  const Model model = b.build();
  const PlanOptions options;
  Plan plan = Planner(model.graph, options).build();
  allocate_memory(plan);

  std::map<Value*, std::pair<size_t, size_t>> lives;
  const auto touch = [&](Value* value, size_t step) {
    if (value->storage != Storage::Arena) return;
    auto [it, is_new] = lives.emplace(&value->root(), std::pair(step, step));
    it->second.second = std::max(it->second.second, step);
  };
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    for (Value* value : plan.steps[i]->reads) touch(value, i);
    for (Value* value : plan.steps[i]->writes) touch(value, i);
  }
  for (const auto& [a, a_life] : lives)
    for (const auto& [b_value, b_life] : lives) {
      if (a == b_value || a_life.second < b_life.first || b_life.second < a_life.first) continue;
      EXPECT_TRUE(a->data + a->bytes() <= b_value->data || b_value->data + b_value->bytes() <= a->data)
          << a->name << " and " << b_value->name;
    }
  // Six convolutions and products in a row amplify rounding; overwritten values would be far off.
  expect_like_reference(model, 1e-3);
}

// An input that is also an output, a constant output, and a tensor that goes out under two names.
TEST(Memory, OutputsOfEveryKind) {
  ModelBuilder b;
  b.input("x", {2, 3, 4, 5}).weights("k", {3}).integers("s", {6, 20}).output("x").output("k").output("r");
  b.node("Relu", {"x"}, {"r"});
  b.node("Reshape", {"r", "s"}, {"v"});
  b.node("Tanh", {"r"}, {"t"});
  expect_like_reference(b.build());
}

TEST(Memory, RunsDoNotDisturbEachOther) {
  ModelBuilder b;
  b.input("x", {1, 4, 6, 6}).weights("w", {4, 4, 3, 3});
  b.node("Relu", {"x"}, {"r"});
  b.node("Conv", {"r", "w"}, {"c"});
  b.node("Sigmoid", {"c"}, {"y"});
  const Model model = b.build();
  Session session(model, {});
  const Tensors first = run(session, random_inputs(model, 1));
  run(session, random_inputs(model, 2));
  EXPECT_TRUE(same_bytes(run(session, random_inputs(model, 1)).at("y"), first.at("y")));
}

}  // namespace
}  // namespace quern::cpu::test

#include <gmock/gmock.h>
#include <thread>

#include "harness.hpp"

namespace quern::cpu::test {
namespace {

using testing::HasSubstr;

Model two_inputs() {
  ModelBuilder b;
  b.input("image", {1, 3, 8, 8}).input("mask", DataType::Uint8, {4}).weights("w", {5, 3, 3, 3});
  b.node("Conv", {"image", "w"}, {"y"});
  b.node("Add", {"mask", "mask"}, {"z"});
  return b.build();
}

// What the session says about inputs that do not fit.
std::string complaint(const Model& model, const Tensors& inputs) {
  Session session(model, {});
  try {
    run(session, inputs);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

TEST(SessionInputs, AreChecked) {
  const Model model = two_inputs();
  Tensors good = random_inputs(model);
  EXPECT_EQ(complaint(model, good), "");

  Tensors inputs = good;
  inputs.erase("mask");
  EXPECT_THAT(complaint(model, inputs), HasSubstr("input \"mask\" must be uint8 4, but nothing was given"));
  inputs = good;
  inputs["image"] = Tensor(DataType::Float, {1, 3, 8, 9});
  EXPECT_THAT(complaint(model, inputs),
              HasSubstr("input \"image\" must be float32 1x3x8x8, but float32 1x3x8x9 was given"));
  inputs["image"] = Tensor(DataType::Float, {3, 8, 8});
  EXPECT_THAT(complaint(model, inputs), HasSubstr("3x8x8 was given"));
  inputs["image"] = Tensor(DataType::Int8, {1, 3, 8, 8});
  EXPECT_THAT(complaint(model, inputs), HasSubstr("but int8 1x3x8x8 was given"));
  inputs = good;
  inputs["unused"] = Tensor(DataType::Float, {1});
  EXPECT_EQ(complaint(model, inputs), "");
}

TEST(SessionInputs, SizeMustAgreeWithTheShape) {
  const Model model = two_inputs();
  Session session(model, {});
  const Tensors inputs = random_inputs(model);
  std::vector<quern_tensor> given;
  for (const auto& [name, t] : inputs)
    given.push_back({sizeof(quern_tensor), int32_t(t.type), name.c_str(), t.dims.data(), t.dims.size(),
                     t.blob.data(), t.byte_size() - 1});
  const quern_tensor_sink outputs{sizeof(quern_tensor_sink), nullptr, [](void*, const quern_tensor*) {}};
  EXPECT_THROW(session.run(given, outputs, nullptr), InputError);
}

TEST(SessionModel, TensorThatNothingMakes) {
  ModelBuilder b;
  b.input("x", {2});
  b.node("Add", {"x", "ghost"}, {"y"});
  EXPECT_THROW(Session(b.build(), {}), InputError);
}

// Sessions in two threads of the caller, each with one thread of its own, and both with two.
TEST(SessionThreads, RunSideBySide) {
  ModelBuilder b;
  b.input("x", {1, 16, 20, 20}).weights("w", {16, 16, 3, 3}).weights("m", {16, 10});
  b.node("Conv", {"x", "w"}, {"c"});
  b.node("GlobalAveragePool", {"c"}, {"g"});
  b.integers("flat", {1, 16});
  b.node("Reshape", {"g", "flat"}, {"f"});
  b.node("MatMul", {"f", "m"}, {"y"});
  const Model model = b.build();
  for (const int threads : {1, 2}) {
    PlanOptions options;
    options.threads = threads;
    std::vector<Tensors> expected;
    for (unsigned seed = 0; seed < 8; ++seed) expected.push_back(run(model, random_inputs(model, seed)));
    std::vector<int> wrong(2, 0);
    std::vector<std::thread> workers;
    for (size_t worker = 0; worker < 2; ++worker)
      workers.emplace_back([&, worker] {
        Session session(model, options);
        for (int repeat = 0; repeat < 20; ++repeat)
          for (unsigned seed = 0; seed < 8; ++seed)
            wrong[worker] +=
                !same_bytes(run(session, random_inputs(model, seed)).at("y"), expected[seed].at("y"));
      });
    for (std::thread& worker : workers) worker.join();
    EXPECT_EQ(wrong, (std::vector<int>{0, 0})) << threads << " threads each";
  }
}

}  // namespace
}  // namespace quern::cpu::test

// Models that ask for the impossible are refused with an error, before anything is allocated.
#include <limits>
#include <memory>

#include "run_operator.hpp"

namespace quern::test {
namespace {

constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
constexpr int64_t kHuge = int64_t(1) << 40;

TEST(Hostile, AbsurdSizes) {
  const Tensor x = floats({1, 2});
  EXPECT_INPUT_ERROR(run("Tile", {x, ints({kHighest})}));
  EXPECT_INPUT_ERROR(run("Tile", {x, ints({kHuge})}));
  EXPECT_INPUT_ERROR(run("Expand", {floats({1}), ints({kHuge})}));
  EXPECT_INPUT_ERROR(run("ConstantOfShape", {ints({kHuge, kHuge})}));
  EXPECT_INPUT_ERROR(run("ConstantOfShape", {ints({int64_t(1) << 31, 2})}));
  EXPECT_INPUT_ERROR(run("Pad", {x, ints({kHighest, kHighest})}));
  EXPECT_INPUT_ERROR(run("Pad", {x, ints({kHuge, 0})}));
  EXPECT_INPUT_ERROR(run("Pad", {x, ints({kLowest, kLowest})}));
  EXPECT_INPUT_ERROR(run("OneHot", {ints({1}), ints({kHuge}), ints({0, 1})}));
}

TEST(Hostile, AbsurdRanges) {
  const auto one = [](int64_t v) { return ints({v}, {}); };
  EXPECT_INPUT_ERROR(run("Range", {one(kLowest), one(kHighest), one(1)}));
  EXPECT_INPUT_ERROR(run("Range", {one(kHighest), one(kLowest), one(-1)}));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_INPUT_ERROR(run("Range", {floats({0}, {}), floats({1e30f}, {}), floats({1e-30f}, {})}));
  EXPECT_INPUT_ERROR(run("Range", {floats({0}, {}), floats({nan}, {}), floats({1}, {})}));
}

TEST(Hostile, BroadcastThatExplodes) {
  const Tensor column(DataType::Int8, {1 << 20, 1}), row(DataType::Int8, {1, 1 << 20});
  EXPECT_INPUT_ERROR(run("Add", {column, row}));
  EXPECT_INPUT_ERROR(run("Where", {Tensor(DataType::Bool, {1}), column, row}));
}

TEST(Hostile, EmptyTensorsWithHugeDimensions) {
  const Tensor x(DataType::Float, {0, kHighest, kHighest});
  EXPECT_EQ(run("Relu", {x}).count(), 0);
  EXPECT_EQ(run("Transpose", {x}).count(), 0);
  EXPECT_EQ(run("Add", {x, floats({1})}).count(), 0);
  EXPECT_EQ(run("Slice", {x, ints({0}), ints({1}), ints({2})}).count(), 0);
  EXPECT_EQ(run("ReduceSum", {x, ints({1, 2})}).count(), 0);
  EXPECT_EQ(run("Concat", {x, x}, {integer("axis", 0)}).count(), 0);
  EXPECT_INPUT_ERROR(run("Concat", {x, x}, {integer("axis", 1)}));
  EXPECT_INPUT_ERROR(run("ReduceMax", {x}, {attribute("axes", std::vector<int64_t>{0})}));
}

TEST(Hostile, InferenceRefusesOverflow) {
  const Tensor repeats = ints({kHighest, 1});
  EXPECT_INPUT_ERROR(infer(make_node("Tile", 2), {shaped({2, 2}), known(repeats)}));
  EXPECT_INPUT_ERROR(infer(make_node("Flatten", 1, {integer("axis", 2)}), {shaped({kHighest, kHighest})}));
  EXPECT_INPUT_ERROR(
      infer(make_node("Concat", 2, {integer("axis", 0)}), {shaped({kHighest}), shaped({kHighest})}));
  EXPECT_INPUT_ERROR(
      infer(make_node("DepthToSpace", 1, {integer("blocksize", 2)}), {shaped({1, 4, kHighest, 1})}));
}

TEST(Hostile, MissingInputsAndWrongAttributes) {
  EXPECT_INPUT_ERROR(run("Add", {floats({1})}));
  EXPECT_INPUT_ERROR(run("Where", {bools({true})}));
  EXPECT_INPUT_ERROR(run("Max", {}));
  EXPECT_INPUT_ERROR(run("Concat", {}, {integer("axis", 0)}));
  EXPECT_INPUT_ERROR(run("Gather", {floats({1}), Tensor()}));
  EXPECT_INPUT_ERROR(run("Softmax", {floats({1})}, {attribute("axis", 1.0f)}));
  EXPECT_INPUT_ERROR(run("LeakyRelu", {floats({1})}, {integer("alpha", 1)}));
  EXPECT_INPUT_ERROR(run("CumSum", {floats({1}), ints({}, {0})}));
  EXPECT_INPUT_ERROR(run("Trilu", {floats({1}, {1, 1}), ints({}, {0})}));
  EXPECT_INPUT_ERROR(run("Dropout", {}));
}

// Every operator meets inputs of every kind that it does not expect. Nothing but an Error may come out, and
// no memory error: the sanitizer build runs this too.
TEST(Hostile, EveryOperatorSurvivesArbitraryInputs) {
  Tensor text(DataType::String, {2});
  const std::vector<Tensor> samples = {Tensor(),
                                       floats({1, -2, 3}),
                                       floats({1}, {}),
                                       floats({}, {0, 2}),
                                       floats({1, 2, 3, 4}, {2, 2}),
                                       floats({1, 2, 3, 4}, {1, 4, 1, 1}),
                                       ints({0, 1}),
                                       ints({-1, 5, kHighest}),
                                       ints({kLowest}),
                                       ints({kHuge}, {}),
                                       bools({true, false}),
                                       text,
                                       Tensor(DataType::Complex64, {2})};
  const std::vector<std::vector<Attribute>> attribute_sets = {
      {},
      {integer("axis", 0)},
      {integer("axis", -7)},
      {integer("axis", kLowest), integer("blocksize", kHighest), integer("to", kHuge)},
      {integer("axis", 1), integer("blocksize", 2), integer("to", 7), integer("k", kHighest),
       integer("keepdims", 0)},
      {attribute("axes", std::vector<int64_t>{0, 0}), attribute("perm", std::vector<int64_t>{9, -9})}};
  size_t runs = 0;
  for (const ops::Operator* op : ops::all())
    for (const auto& attributes : attribute_sets)
      for (size_t a = 0; a < samples.size(); ++a)
        for (size_t b = 0; b < samples.size(); ++b) {
          const Tensor& third = samples[(a + 2 * b + 1) % samples.size()];
          try {
            (void)run_all(std::string(op->name), {samples[a], samples[b], third}, attributes, 3,
                          std::string(op->domain));
          } catch (const Error&) {
            // Refused, as it should be.
          }
          ++runs;
        }
  EXPECT_GT(runs, size_t(10000));
}

}  // namespace
}  // namespace quern::test

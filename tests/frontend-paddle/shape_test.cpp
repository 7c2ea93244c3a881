// Operators that move, cut and repeat elements.
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;
using Longs = std::vector<int64_t>;

TEST(Reshape, KnowsZeroAndMinusOne) {
  const Tensor x = counting({2, 3, 4});
  expect_tensor(run_unary("reshape2", x, {{"shape", Ints{0, -1}}}), {2, 12}, x.to_float());
  expect_tensor(run_unary("reshape", x, {{"shape", Ints{4, 6}}}), {4, 6}, x.to_float());
}

TEST(Reshape, TakesItsShapeFromTensors) {
  const Tensor x = counting({2, 6});
  ProgramBuilder whole;
  whole.input("x", {2, 6}).parameter("s", Tensor::from<int32_t>({3, 4}));
  whole.op("reshape2", {{"X", {"x"}}, {"Shape", {"s"}}}, {{"Out", {"y"}}, {"XShape", {"xs"}}},
           {{"shape", Ints{1}}});
  expect_tensor(run(whole.output("y"), {x}), {3, 4}, x.to_float());
  // The usual chain: shape, one element of it, and a constant.
  ProgramBuilder parts;
  parts.input("x", {2, 6}).op("shape", {{"Input", {"x"}}}, {{"Out", {"dims"}}});
  parts.op("slice", {{"Input", {"dims"}}}, {{"Out", {"n"}}},
           {{"axes", Ints{0}}, {"starts", Ints{0}}, {"ends", Ints{1}}, {"decrease_axis", Ints{0}}});
  parts.declare("n", {1}, DataType::Int32);
  parts.op("fill_constant", {}, {{"Out", {"rest"}}}, {{"shape", Longs{1}}, {"value", -1.0f}, {"dtype", 2}});
  parts.op("reshape2", {{"X", {"x"}}, {"ShapeTensor", {"n", "rest"}}}, {{"Out", {"y"}}},
           {{"shape", Ints{-1, -1}}});
  expect_tensor(run(parts.output("y"), {x}), {2, 6}, x.to_float());
}

TEST(Squeeze, DropsAxesOfSizeOne) {
  const Tensor x = counting({1, 3, 1, 2});
  EXPECT_EQ(run_unary("squeeze2", x, {{"axes", Ints{0, -2}}}).dims, (Shape{3, 2}));
  EXPECT_EQ(run_unary("squeeze2", x, {{"axes", Ints{}}}).dims, (Shape{3, 2}));
  EXPECT_EQ(run_unary("squeeze", x, {{"axes", Ints{1, 2}}}).dims, (Shape{1, 3, 2}));
}

TEST(Unsqueeze, AddsAxesOneAfterTheOther) {
  EXPECT_EQ(run_unary("unsqueeze2", counting({2, 3}), {{"axes", Ints{0, 2}}}).dims, (Shape{1, 2, 1, 3}));
  EXPECT_EQ(run_unary("unsqueeze2", counting({2, 3}), {{"axes", Ints{-1}}}).dims, (Shape{2, 3, 1}));
}

TEST(Flatten, OfRowsAndRanges) {
  const Tensor x = counting({2, 3, 4, 5});
  EXPECT_EQ(run_unary("flatten2", x, {{"axis", 2}}).dims, (Shape{6, 20}));
  EXPECT_EQ(run_unary("flatten", x, {{"axis", 0}}).dims, (Shape{1, 120}));
  EXPECT_EQ(run_unary("flatten_contiguous_range", x, {{"start_axis", 1}, {"stop_axis", 2}}).dims,
            (Shape{2, 12, 5}));
  EXPECT_EQ(run_unary("flatten_contiguous_range", x, {{"start_axis", -3}, {"stop_axis", -1}}).dims,
            (Shape{2, 60}));
}

TEST(Transpose, OrdersAxes) {
  const Tensor x = counting({2, 3, 4});
  expect_tensor(run_unary("transpose2", x, {{"axis", Ints{2, 0, 1}}}), {4, 2, 3},
                computed({4, 2, 3}, [&](const Shape& i) {
                  return at(x, {i[1], i[2], i[0]});
                }));
}

TEST(Flip, TurnsAxesAround) {
  const Tensor x = counting({2, 3, 4});
  expect_tensor(run_unary("flip", x, {{"axis", Ints{1, -1}}}), {2, 3, 4},
                computed({2, 3, 4}, [&](const Shape& i) {
                  return at(x, {i[0], 2 - i[1], 3 - i[2]});
                }));
}

TEST(Roll, MovesAroundTheEnd) {
  const Tensor x = counting({3, 5});
  expect_near(run_unary("roll", x, {{"shifts", Longs{1, -2}}, {"axis", Longs{0, 1}}}),
              computed({3, 5}, [&](const Shape& i) {
                return at(x, {(i[0] + 2) % 3, (i[1] + 2) % 5});
              }));
  expect_near(run_unary("roll", x, {{"shifts", Longs{4}}, {"axis", Longs{}}}),
              computed({3, 5}, [&](const Shape& i) { return (i[0] * 5 + i[1] + 11) % 15; }));
}

TEST(Slice, CutsAndDropsAxes) {
  const Tensor x = counting({4, 5, 6});
  expect_tensor(
      run_unary("slice", x, {{"axes", Ints{0, 2}}, {"starts", Ints{1, -4}}, {"ends", Ints{3, 100}}}, "Input"),
      {2, 5, 4}, computed({2, 5, 4}, [&](const Shape& i) {
        return at(x, {i[0] + 1, i[1], i[2] + 2});
      }));
  expect_tensor(
      run_unary("slice", x,
                {{"axes", Ints{1}}, {"starts", Ints{2}}, {"ends", Ints{3}}, {"decrease_axis", Ints{1}}},
                "Input"),
      {4, 6}, computed({4, 6}, [&](const Shape& i) {
        return at(x, {i[0], 2, i[1]});
      }));
}

TEST(Slice, TakesItsBoundsFromTensors) {
  const Tensor x = counting({7});
  ProgramBuilder program;
  program.input("x", {7})
      .parameter("a", Tensor::from<int32_t>({2}))
      .parameter("b", Tensor::from<int64_t>({5}));
  program.op("slice", {{"Input", {"x"}}, {"StartsTensor", {"a"}}, {"EndsTensorList", {"b"}}},
             {{"Out", {"y"}}}, {{"axes", Ints{0}}, {"starts", Ints{-1}}, {"ends", Ints{-1}}});
  expect_near(run(program.output("y"), {x}), {2, 3, 4});
}

TEST(Slice, TakesItsBoundsFromVariableAttributes) {
  const Tensor x = counting({7});
  ProgramBuilder program;
  program.input("x", {7}).parameter("a", Tensor::from<int32_t>({3}));
  program.op("slice", {{"Input", {"x"}}}, {{"Out", {"y"}}},
             {{"axes", Ints{0}}, {"starts", VariableList{{"a"}}}, {"ends", Ints{6}}});
  expect_near(run(program.output("y"), {x}), {3, 4, 5});
}

TEST(StridedSlice, RunsInSteps) {
  const Tensor x = counting({9, 4});
  expect_tensor(
      run_unary(
          "strided_slice", x,
          {{"axes", Ints{0, 1}}, {"starts", Ints{7, 0}}, {"ends", Ints{0, 4}}, {"strides", Ints{-3, 2}}},
          "Input"),
      {3, 2}, computed({3, 2}, [&](const Shape& i) {
        return at(x, {7 - 3 * i[0], 2 * i[1]});
      }));
}

TEST(Crop, CutsABox) {
  const Tensor x = counting({4, 5});
  expect_tensor(run_unary("crop_tensor", x, {{"shape", Ints{2, -1}}, {"offsets", Ints{1, 2}}}), {2, 3},
                computed({2, 3}, [&](const Shape& i) {
                  return at(x, {i[0] + 1, i[1] + 2});
                }));
  EXPECT_THAT(error_of([&] {
                run_unary("crop", x, {{"shape", Ints{2, 5}}, {"offsets", Ints{3, 0}}});
              }),
              testing::HasSubstr("over its edge"));
}

ProgramBuilder joining(const std::string& type, const Attributes& attributes, const std::string& result) {
  ProgramBuilder program;
  program.input("a", {2, 3}).input("b", {2, 3});
  return program.op(type, {{"X", {"a", "b"}}}, {{result, {"y"}}}, attributes).output("y");
}

TEST(Concat, JoinsAlongAnAxis) {
  const Tensor a = sample({2, 3}, 1), b = sample({2, 3}, 2);
  expect_tensor(run(joining("concat", {{"axis", -1}}, "Out"), {a, b}), {2, 6},
                computed({2, 6}, [&](const Shape& i) {
                  return at(i[1] < 3 ? a : b, {i[0], i[1] % 3});
                }));
  expect_tensor(run(joining("stack", {{"axis", 1}}, "Y"), {a, b}), {2, 2, 3},
                computed({2, 2, 3}, [&](const Shape& i) {
                  return at(i[1] == 0 ? a : b, {i[0], i[2]});
                }));
  EXPECT_EQ(run(joining("stack", {{"axis", -1}}, "Y"), {a, b}).dims, (Shape{2, 3, 2}));
}

std::vector<Tensor> take_apart(const std::string& type, const Tensor& x, const std::string& slot,
                               size_t outputs, const Attributes& attributes) {
  ProgramBuilder program;
  program.input("x", x.dims);
  std::vector<std::string> names;
  for (size_t i = 0; i < outputs; ++i) names.push_back("part" + std::to_string(i));
  program.op(type, {{"X", {"x"}}}, {{slot, names}}, attributes);
  for (const std::string& name : names) program.output(name);
  return run_all(program, {x});
}

TEST(Split, IntoEqualPartsOrSections) {
  const Tensor x = counting({2, 6});
  const std::vector<Tensor> equal = take_apart("split", x, "Out", 3, {{"num", 3}, {"axis", 1}});
  for (int64_t k = 0; k < 3; ++k)
    expect_tensor(equal[size_t(k)], {2, 2}, computed({2, 2}, [&](const Shape& i) {
                    return at(x, {i[0], i[1] + 2 * k});
                  }));
  const std::vector<Tensor> sections =
      take_apart("split", x, "Out", 3, {{"sections", Ints{1, -1, 2}}, {"num", 0}, {"axis", -1}});
  EXPECT_EQ(sections[0].dims, (Shape{2, 1}));
  expect_tensor(sections[1], {2, 3}, computed({2, 3}, [&](const Shape& i) {
                  return at(x, {i[0], i[1] + 1});
                }));
  EXPECT_EQ(sections[2].dims, (Shape{2, 2}));
}

TEST(Unstack, GivesOneOutputPerCell) {
  const Tensor x = counting({2, 3, 4});
  for (const auto& [type, slot] : {std::pair("unstack", "Y"), {"unbind", "Out"}}) {
    const std::vector<Tensor> parts = take_apart(type, x, slot, 3, {{"axis", 1}, {"num", 3}});
    for (int64_t k = 0; k < 3; ++k)
      expect_tensor(parts[size_t(k)], {2, 4}, computed({2, 4}, [&](const Shape& i) {
                      return at(x, {i[0], k, i[1]});
                    }));
  }
}

TEST(Expand, RepeatsOrBroadcasts) {
  const Tensor x = counting({2, 1, 3});
  expect_tensor(run_unary("expand", x, {{"expand_times", Ints{1, 2, 2}}}), {2, 2, 6},
                computed({2, 2, 6}, [&](const Shape& i) {
                  return at(x, {i[0], 0, i[2] % 3});
                }));
  expect_tensor(run_unary("tile", x, {{"repeat_times", Ints{2, 1, 1, 2}}}), {2, 2, 1, 6},
                computed({2, 2, 1, 6}, [&](const Shape& i) {
                  return at(x, {i[1], 0, i[3] % 3});
                }));
  expect_tensor(run_unary("tile", x, {{"repeat_times", Ints{2}}}), {2, 1, 6},
                computed({2, 1, 6}, [&](const Shape& i) {
                  return at(x, {i[0], 0, i[2] % 3});
                }));
  expect_tensor(run_unary("expand_v2", x, {{"shape", Ints{4, -1, 5, 3}}}), {4, 2, 5, 3},
                computed({4, 2, 5, 3}, [&](const Shape& i) {
                  return at(x, {i[1], 0, i[3]});
                }));
}

TEST(ExpandAs, FollowsAnotherTensor) {
  const Tensor x = counting({2, 1}), like = counting({2, 4});
  ProgramBuilder program;
  program.input("x", {2, 1}).input("like", {2, 4});
  program.op("expand_as_v2", {{"X", {"x"}}, {"Y", {"like"}}}, {{"Out", {"y"}}}).output("y");
  expect_tensor(run(program, {x, like}), {2, 4}, {0, 0, 0, 0, 1, 1, 1, 1});
  expect_tensor(run_unary("expand_as", x, {{"target_shape", Ints{4, 3}}}), {4, 3},
                {0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1});
}

TEST(Meshgrid, SpansAGrid) {
  ProgramBuilder program;
  program.input("a", {2}).input("b", {3});
  program.op("meshgrid", {{"X", {"a", "b"}}}, {{"Out", {"y", "z"}}}).output("y").output("z");
  const std::vector<Tensor> grids =
      run_all(program, {Tensor::from<float>({1, 2}), Tensor::from<float>({5, 6, 7})});
  expect_tensor(grids[0], {2, 3}, {1, 1, 1, 2, 2, 2});
  expect_tensor(grids[1], {2, 3}, {5, 6, 7, 5, 6, 7});
}

TEST(Cast, ToOtherTypes) {
  const Tensor y =
      run_unary("cast", Tensor::from<float>({1.7f, -2.2f, 0}), {{"in_dtype", 5}, {"out_dtype", 2}});
  EXPECT_EQ(y.type, DataType::Int32);
  EXPECT_EQ(y.to_int64(), (Longs{1, -2, 0}));
  // 16-bit and 64-bit floats are float32 here.
  EXPECT_EQ(run_unary("cast", Tensor::from<int32_t>({3}), {{"out_dtype", 4}}).type, DataType::Float);
}

TEST(ShapeAndSize, AreIntegers) {
  const Tensor x = counting({2, 3, 4});
  const Tensor shape = run_unary("shape", x, {}, "Input");
  EXPECT_EQ(shape.type, DataType::Int32);
  EXPECT_EQ(shape.to_int64(), (Longs{2, 3, 4}));
  EXPECT_EQ(run_unary("size", x, {}, "Input").to_int64(), (Longs{24}));
}

TEST(Copies, HandTheTensorOn) {
  const Tensor x = sample({3});
  for (const char* type : {"assign", "share_data", "memcpy"}) expect_near(run_unary(type, x), x.to_float());
  expect_near(run_unary("print", x, {}, "In"), x.to_float());
}

}  // namespace
}  // namespace quern::frontend::paddle::test

// Networks trained with fake quantisation: they compute in floats, and their ranges become hints.
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;

std::string hint_of(const Model& model, const std::string& tensor) {
  const auto it = model.metadata.find("quern.hint:" + tensor);
  return it == model.metadata.end() ? "" : it->second;
}

// [1, 2, 3, 3] by a 1 x 1 filter.
std::vector<float> convolved(const Tensor& x, const Tensor& w, const std::function<double(int64_t)>& factor) {
  return computed({1, w.dims[0], 3, 3}, [&](const Shape& i) {
    double sum = 0;
    for (int64_t c = 0; c < 2; ++c) sum += double(at(x, {0, c, i[2], i[3]})) * double(at(w, {i[1], c, 0, 0}));
    return sum * factor(i[1]);
  });
}

const Tensor kImage = sample({1, 2, 3, 3}, 1);
const Tensor kWeights = sample({3, 2, 1, 1}, 2);

TEST(FakeQuantisation, IsRemovedAndLeavesHints) {
  ProgramBuilder program;
  program.input("x", kImage.dims).parameter("w", kWeights);
  program.parameter("in_scale", Tensor::from<float>({3.5f}))
      .parameter("w_scale", Tensor::from<float>({1, 1, 1}));
  program.parameter("r_scale", Tensor::from<float>({2.25f})).parameter("state", Tensor::from<float>({1}));
  program.op("fake_quantize_dequantize_moving_average_abs_max",
             {{"X", {"x"}}, {"InScale", {"in_scale"}}, {"InState", {"state"}}},
             {{"Out", {"x.q"}}, {"OutScale", {"in_scale"}}, {"OutState", {"state"}}}, {{"bit_length", 8}});
  program.op("fake_channel_wise_quantize_dequantize_abs_max", {{"X", {"w"}}},
             {{"Out", {"w.q"}}, {"OutScale", {"w_scale"}}}, {{"quant_axis", 0}});
  program.op("conv2d", {{"Input", {"x.q"}}, {"Filter", {"w.q"}}}, {{"Output", {"c"}}},
             {{"out_threshold", 4.0f}});
  program.op("relu", {{"X", {"c"}}}, {{"Out", {"r"}}});
  program.op("fake_quantize_dequantize_moving_average_abs_max", {{"X", {"r"}}, {"InScale", {"r_scale"}}},
             {{"Out", {"r.q"}}});
  program.op("tanh", {{"X", {"r.q"}}}, {{"Out", {"y"}}}).output("y");
  const Model model = convert(program);
  EXPECT_EQ(hint_of(model, "x"), "3.5 1");
  EXPECT_EQ(hint_of(model, "c"), "4 1");
  EXPECT_EQ(hint_of(model, "r"), "2.25 0");  // never negative
  EXPECT_EQ(hint_of(model, "w"), "");
  std::vector<float> expected = convolved(kImage, kWeights, [](int64_t) { return 1; });
  for (float& v : expected) v = std::tanh(std::max(v, 0.0f));
  expect_near(ops::interpret(model.graph, {kImage})[0], expected, 1e-4f);
}

Tensor rounded(const Tensor& w, const std::function<double(int64_t)>& scale) {
  Tensor q(DataType::Int8, w.dims);
  for (int64_t i = 0; i < w.count(); ++i)
    q.mutable_data<int8_t>()[i] = int8_t(std::lround(double(w.data<float>()[i]) / scale(i / 2) * 127));
  return q;
}

Tensor as_float(const Tensor& q) { return Tensor::from(q.to_float(), q.dims); }

// What QuantizationFreezePass writes: integers in the weights, one dequantisation behind the layer.
TEST(FrozenQuantisation, PerTensorIsDequantised) {
  const double scale = 2;
  const Tensor q = rounded(kWeights, [&](int64_t) { return scale; });
  for (const bool is_integer : {false, true}) {
    ProgramBuilder program;
    program.input("x", kImage.dims).parameter("w", is_integer ? q : as_float(q));
    program.parameter("s", Tensor::from<float>({3}));
    program.op("fake_quantize_range_abs_max", {{"X", {"x"}}, {"InScale", {"s"}}},
               {{"Out", {"x.q"}}, {"OutScale", {"s"}}}, {{"bit_length", 8}});
    program.op("conv2d", {{"Input", {"x.q"}}, {"Filter", {"w"}}}, {{"Output", {"c"}}});
    program.op("fake_dequantize_max_abs", {{"X", {"c"}}, {"Scale", {"s"}}}, {{"Out", {"y"}}},
               {{"max_range", float(127 * 127 / scale)}});
    const Model model = convert(program.output("y"));
    EXPECT_EQ(hint_of(model, "x"), "3 1");
    expect_near(ops::interpret(model.graph, {kImage})[0],
                convolved(kImage, as_float(q), [&](int64_t) { return scale / 127; }), 1e-4f);
  }
}

TEST(FrozenQuantisation, PerChannelIsDequantised) {
  const Tensor scales = Tensor::from<float>({2, 3, 4});
  const auto scale = [&](int64_t channel) { return double(at(scales, {channel})); };
  const Tensor q = rounded(kWeights, scale);
  ProgramBuilder program;
  program.input("x", kImage.dims).parameter("w", as_float(q)).parameter("ws", scales);
  program.parameter("s", Tensor::from<float>({3}));
  program.op("fake_quantize_moving_average_abs_max", {{"X", {"x"}}, {"InScale", {"s"}}},
             {{"Out", {"x.q"}}, {"OutScale", {"s"}}});
  program.op("conv2d", {{"Input", {"x.q"}}, {"Filter", {"w"}}}, {{"Output", {"c"}}});
  program.op("fake_channel_wise_dequantize_max_abs", {{"X", {"c"}}, {"Scales", {"ws", "s"}}},
             {{"Out", {"y"}}}, {{"quant_bits", Ints{8, 8}}});
  expect_near(run(program.output("y"), {kImage}),
              convolved(kImage, as_float(q), [&](int64_t c) { return scale(c) / 127; }), 1e-4f);
}

// The format of Paddle 2.3 and newer: pairs around activations, dequantize_linear behind stored weights.
TEST(LinearQuantisation, IsDequantisedAlongItsAxis) {
  const Tensor scales = Tensor::from<float>({2, 3, 4});
  const auto scale = [&](int64_t channel) { return double(at(scales, {channel})); };
  const Tensor q = rounded(kWeights, scale);
  ProgramBuilder program;
  program.input("x", kImage.dims).parameter("w", q).parameter("ws", scales);
  program.parameter("s", Tensor::from<float>({3})).parameter("z", Tensor::from<float>({0}));
  program.parameter("wz", Tensor::from<float>({0, 0, 0}));
  program.op("quantize_linear", {{"X", {"x"}}, {"Scale", {"s"}}, {"ZeroPoint", {"z"}}}, {{"Y", {"x.i"}}},
             {{"quant_axis", -1}, {"bit_length", 8}});
  program.op("dequantize_linear", {{"X", {"x.i"}}, {"Scale", {"s"}}, {"ZeroPoint", {"z"}}}, {{"Y", {"x.q"}}},
             {{"quant_axis", -1}, {"bit_length", 8}});
  program.op("dequantize_linear", {{"X", {"w"}}, {"Scale", {"ws"}}, {"ZeroPoint", {"wz"}}}, {{"Y", {"w.q"}}},
             {{"quant_axis", 0}, {"bit_length", 8}});
  program.op("conv2d", {{"Input", {"x.q"}}, {"Filter", {"w.q"}}}, {{"Output", {"y"}}}).output("y");
  const Model model = convert(program);
  EXPECT_EQ(hint_of(model, "x"), "3 1");
  expect_near(ops::interpret(model.graph, {kImage})[0],
              convolved(kImage, as_float(q), [&](int64_t c) { return scale(c) / 127; }), 1e-4f);
}

TEST(LinearQuantisation, WithAZeroPointIsRefused) {
  ProgramBuilder program;
  program.input("x", {1, 2}).parameter("w", Tensor::from<int8_t>({1, 2}, {2, 1}));
  program.parameter("s", Tensor::from<float>({1})).parameter("z", Tensor::from<float>({3}));
  program.op("dequantize_linear", {{"X", {"w"}}, {"Scale", {"s"}}, {"ZeroPoint", {"z"}}}, {{"Y", {"w.q"}}});
  program.op("matmul_v2", {{"X", {"x"}}, {"Y", {"w.q"}}}, {{"Out", {"y"}}});
  EXPECT_EQ(status_of([&] { convert(program.output("y")); }), QUERN_ERROR_UNSUPPORTED);
}

}  // namespace
}  // namespace quern::frontend::paddle::test

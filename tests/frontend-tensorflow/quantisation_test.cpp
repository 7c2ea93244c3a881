// Quantised weights become real, ranges of activations become hints for calibration.
#include "ops/quantisation.hpp"

#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

Tensor dequantised(const Tensor& q, Type t, float min, float max, const std::string& mode,
                   bool constant = true) {
  GraphBuilder g;
  g.placeholder("x", {1});
  if (constant)
    g.constant("q", q, t);
  else
    g.placeholder("q", q.dims, t);
  g.constant("min", Tensor::scalar(min)).constant("max", Tensor::scalar(max));
  g.add("Dequantize", "d", {"q", "min", "max"}, {type("T", t), s("mode", mode)}).add("Add", "y", {"d", "x"});
  const Tensor zero = floats({0}, {1});
  const Model model = convert(g, source_layout());
  EXPECT_EQ(model.graph.nodes.size(), constant ? 1u : 4u);  // weights are computed at once
  return ops::interpret(model.graph, constant ? std::vector<Tensor>{zero} : std::vector<Tensor>{zero, q})
      .at(0);
}

TEST(Dequantize, TheThreeModes) {
  const Tensor q8 = Tensor::from<uint8_t>({0, 51, 255}), s8 = Tensor::from<int8_t>({-128, 0, 127});
  for (const bool constant : {true, false}) {
    expect_values(dequantised(q8, Type::Quint8, -1, 4, "MIN_COMBINED", constant), {-1, 0, 4});
    expect_values(dequantised(s8, Type::Qint8, -1, 4, "MIN_COMBINED", constant),
                  {-1, -1 + 128 * 5 / 255.0f, 4});
    // The step is 0.02: -1.005 is rounded to -1.0 (50.25 steps).
    expect_values(dequantised(q8, Type::Quint8, -1.005f, 4.095f, "MIN_FIRST", constant),
                  {-1.0f, 0.02f, 4.1f});
    expect_values(dequantised(s8, Type::Qint8, -1, 2.54f, "SCALED", constant), {-2.56f, 0, 2.54f});
    expect_values(dequantised(q8, Type::Quint8, 0, 5.1f, "SCALED", constant), {0, 1.02f, 5.1f});
  }
}

TEST(Dequantize, SlicesOfAnAxis) {
  GraphBuilder g;
  g.placeholder("x", {1}).constant("q", Tensor::from<int8_t>({127, 127, -127, 0}, {2, 2}), Type::Qint8);
  g.constant("min", floats({-1, -2}, {2})).constant("max", floats({1, 2}, {2}));
  g.add("Dequantize", "d", {"q", "min", "max"},
        {type("T", Type::Qint8), s("mode", "SCALED"), i("axis", 1), truth("narrow_range", true)});
  g.add("Add", "y", {"d", "x"});
  expect_values(run(g, {floats({0}, {1})}), {1, 2, -1, 0});
}

TEST(Dequantize, UnknownModesAreRefused) {
  EXPECT_THROW(affine_of("OTHER", Type::Quint8, false, {0}, {1}), UnsupportedError);
  EXPECT_THROW(affine_of("SCALED", Type::Float, false, {0}, {1}), UnsupportedError);
}

TEST(FakeQuant, OfActivationsBecomesAHint) {
  GraphBuilder g;
  g.placeholder("x", {1, 4}).constant("min", Tensor::scalar(-1.0f)).constant("max", Tensor::scalar(3.0f));
  g.add("Neg", "n", {"x"}).add("FakeQuantWithMinMaxVars", "q", {"n", "min", "max"}, {i("num_bits", 8)});
  g.add("Relu", "r", {"q"}).add("FakeQuantWithMinMaxArgs", "y", {"r"}, {f("min", 0), f("max", 6)});
  const Model model = convert(g);
  EXPECT_EQ(model.metadata.at("quern.hint:q"), "3 1");
  EXPECT_EQ(model.metadata.at("quern.hint:y"), "6 0");
  expect_values(ops::interpret(model.graph, {floats({-1, 0.123f, -9, 2}, {1, 4})}).at(0), {1, 0, 9, 0});
}

TEST(FakeQuant, OfWeightsIsComputed) {
  GraphBuilder g;
  g.placeholder("x", {4}).constant("w", floats({-0.3f, 0.24f, 0.26f, 99}, {4}));
  g.constant("min", Tensor::scalar(0.0f)).constant("max", Tensor::scalar(1.5f));
  g.add("FakeQuantWithMinMaxVars", "q", {"w", "min", "max"}, {i("num_bits", 2)}).add("Mul", "y", {"q", "x"});
  // Steps of 0.5 from 0 to 1.5.
  expect_values(run(g, {floats({1, 1, 1, 1}, {4})}), {0, 0, 0.5f, 1.5f});
}

TEST(FakeQuant, OfQuantizeV2AndDequantizeBecomesAHint) {
  GraphBuilder g;
  g.placeholder("x", {2})
      .constant("min", Tensor::scalar(-2.0f))
      .constant("max", Tensor::scalar(2.0f))
      .add("Neg", "n", {"x"});
  g.add("QuantizeV2", "q", {"n", "min", "max"}, {type("T", Type::Qint8), s("mode", "SCALED")});
  g.add("Dequantize", "d", {"q", "q:1", "q:2"}, {type("T", Type::Qint8), s("mode", "SCALED")})
      .add("Abs", "y", {"d"});
  const Model model = convert(g);
  EXPECT_EQ(model.metadata.at("quern.hint:q"), "2 1");
  expect_values(ops::interpret(model.graph, {floats({0.7f, -1}, {2})}).at(0), {0.7f, 1});
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test

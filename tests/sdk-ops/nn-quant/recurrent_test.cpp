#include <cmath>
#include <gtest/gtest.h>

#include "run.hpp"

namespace quern::ops::test {
namespace {

Tensor constant(const Shape& shape, float value) {
  return Tensor::from(std::vector<float>(size_t(element_count(shape)), value), shape);
}

TEST(Rnn, ReverseRunsFromTheLastStep) {
  const Node node = make_node("RNN", 3,
                              {text("direction", "reverse"),
                               {"activations", std::vector<std::string>{"Affine"}, {}},
                               integer("hidden_size", 1)},
                              "", 2);
  const Tensor x = Tensor::from(std::vector<float>{1, 2, 4}, {3, 1, 1});
  const auto y = run(node, {x, constant({1, 1, 1}, 1), constant({1, 1, 1}, 1)});
  EXPECT_EQ((std::vector<float>{7, 6, 4}), values<float>(y[0]));
  EXPECT_EQ((std::vector<float>{7}), values<float>(y[1]));
}

TEST(Rnn, ActivationParametersGoToTheFunctionsThatTakeThem) {
  const Node node = make_node("RNN", 3,
                              {text("direction", "bidirectional"),
                               {"activations", std::vector<std::string>{"Relu", "LeakyRelu"}, {}},
                               {"activation_alpha", std::vector<float>{0.5f}, {}}});
  const auto y = run(node, {constant({1, 1, 1}, -2), constant({2, 1, 1}, 1), constant({2, 1, 1}, 0)});
  EXPECT_EQ((std::vector<float>{0, -1}), values<float>(y[0]));
}

// With zero weights every gate is 1/2, so the state halves in each step.
TEST(Gru, SequenceLengthsStopEachItem) {
  const Node node = make_node("GRU", 6, {}, "", 2);
  Node without_bias = node;
  without_bias.inputs[3] = "";
  const Tensor lengths = Tensor::from(std::vector<int32_t>{1, 2});
  const auto y = run(without_bias, {constant({2, 2, 1}, 1),
                                    constant({1, 3, 1}, 0),
                                    constant({1, 3, 1}, 0),
                                    {},
                                    lengths,
                                    constant({1, 2, 1}, 8)});
  EXPECT_EQ((std::vector<float>{4, 4, 0, 2}), values<float>(y[0]));
  EXPECT_EQ((std::vector<float>{4, 2}), values<float>(y[1]));
}

TEST(Gru, LinearBeforeResetScalesTheBiasToo) {
  Node node = make_node("GRU", 4, {{"activations", std::vector<std::string>{"Sigmoid", "Affine"}, {}}});
  Tensor bias(DataType::Float, {1, 6});
  bias.mutable_data<float>()[5] = 8;  // the hidden gate's recurrent bias
  const std::vector<Tensor> inputs = {constant({1, 1, 1}, 0), constant({1, 3, 1}, 0), constant({1, 3, 1}, 0),
                                      bias};
  EXPECT_EQ((std::vector<float>{4}), values<float>(run(node, inputs)[0]));
  node.set("linear_before_reset", int64_t{1});
  EXPECT_EQ((std::vector<float>{2}), values<float>(run(node, inputs)[0]));
}

TEST(Lstm, ClipAndInputForget) {
  Node node = make_node("LSTM", 3, {real("clip", 1), integer("input_forget", 1)}, "", 3);
  const auto y = run(node, {constant({2, 1, 1}, 100), constant({1, 4, 1}, 1), constant({1, 4, 1}, 0)});
  const double gate = 1 / (1 + std::exp(-1.0)), cell = std::tanh(1.0);
  const double c1 = gate * cell, c2 = (1 - gate) * c1 + gate * cell;
  EXPECT_NEAR(c2, double(y[2].data<float>()[0]), 1e-6);
  EXPECT_NEAR(gate * std::tanh(c2), double(y[1].data<float>()[0]), 1e-6);
}

TEST(Lstm, RefusesShapesThatContradictEachOther) {
  const Node node = make_node("LSTM", 3);
  EXPECT_THROW(run(node, {constant({2, 1, 1}, 0), constant({1, 4, 2}, 0), constant({1, 4, 1}, 0)}), Error);
  EXPECT_THROW(run(node, {constant({2, 1, 1}, 0), constant({1, 4, 1}, 0), constant({2, 4, 1}, 0)}), Error);
}

}  // namespace
}  // namespace quern::ops::test

// The steps around the operators: names, inputs, outputs, what is missing and what is not supported.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names_of(const std::vector<ValueInfo>& values) {
  std::vector<std::string> names;
  for (const ValueInfo& v : values) names.push_back(v.name);
  return names;
}

// conv -> relu -> fc -> softmax with a label.
Net classifier() {
  Net net;
  net.input("data", {1, 3, 8, 8}).weight("conv_weight", noise({4, 3, 3, 3}));
  net.layer("Convolution", "conv", {"data", "conv_weight"},
            {{"kernel", "(3, 3)"}, {"num_filter", "4"}, {"no_bias", "True"}});
  net.layer("Activation", "relu", {"conv"}, {{"act_type", "relu"}}).weight("fc_weight", noise({2, 144}));
  net.layer("FullyConnected", "fc", {"relu", "fc_weight"}, {{"num_hidden", "2"}, {"no_bias", "True"}});
  net.variable("softmax_label").layer("SoftmaxOutput", "softmax", {"fc", "softmax_label"});
  return net;
}

TEST(Convert, TensorsKeepTheirNames) {
  const Model model = classifier().convert();
  EXPECT_THAT(names_of(model.graph.inputs), ElementsAre("data"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("softmax"));
  EXPECT_THAT(operators_of(model), ElementsAre("Conv", "Relu", "Flatten", "Gemm", "Softmax"));
  EXPECT_EQ(model.graph.nodes.at(0).outputs.at(0), "conv");
  EXPECT_EQ(model.graph.nodes.at(2).metadata.at("quern.source"), "fc");
  EXPECT_NE(model.graph.constant("conv_weight"), nullptr);
  EXPECT_EQ(model.opsets.at(""), 17);
}

TEST(Convert, OutputsByEitherName) {
  ConvertOptions options;
  options.outputs = {"relu_output", "conv", "relu"};
  const Model model = classifier().convert(options);
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("relu", "conv"));
  EXPECT_THAT(operators_of(model), ElementsAre("Conv", "Relu"));
  EXPECT_EQ(model.graph.constant("fc_weight"), nullptr);
  options.outputs = {"rel"};
  EXPECT_THAT(error_of([&] { (void)classifier().convert(options); }), HasSubstr("\"relu\""));
}

TEST(Convert, VariablesAreNoOutputs) {
  Net net;
  net.input("x", {2}).weight("w", noise({2})).layer("elemwise_add", "y", {"x", "w"});
  net.head("x").head("y").head("w");
  EXPECT_THAT(names_of(net.convert().graph.outputs), ElementsAre("y"));
  ConvertOptions options;
  options.outputs = {"w"};
  EXPECT_THAT(error_of([&] { (void)net.convert(options); }), HasSubstr("\"w\" is an input or a parameter"));
  Net nothing;
  nothing.input("x", {2});
  EXPECT_THAT(error_of([&] { (void)nothing.convert(); }), HasSubstr("computes nothing"));
}

TEST(Convert, LabelsMayBeBoundInVain) {
  ConvertOptions options;
  options.inputs = {{"softmax_label", {1}}};
  EXPECT_THAT(names_of(classifier().convert(options).graph.inputs), ElementsAre("data"));
  options.inputs = {{"sofmax_label", {1}}};
  EXPECT_THAT(error_of([&] { (void)classifier().convert(options); }), HasSubstr("no input \"sofmax_label\""));
}

TEST(Convert, RepeatedNamesGetNumbers) {
  Net net;
  net.input("x", {2})
      .layer("_copy", "same", {"x"})
      .layer("_plus_scalar", "same", {"same"}, {{"scalar", "1"}});
  const Model model = net.convert();
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("same_1"));
  expect_equal(net.run({Array({2}, {1, 2})}), Array({2}, {2, 3}));
}

TEST(Convert, OpenInputsAreExplained) {
  Net net;
  net.variable("data").weight("w", noise({4, 3, 3, 3}));
  net.layer("_minus_scalar", "centred", {"data"}, {{"scalar", "127.5"}});
  net.layer("Convolution", "conv", {"centred", "w"}, {{"kernel", "(3, 3)"}, {"no_bias", "True"}});
  EXPECT_THAT(error_of([&] { (void)net.convert(); }),
              testing::AllOf(HasSubstr("data (1x3x?x?)"), HasSubstr("--input data=1x3x224x224")));
  ConvertOptions options;
  options.inputs = {{"data", {1, 4, 8, 8}}};
  EXPECT_THAT(error_of([&] { (void)net.convert(options); }), HasSubstr("the model fixes dimension 1 to 3"));
}

TEST(Convert, StatedShapesAndTypesAreTaken) {
  Net net;
  net.variable("x", {{"__shape__", "(0, 3)"}, {"__dtype__", "6"}}).layer("_copy", "y", {"x"});
  const Model model = net.convert();
  EXPECT_EQ(*model.graph.inputs.at(0).shape, (Shape{1, 3}));
  EXPECT_EQ(model.graph.inputs.at(0).type, DataType::Int64);
}

TEST(Convert, BindingsWinOverStatedShapes) {
  Net net;
  net.input("x", {1, 3, 4, 4}, {{"__shape__", "(32, 3, 8, 8)"}}).layer("_copy", "y", {"x"});
  EXPECT_EQ(*net.convert().graph.inputs.at(0).shape, (Shape{1, 3, 4, 4}));
}

// The statistics may be declared as outputs as long as nobody wants them.
TEST(Convert, UnusedOutputsAreLeftOut) {
  Net net;
  net.input("x", {2, 3}).weight("g", noise({3})).weight("b", noise({3}));
  net.layer("LayerNorm", "n", {"x", "g", "b"}, {{"output_mean_var", "True"}});
  EXPECT_THAT(names_of(net.convert().graph.outputs), ElementsAre("n"));
  net.layer("relu", "y", {"n:1"});
  EXPECT_THAT(error_of([&] { (void)net.convert(); }), HasSubstr("LayerNorm (1)"));
}

TEST(Convert, MissingWeightsAreListed) {
  Net net;
  net.input("data", {1, 3, 8, 8})
      .variable("conv_weight")
      .variable("conv_bias")
      .stored("0.weight", noise({4, 3, 3, 3}));
  net.layer("Convolution", "conv", {"data", "conv_weight", "conv_bias"}, {{"kernel", "(3, 3)"}});
  EXPECT_THAT(
      error_of([&] { (void)net.convert(); }),
      testing::AllOf(HasSubstr("2 weights of the symbol have no value: \"conv_weight\", \"conv_bias\""),
                     HasSubstr("0.weight"), HasSubstr("HybridBlock.export()")));
}

TEST(Convert, WhatWasTrainedIsNoInput) {
  Net net;
  net.input("x", {1, 2})
      .variable("scale", {{"__lr_mult__", "1.0"}})
      .layer("broadcast_mul", "y", {"x", "scale"});
  EXPECT_THAT(error_of([&] { (void)net.convert(); }),
              HasSubstr("1 weight of the symbol has no value: \"scale\""));
}

TEST(Convert, WeightsMayBeBoundAsInputs) {
  Net net;
  net.input("data", {1, 1, 3, 3}).input("w", {1, 1, 3, 3});
  net.layer("Convolution", "conv", {"data", "w"}, {{"kernel", "(3, 3)"}, {"no_bias", "True"}});
  expect_equal(net.run({Array({1, 1, 3, 3}, 2), Array({1, 1, 3, 3}, 3)}), Array({1, 1, 1, 1}, 54));
}

TEST(Convert, AllUnsupportedOperatorsAreReportedAtOnce) {
  Net net;
  net.input("x", {1, 2, 4, 4}).layer("Correlation", "c1", {"x", "x"}).layer("relu", "r", {"c1"});
  net.layer("Correlation", "c2", {"r", "r"}).layer("Custom", "u", {"r"}, {{"op_type", "mine"}});
  net.layer("Activation", "a", {"x"}, {{"act_type", "wobble"}}).layer("add_n", "y", {"c2", "u", "a"});
  const std::string message = error_of([&] { (void)net.convert(); });
  EXPECT_THAT(message,
              HasSubstr("4 nodes of 3 operators cannot be converted: Activation (1), Correlation (2), "
                        "Custom (1)"));
}

TEST(Convert, ErrorsNameTheLayer) {
  Net net;
  net.input("x", {1, 2, 4, 4}).layer("Pooling", "pool7", {"x"}, {{"kernel", "(2, oops)"}});
  EXPECT_THAT(error_of([&] { (void)net.convert(); }),
              testing::AllOf(HasSubstr("kernel"), HasSubstr("Pooling \"pool7\"")));
  Net short_of_inputs;
  short_of_inputs.input("x", {2}).layer("elemwise_add", "sum", {"x"});
  EXPECT_THAT(error_of([&] { (void)short_of_inputs.convert(); }),
              testing::AllOf(HasSubstr("input 2 is missing"), HasSubstr("\"sum\"")));
}

TEST(Convert, CirclesAreRefused) {
  RecordingHost host;
  Symbol symbol;
  symbol.layers.resize(2);
  for (size_t i = 0; i < 2; ++i) {
    symbol.layers[i].op = "_copy";
    symbol.layers[i].name = std::string(1, char('a' + i));
    symbol.layers[i].inputs = {{1 - i, 0}};
  }
  symbol.heads = {{1, 0}};
  EXPECT_THAT(error_of([&] { convert_model(symbol, {}, {}, host.host(), "m"); }), HasSubstr("cycle"));
}

TEST(Convert, HalfPrecisionBecomesFloat) {
  Tensor half(DataType::Float16, {2, 2});
  for (size_t i = 0; i < 4; ++i) half.mutable_data<Half>()[i] = Half(float(i));
  Net net;
  net.input("x", {1, 2}).weight("w", half).layer("amp_cast", "c", {"x"}, {{"dtype", "float16"}});
  net.layer("FullyConnected", "y", {"c", "w"}, {{"num_hidden", "2"}, {"no_bias", "True"}});
  expect_equal(net.run({Array({1, 2}, {1, 2})}), Array({1, 2}, {2, 8}));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test

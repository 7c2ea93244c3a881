// Steps over whole networks: names, phases, inputs, outputs.
#include "support.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string simple(const std::string& name, const std::string& bottom, const std::string& top,
                   const std::string& type = "ReLU", const std::string& rest = "") {
  return "layer { name: '" + name + "' type: '" + type + "' bottom: '" + bottom + "' top: '" + top + "' " +
         rest + " }\n";
}

// ---- Names ----------------------------------------------------------------------------------------------

TEST(Names, TheLastValueOfABlobHasItsName) {
  const Model model =
      convert(input({1, 2}) + simple("fc", "x", "y", "TanH") + simple("scale", "y", "y", "AbsVal") +
              simple("act", "y", "y") + simple("end", "y", "z"));
  std::vector<std::string> made;
  for (const Node& node : model.graph.nodes) made.push_back(node.outputs.at(0));
  EXPECT_THAT(made, ElementsAre("y/fc", "y/scale", "y", "z"));
  EXPECT_EQ(model.graph.nodes[1].inputs[0], "y/fc");
  EXPECT_EQ(model.graph.nodes[1].metadata.at("quern.source"), "scale");
}

TEST(Names, AnInputKeepsItsNameWhereItIsOverwritten) {
  const Model model = convert(input({1, 2}) + simple("act", "x", "x"));
  EXPECT_THAT(names_of(model.graph.inputs), ElementsAre("x"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("x/act"));
}

TEST(Names, LayersMayShareOne) {
  const Model model =
      convert(input({1, 2}) + simple("act", "x", "y") + simple("act", "y", "z") + simple("act_1", "z", "k"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("k"));
  EXPECT_NE(model.graph.nodes[0].name, model.graph.nodes[1].name);
  EXPECT_EQ(model.graph.nodes[2].metadata.at("quern.source"), "act_1");
}

TEST(Names, NewTensorsStayClearOfSourceNames) {
  // Mish makes a tensor "m/tanh"; the network has a blob of that name.
  const Model model =
      convert(input({1, 2}) + simple("m", "x", "m/tanh", "Mish") + simple("n", "m/tanh", "y"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("y"));
  EXPECT_EQ(model.graph.nodes.back().inputs[0], "m/tanh");
  EXPECT_EQ(model.graph.nodes[2].op_type, "Mul");
  EXPECT_EQ(model.graph.nodes[2].outputs[0], "m/tanh");
}

TEST(Names, ReadingABlobThatDoesNotExist) {
  const std::string error = error_of([] { convert(input({1}, "data") + simple("a", "dat", "y")); });
  EXPECT_THAT(error, HasSubstr("reads the blob \"dat\""));
  EXPECT_THAT(error, HasSubstr("ReLU \"a\" (line 2)"));
  EXPECT_THAT(error, HasSubstr("\"data\""));
}

// ---- Outputs --------------------------------------------------------------------------------------------

TEST(Outputs, AreWhatNobodyReadsInOrderOfLayers) {
  const Model model =
      convert(input({1, 2}) + simple("a", "x", "p") + simple("b", "x", "q") + simple("c", "p", "r"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("q", "r"));
}

TEST(Outputs, MayBeChosen) {
  ConvertOptions options;
  options.outputs = {"y/a"};
  const Model model =
      convert(input({1, 2}) + simple("a", "x", "y") + simple("b", "y", "y") + simple("c", "y", "z"), options);
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("y/a"));
  EXPECT_EQ(model.graph.nodes.size(), 1u);
  options.outputs = {"zz"};
  EXPECT_THAT(error_of([&] {
                convert(input({1, 2}) + simple("a", "x", "z"), options);
              }),
              HasSubstr("nearest names are \"z\""));
}

TEST(Outputs, HaveTheirTypesAndStandOnce) {
  ConvertOptions options;
  options.outputs = {"m", "p", "m"};
  const Model model = convert(input({1, 1, 2, 2}) +
                                  "layer { name: 'l' type: 'Pooling' bottom: 'x' top: 'p' top: 'm' "
                                  "pooling_param { kernel_size: 2 } }",
                              options);
  ASSERT_THAT(names_of(model.graph.outputs), ElementsAre("m", "p"));
  EXPECT_EQ(model.graph.outputs[0].type, DataType::Int64);
  EXPECT_EQ(model.graph.outputs[1].shape, (Shape{1, 1, 1, 1}));
  options.outputs = {"x"};
  EXPECT_THAT(error_of([&] { convert(input({1}) + simple("a", "x", "y"), options); }),
              HasSubstr("is an input"));
}

TEST(Outputs, SilenceHidesThem) {
  const Model model = convert(input({1, 2}) + simple("a", "x", "p") + simple("b", "x", "q") +
                              "layer { name: 's' type: 'Silence' bottom: 'p' }");
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("q"));
}

// ---- Phases ---------------------------------------------------------------------------------------------

TEST(Phases, LayersOfTrainingAreLeftOut) {
  const Model model = convert(input({1, 2}) + simple("train", "x", "t", "ReLU", "include { phase: TRAIN }") +
                              simple("test", "x", "u", "ReLU", "include { phase: TEST }") +
                              simple("not_test", "x", "v", "ReLU", "exclude { phase: TEST }") +
                              simple("staged", "x", "w", "ReLU", "include { stage: 'deploy' }") +
                              simple("unstaged", "x", "k", "ReLU", "include { not_stage: 'deploy' }") +
                              simple("level", "x", "l", "ReLU", "include { min_level: 1 }"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("u", "k"));
}

TEST(Phases, TheNetworksStateCounts) {
  const Model model = convert("state { phase: TRAIN level: 2 stage: 'deploy' }" + input({1, 2}) +
                              simple("staged", "x", "w", "ReLU", "include { stage: 'deploy' min_level: 1 }") +
                              simple("train", "x", "t", "ReLU", "include { phase: TRAIN }"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("w"));
}

constexpr const char* kTraining = R"(
  layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN }
    transform_param { crop_size: 4 mean_value: 1 } data_param { source: "a" batch_size: 256 backend: LMDB } }
  layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TEST }
    transform_param { crop_size: 2 } data_param { source: "b" batch_size: 50 backend: LMDB } }
  layer { name: "ip" type: "InnerProduct" bottom: "data" top: "ip" inner_product_param { num_output: 2 bias_term: false }
    blobs { shape { dim: 2 dim: 4 } data: [1, 0, 0, 0, 0, 0, 0, 1] } }
  layer { name: "accuracy" type: "Accuracy" bottom: "ip" bottom: "label" top: "accuracy" include { phase: TEST } }
  layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" })";

TEST(Training, TheLossGivesThePredictionAndLabelsGo) {
  ConvertOptions options;
  options.inputs = {{"data", {3, 1, 2, 2}}};
  const Model model = convert(kTraining, options);
  EXPECT_THAT(names_of(model.graph.inputs), ElementsAre("data"));
  EXPECT_EQ(model.graph.inputs[0].shape, (Shape{3, 1, 2, 2}));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("loss"));
  EXPECT_EQ(model.graph.nodes.back().op_type, "Softmax");
}

TEST(Training, WhatTheDataWouldTellIsAskedFor) {
  const std::string error = error_of([] { convert(kTraining); });
  EXPECT_THAT(error, HasSubstr("data (1x?x2x2)"));
}

TEST(Training, ChannelsFollowFromTheFirstConvolution) {
  const Model model = convert(
      R"(layer { name: "d" type: "ImageData" top: "x" top: "label" image_data_param { new_height: 4 new_width: 5 is_color: false } }
    layer { name: "e" type: "Data" top: "z" data_param { crop_size: 3 } })" +
      simple("a", "x", "p") +
      "layer { name: 'c' type: 'Convolution' bottom: 'z' top: 'q' convolution_param { num_output: 2 "
      "kernel_size: 1 group: 2 bias_term: false } " +
      "blobs { shape { dim: 2 dim: 2 dim: 1 dim: 1 } data: [1, 2, 3, 4] } }");
  EXPECT_EQ(model.graph.inputs[0].shape, (Shape{1, 1, 4, 5}));
  EXPECT_EQ(model.graph.inputs[1].shape, (Shape{1, 4, 3, 3}));
}

TEST(Training, AFileWrittenInThatPhaseStillTellsItsInputs) {
  const Model model = convert(
      R"(layer { name: "d" type: "MemoryData" top: "x" top: "label" include { phase: TRAIN } phase: TRAIN
      memory_data_param { batch_size: 9 channels: 3 height: 4 width: 5 } })" +
      simple("a", "x", "y", "ReLU", "phase: TRAIN"));
  EXPECT_EQ(model.graph.inputs.at(0).shape, (Shape{1, 3, 4, 5}));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("y"));
}

TEST(Training, LossesOfOtherKindsGo) {
  const Model model =
      convert("input: 'x' input: 'target' input_shape { dim: 1 dim: 2 } input_shape { dim: 1 dim: 2 } " +
              simple("a", "x", "y") + simple("b", "target", "t") +
              "layer { name: 'l' type: 'EuclideanLoss' bottom: 'y' bottom: 't' top: 'loss' }");
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("y"));
  EXPECT_THAT(names_of(model.graph.inputs), ElementsAre("x"));
}

TEST(Training, APredictionMayBeTheSecondBottomOfALoss) {
  const Model model =
      convert(input({1, 2}) + simple("a", "x", "y") +
              "layer { name: 'd' type: 'Data' top: 'label' }"
              "layer { name: 'l' type: 'EuclideanLoss' bottom: 'label' bottom: 'y' top: 'loss' }");
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("y"));
}

// ---- Inputs ---------------------------------------------------------------------------------------------

TEST(Inputs, OfAllKinds) {
  const Model model = convert(
      "input: 'a' input_dim: 1 input_dim: 2 input_dim: 3 input_dim: 4 input: 'b' input_dim: 5 input_dim: 6 "
      "input_dim: 7 "
      "input_dim: 8 layer { name: 'i' type: 'Input' top: 'c' top: 'd' input_param { shape { dim: 2 } } }"
      "layer { name: 'd' type: 'DummyData' top: 'e' dummy_data_param { shape { dim: 3 dim: 1 } } }" +
      simple("0", "a", "p") + simple("1", "b", "q") + simple("2", "c", "r") + simple("3", "d", "s") +
      simple("4", "e", "t"));
  EXPECT_THAT(names_of(model.graph.inputs), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_EQ(model.graph.inputs[1].shape, (Shape{5, 6, 7, 8}));
  EXPECT_EQ(model.graph.inputs[3].shape, (Shape{2}));
  EXPECT_EQ(model.graph.inputs[4].shape, (Shape{3, 1}));
}

TEST(Inputs, DeclaredSizesAreDefaults) {
  ConvertOptions options;
  options.inputs = {{"x", {7, 3}}};
  EXPECT_EQ(convert(input({10, 2}) + simple("a", "x", "y"), options).graph.inputs[0].shape, (Shape{7, 3}));
  options.inputs = {{"x", {7}}};
  EXPECT_THAT(error_of([&] {
                convert(input({10, 2}) + simple("a", "x", "y"), options);
              }),
              HasSubstr("2 dimensions"));
}

TEST(Inputs, SizesThatDoNotFit) {
  EXPECT_THAT(error_of([] { convert("input: 'x' input_dim: 1 " + simple("a", "x", "y")); }),
              HasSubstr("4 \"input_dim\""));
  EXPECT_THAT(error_of([] { convert(input({1}) + input({1}) + simple("a", "x", "y")); }),
              HasSubstr("two inputs"));
  EXPECT_THAT(error_of([] { convert("input: 'x' " + simple("a", "x", "y")); }), HasSubstr("rank unknown"));
}

// ---- Weights --------------------------------------------------------------------------------------------

TEST(SharedWeights, ByTheNameOfTheirParameter) {
  const std::string ip = "inner_product_param { num_output: 1 bias_term: false } param { name: 'w' }";
  const std::vector<Tensor> results =
      run_all(input({1, 2}) + simple("a", "x", "p", "InnerProduct", ip + " blobs { data: [2, 3] }") +
                  simple("b", "x", "q", "InnerProduct", ip),
              {Tensor::from<float>({10, 100}, {1, 2})});
  expect_near(results.at(0), {1, 1}, {320});
  expect_near(results.at(1), {1, 1}, {320});
}

TEST(Weights, MissingOnesNameTheLayer) {
  const std::string error = error_of([] {
    convert(input({1, 3, 4, 4}) +
            simple("conv7", "x", "y", "Convolution", "convolution_param { num_output: 2 kernel_size: 3 }"));
  });
  EXPECT_THAT(error, HasSubstr("weight number 0 (2x3x3x3) is in no file"));
  EXPECT_THAT(error, HasSubstr("Convolution \"conv7\""));
  EXPECT_THAT(error, HasSubstr(".caffemodel"));
}

TEST(Weights, OfAnotherSizeNameBoth) {
  const std::string error = error_of([] {
    convert(input({1, 2}) + simple("ip", "x", "y", "InnerProduct",
                                   "inner_product_param { num_output: 4 } blobs { data: [1, 2] }"));
  });
  EXPECT_THAT(error, HasSubstr("is 2 in the file, but the network asks for 4x2"));
}

TEST(Weights, FillersThatAreTheSameEveryTime) {
  // Upsampling by 2: in the middle, weights 1/4 and 3/4 of neighbours.
  const Tensor y =
      run(layer("Deconvolution",
                R"(convolution_param { num_output: 1 kernel_size: 4 stride: 2 pad: 1 bias_term: false
      weight_filler { type: "bilinear" } })"),
          Tensor::from<float>({0, 4, 8, 0, 4, 8, 0, 4, 8}, {1, 1, 3, 3}));
  EXPECT_EQ(y.dims, (Shape{1, 1, 6, 6}));
  const std::vector<float> row(y.data<float>() + 12, y.data<float>() + 18);
  EXPECT_THAT(row, ElementsAre(0, 1, 3, 5, 7, 6));
  // A constant filler stands for weights that one layer of a trained network lacks, not for a whole network.
  const std::string scale = simple("s", "y", "z", "Scale", "scale_param { filler { value: 5 } }");
  EXPECT_THAT(error_of([&] {
                convert(input({1, 2}) + simple("a", "x", "y") + scale);
              }),
              HasSubstr("Scale \"s\""));
  const auto trained =
      run_all(input({1, 2}) + simple("a", "x", "y", "PReLU", "blobs { data: [0, 0] }") + scale,
              {Tensor::from<float>({1, 2}, {1, 2})});
  expect_near(trained.at(0), {1, 2}, {5, 10});
}

}  // namespace
}  // namespace quern::frontend::caffe::test

// Whole conversions: names, outputs, bound inputs, what is not supported.
#include <quern/onnx/write.hpp>

#include "ops/geometry.hpp"
#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kConv = "[convolutional]\nactivation=relu\n";

Net chain() {
  return {{1, 4, 4},
          kConv + "[maxpool]\nsize=2\nstride=2\n" + kConv + "[avgpool]\n[softmax]\n[cost]\n",
          noise(4)};
}

TEST(Convert, TensorsAreNamedAfterSectionAndNumber) {
  const Model model = convert(chain());
  EXPECT_THAT(operators_of(model),
              ElementsAre("Conv", "Relu", "MaxPool", "Conv", "Relu", "GlobalAveragePool", "Softmax"));
  std::vector<std::string> made;
  for (const Node& n : model.graph.nodes) {
    made.push_back(n.outputs[0]);
    EXPECT_TRUE(n.metadata.contains("quern.source")) << n.label();
  }
  EXPECT_THAT(made, ElementsAre("conv_0/before_activation", "conv_0", "maxpool_1", "conv_2/before_activation",
                                "conv_2", "avgpool_3", "softmax_4"));
  EXPECT_EQ(model.graph.nodes[1].metadata.at("quern.source"), "conv_0");
  EXPECT_THAT(output_names(model), ElementsAre("softmax_4"));  // [cost] is for training
  EXPECT_EQ(model.graph.outputs[0].shape, Shape({1, 1, 1, 1}));
  EXPECT_EQ(model.opsets.at(""), 17);
}

TEST(Convert, EveryUnreadLayerIsAnOutput) {
  const Net net = {{2, 2, 2}, "[maxpool]\n[avgpool]\n[route]\nlayers=0\n[upsample]\n"};
  EXPECT_THAT(output_names(convert(net)), ElementsAre("avgpool_1", "upsample_3"));
}

TEST(Convert, EndsAtTheOutputsThatAreAskedFor) {
  ConvertOptions options;
  options.outputs = {"maxpool_1"};
  Net net = chain();
  EXPECT_THAT(operators_of(convert(net, options)), ElementsAre("Conv", "Relu", "MaxPool"));
  net.floats.resize(2);  // what is behind the cut needs no weights
  net.sections += "[nosuch]\n";
  EXPECT_THAT(output_names(convert(net, options)), ElementsAre("maxpool_1"));
  options.outputs = {"maxpool_1", "conv_0", "maxpool_1"};
  EXPECT_THAT(output_names(convert(net, options)), ElementsAre("maxpool_1", "conv_0"));
  options.outputs = {"data"};
  EXPECT_THAT(error_of([&] { convert(net, options); }), HasSubstr("cannot be an output"));
  options.outputs = {"maxpol_1"};
  EXPECT_THAT(error_of([&] { convert(net, options); }), HasSubstr("\"maxpool_1\""));
}

TEST(Convert, OutputsInFrontOfWhichALayerIsCutAwayKeepTheirWeights) {
  // conv_0 is not needed for conv_2, but its weights stand before those of conv_2.
  const Net net = {{1, 1, 1}, kConv + "[activation]\n[route]\nlayers=1\n" + kConv, {1, 2, 3, 4}};
  Net direct = net;
  direct.sections = "[activation]\n" + kConv + "[route]\nlayers=0\n" + kConv;
  ConvertOptions options;
  options.outputs = {"conv_3"};
  const Tensor one = Tensor::from<float>({1}, {1, 1, 1, 1});
  expect_near(run(direct, one, options)[0], {7});  // 4 * 1 + 3
}

TEST(Convert, InputsMayBeBound) {
  ConvertOptions options;
  options.inputs = {{"data", {2, 1, 8, 6}}};
  const Model model = convert(chain(), options);
  EXPECT_EQ(model.graph.inputs[0].shape, Shape({2, 1, 8, 6}));
  EXPECT_EQ(model.graph.outputs[0].shape, Shape({2, 1, 1, 1}));
  EXPECT_EQ(convert(chain()).graph.inputs[0].shape, Shape({1, 1, 4, 4}));
  options.inputs = {{"data", {1, 3, 4, 4}}};
  EXPECT_THAT(error_of([&] { convert(chain(), options); }), HasSubstr("fixes dimension 1 to 1"));
  options.inputs = {{"image", {1, 1, 4, 4}}};
  EXPECT_THAT(error_of([&] { convert(chain(), options); }), HasSubstr("data (batchx1xheightxwidth)"));
}

TEST(Convert, NetworksOfNumbersHaveAnInputWithoutArea) {
  Files files = chain().files();
  files.cfg = blob_of("[net]\ninputs=3\n[softmax]\n");
  files.weights_name.clear();
  const RecordingHost host;
  EXPECT_EQ(convert_network(files, {}, host.host()).graph.inputs[0].shape, Shape({1, 3, 1, 1}));
  files.cfg = blob_of("[net]\nwidth=3\n[softmax]\n");
  EXPECT_THAT(error_of([&] { convert_network(files, {}, host.host()); }),
              HasSubstr("how large the input is"));
}

TEST(Convert, UnsupportedSectionsAreListedAtOnce) {
  const Net net = {
      {4, 4, 4},
      "[lstm]\noutput=3\n[maxpool]\n[lstm]\n[route]\nlayers=0\n[nosuch]\n"  // behind an unsupported one
      "[route]\nlayers=1\n[rnn]\n"};
  RecordingHost host;
  const std::string error = error_of([&] { convert_network(net.files(), {}, host.host()); });
  EXPECT_THAT(error, HasSubstr("4 nodes of 3 operators cannot be converted: lstm (2), nosuch (1), rnn (1)"));
  ASSERT_EQ(host.diagnostics.size(), 3u);
  EXPECT_THAT(host.diagnostics[0].message,
              HasSubstr("lstm is not supported (2 nodes, the first is \"lstm_0\" of layer \"net.cfg:5\")"));
  EXPECT_EQ(host.diagnostics[0].source, "net.cfg:5");
}

TEST(Convert, UnsupportedOptionsAreListedWithThem) {
  const Net net = {{4, 4, 4}, "[maxpool]\nantialiasing=1\n[route]\nlayers=0\n[iseg]\n"};
  RecordingHost host;
  EXPECT_THAT(error_of([&] { convert_network(net.files(), {}, host.host()); }),
              HasSubstr("iseg (1), maxpool (1)"));
  EXPECT_EQ(host.diagnostics.at(1).source, "net.cfg:6");
  EXPECT_THAT(host.diagnostics.at(1).message,
              HasSubstr("of layer \"net.cfg:6\"): \"antialiasing\" cannot be translated"));
}

TEST(Convert, EverySectionThatIsMeasuredIsTranslated) {
  EXPECT_EQ(Measures::names(), Translations::names());
  EXPECT_EQ(supported_sections(), Translations::names());
  EXPECT_GE(supported_sections().size(), 25u);
}

TEST(Convert, SizesThatNoMachineHoldsAreRefused) {
  const auto error = [](const std::string& cfg) {
    Files files;
    files.cfg_name = "net.cfg";
    files.cfg = blob_of(cfg);
    const RecordingHost host;
    return error_of([&] { convert_network(files, decoding(), host.host()); });
  };
  const std::string net = "[net]\nwidth=1000\nheight=1000\nchannels=6\n";
  EXPECT_THAT(error("[net]\nwidth=16777216\nheight=16777216\nchannels=16777216\n[softmax]\n"),
              HasSubstr("too large"));
  EXPECT_THAT(error("[net]\nwidth=1e300\nheight=1\nchannels=1\n[softmax]\n"),
              HasSubstr("must be an integer"));
  EXPECT_THAT(error(net + "[upsample]\nstride=16777216\n"), HasSubstr("too large"));
  EXPECT_THAT(error(net + "[conv]\nfilters=16777216\nsize=16777216\npad=1\nstride=1000000\n"),
              HasSubstr("too large"));
  EXPECT_THAT(error(net + "[yolo]\nnum=16777216\n"), HasSubstr("from 1 to 4096"));
  std::string many = net;
  for (int i = 0; i < 10001; ++i) many += "[route]\nlayers=0\n";
  EXPECT_THAT(error(many), HasSubstr("10002 sections"));
  std::string doubling = net;
  for (int i = 0; i < 40; ++i) doubling += "[route]\nlayers=" + std::string(i ? "-1,-1" : "0,0") + "\n";
  EXPECT_NE(error(net + "[maxpool]\n" + doubling.substr(net.size())), "");
}

}  // namespace
}  // namespace quern::frontend::darknet::test

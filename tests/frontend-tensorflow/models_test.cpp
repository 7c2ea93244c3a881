// Real networks: everything under models/tensorflow of the shared folder converts, with few transposes.
#include "reader/sniff.hpp"
#include "support.hpp"
#include "support/shared.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

struct Network {
  const char* file;
  std::vector<Binding> inputs;
  std::vector<std::string> outputs;
  size_t transposes;
};

TEST(Models, RealNetworksConvert) {
  QUERN_NEEDS_SHARED_MODELS();
  const std::vector<Network> networks = {
      {"mobilenet_v1_0.25_224/frozen_graph.pb", {}, {"MobilenetV1/Predictions/Reshape_1"}, 0},
      {"fsrcnn/FSRCNN_x2.pb", {{"IteratorGetNext", {1, 1, 40, 60}}}, {"NCHW_output"}, 0},
      // The sounds are decoded outside.
      {"ml_kws/CNN_S.pb", {{"Reshape", {1, 490}}}, {"labels_softmax"}, 0},
      {"ml_kws/DS_CNN_S.pb", {{"Reshape", {1, 490}}}, {"labels_softmax"}, 0},
      // Twelve heads are flattened.
      {"opencv_face_detector/opencv_face_detector_uint8.pb",
       {{"data", {1, 3, 300, 300}}},
       {"mbox_loc", "mbox_conf_flatten"},
       12}};
  for (const Network& network : networks) {
    SCOPED_TRACE(network.file);
    const std::filesystem::path file = quern::test::shared_models() / "tensorflow" / network.file;
    EXPECT_EQ(sniff(file), 100);
    ConvertOptions options;
    options.inputs = network.inputs;
    RecordingHost host;
    Model model;
    EXPECT_EQ(error_of([&] { model = convert_files({file}, options, host.host()); }), "");
    std::vector<std::string> outputs;
    for (const ValueInfo& output : model.graph.outputs) outputs.push_back(output.name);
    EXPECT_EQ(outputs, network.outputs);
    EXPECT_EQ(count_of(model, "Transpose"), network.transposes);
    for (const quern::Node& n : model.graph.nodes)
      EXPECT_TRUE(n.metadata.contains("quern.source")) << n.label();
    for (const Diagnostic& d : host.diagnostics) EXPECT_EQ(d.severity, QUERN_SEVERITY_NOTE) << d.message;
  }
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test

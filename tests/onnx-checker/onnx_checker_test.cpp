#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>

#include "quern_schemas.hpp"

namespace {

namespace fs = std::filesystem;

// Runs the quickstart pipeline in a folder of its own.
fs::path quickstart_artefacts() {
  static const fs::path work = [] {
    const fs::path folder = fs::temp_directory_path() / ("quern-checker-" + std::to_string(::getpid()));
    const std::string command =
        std::string(std::getenv("QUERN_TEST_COMMAND")) + " run " + std::getenv("QUERN_TEST_SOURCE") +
        "/configs/quickstart.yaml --until compile --set work=" + folder.string() + " > /dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return folder;
  }();
  return work;
}

onnx::ModelProto load(const fs::path& file) {
  onnx::ModelProto model;
  std::ifstream stream(file, std::ios::binary);
  EXPECT_TRUE(model.ParseFromIstream(&stream)) << file;
  return model;
}

class OnnxChecker : public testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() { quern::schemas::register_quern_domain(); }
  static void TearDownTestSuite() { fs::remove_all(quickstart_artefacts()); }
};

TEST_P(OnnxChecker, AcceptsTheArtefact) {
  onnx::ModelProto model = load(quickstart_artefacts() / GetParam());
  EXPECT_GT(model.graph().node_size(), 5);
  EXPECT_NO_THROW(onnx::checker::check_model(model));
}

TEST_P(OnnxChecker, WouldNoticeAnUnknownAttribute) {
  onnx::ModelProto model = load(quickstart_artefacts() / GetParam());
  model.mutable_graph()->mutable_node(0)->add_attribute()->set_name("no_such_attribute");
  model.mutable_graph()->mutable_node(0)->mutable_attribute()->rbegin()->set_type(onnx::AttributeProto::INT);
  model.mutable_graph()->mutable_node(0)->mutable_attribute()->rbegin()->set_i(1);
  EXPECT_ANY_THROW(onnx::checker::check_model(model));
}

INSTANTIATE_TEST_SUITE_P(Artefacts, OnnxChecker, testing::Values("fp32.onnx", "int8.onnx"));

}  // namespace

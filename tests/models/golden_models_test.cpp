// Every public ONNX model through the command as a user would run it: `quern convert` and `quern exec`
// reproduce the outputs that independent engines computed.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "data/npz.hpp"

namespace quern {
namespace {

namespace fs = std::filesystem;

constexpr double kRelativeL2 = 1e-4;

fs::path shared() {
  const char* path = std::getenv("QUERN_SHARED");
  return path ? fs::path(path) : fs::path(std::getenv("QUERN_TEST_SOURCE")) / "../shared";
}

struct Golden {
  const char* model;  // below models/
  const char* file;   // below models/golden/
  const char* arguments = "";
};

void run(const std::string& arguments) {
  const std::string command =
      std::string(std::getenv("QUERN_TEST_COMMAND")) + " " + arguments + " >/dev/null 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

double relative_l2(const Tensor& want, const Tensor& got) {
  const std::vector<float> w = want.to_float(), g = got.to_float();
  double error = 0, norm = 0;
  for (size_t i = 0; i < w.size(); ++i) {
    error += (double(w[i]) - g[i]) * (double(w[i]) - g[i]);
    norm += double(w[i]) * w[i];
  }
  return std::sqrt(error / std::max(norm, 1e-30));
}

class GoldenModels : public testing::TestWithParam<Golden> {};

TEST_P(GoldenModels, ConvertAndExecGiveTheStoredOutputs) {
  const fs::path models = shared() / "models";
  if (!fs::exists(models)) GTEST_SKIP() << "the shared models are not at " << models << "; set QUERN_SHARED";
  const fs::path work = fs::temp_directory_path() / ("quern-golden-" + std::to_string(::getpid()));
  fs::create_directories(work);
  const NamedTensors stored = data::read_npz((models / "golden" / GetParam().file).string());
  NamedTensors inputs;
  for (const auto& [name, tensor] : stored)
    if (name.starts_with("in|")) inputs[name.substr(3)] = tensor;
  std::ofstream(work / "in.npz", std::ios::binary) << data::encode_npz(inputs);

  run("convert " + (models / GetParam().model).string() + " " + GetParam().arguments + " -o " +
      (work / "fp32.onnx").string());
  run("exec " + (work / "fp32.onnx").string() + " --inputs " + (work / "in.npz").string() + " --outputs " +
      (work / "out.npz").string());
  const NamedTensors outputs = data::read_npz((work / "out.npz").string());
  int compared = 0;
  for (const auto& [name, want] : stored) {
    if (!name.starts_with("out|")) continue;
    const auto got = outputs.find(name.substr(4));
    ASSERT_NE(got, outputs.end()) << name;
    ASSERT_EQ(got->second.count(), want.count()) << name;
    EXPECT_LE(relative_l2(want, got->second), kRelativeL2) << name;
    ++compared;
  }
  EXPECT_GT(compared, 0);
  fs::remove_all(work);
}

INSTANTIATE_TEST_SUITE_P(
    Onnx, GoldenModels,
    testing::Values(
        Golden{"onnx/fastestdet/FastestDet.onnx", "onnx__fastestdet__FastestDet.onnx.npz"},
        Golden{"onnx/generated/mobilenet_v2_dequant_imagenet.onnx",
               "onnx__generated__mobilenet_v2_dequant_imagenet.onnx.npz"},
        Golden{"onnx/generated/resnet20_cifar10.onnx", "onnx__generated__resnet20_cifar10.onnx.npz"},
        Golden{"onnx/generated/squeezenet1.0_imagenet_bgr.onnx",
               "onnx__generated__squeezenet1.0_imagenet_bgr.onnx.npz"},
        Golden{"onnx/mnist_tengine/mnist.onnx", "onnx__mnist_tengine__mnist.onnx.npz"},
        Golden{"onnx/picodet/picodet_xs_416_coco_lcnet_sim.onnx",
               "onnx__picodet__picodet_xs_416_coco_lcnet_sim.onnx.npz"},
        Golden{"onnx/ultraface/version-RFB-320.onnx", "onnx__ultraface__version-RFB-320.onnx.npz"},
        Golden{"onnx/ultraface/version-RFB-320_simplified.onnx",
               "onnx__ultraface__version-RFB-320_simplified.onnx.npz"},
        Golden{"onnx/yunet/yunet_n_320_320.onnx", "onnx__yunet__yunet_n_320_320.onnx.npz"}));

}  // namespace
}  // namespace quern

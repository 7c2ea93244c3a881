// The public TorchScript models reproduce the outputs that PyTorch computed.
#include "support/golden.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "support/shared.hpp"

namespace quern::test {
namespace {

class PyTorchGolden : public testing::TestWithParam<Golden> {};

TEST_P(PyTorchGolden, ConvertAndExecGiveTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  check_golden(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Models, PyTorchGolden,
    testing::Values(
        Golden{{"torchscript/generated/mobilenet_v2_dequant_imagenet.pt"},
               "golden/torchscript__generated__mobilenet_v2_dequant_imagenet.pt.npz",
               "--input x=1x3x224x224"},
        Golden{{"torchscript/generated/resnet20_cifar10.pt"},
               "golden/torchscript__generated__resnet20_cifar10.pt.npz",
               "--input x=1x3x32x32"},
        // Stored is what PyTorch's engine onednn computes in integers. The float network has no rounding; the
        // simulated one is nearer to it (0.11) than PyTorch's engine qnnpack is (0.15).
        Golden{{"torchscript/ios_demo/mobilenet_quantized.pt"},
               "golden/torchscript__ios_demo__mobilenet_quantized.pt.npz",
               "--input x=1x3x224x224",
               0.25},
        Golden{{"torchscript/ios_demo/mobilenet_quantized.pt"},
               "golden/torchscript__ios_demo__mobilenet_quantized.pt.npz",
               "--input x=1x3x224x224 --option quantised=simulate",
               0.13}));

// What `quern exec` makes of the model's input "x" of the archive `stored`.
Tensor output_of(const std::string& model, const std::string& stored) {
  const auto work = std::filesystem::temp_directory_path() / ("quern-twins-" + std::to_string(::getpid()));
  std::filesystem::create_directories(work);
  const auto arrays = data::read_npz((shared_models() / stored).string());
  std::ofstream(work / "in.npz", std::ios::binary) << data::encode_npz({{"x", arrays.at("in|x")}});
  run_command("convert '" + (shared_models() / model).string() + "' --input x=1x3x224x224 -o " +
              (work / "m.onnx").string());
  run_command("exec " + (work / "m.onnx").string() + " --inputs " + (work / "in.npz").string() +
              " --outputs " + (work / "out.npz").string());
  Tensor result = data::read_npz((work / "out.npz").string()).at("out");
  std::filesystem::remove_all(work);
  return result;
}

// The float twin of the quantised network was made by another tool: both must compute the same.
TEST(Twins, DequantisedNetworksAgree) {
  QUERN_NEEDS_SHARED_MODELS();
  const std::string stored = "golden/torchscript__ios_demo__mobilenet_quantized.pt.npz";
  const Tensor quantised = output_of("torchscript/ios_demo/mobilenet_quantized.pt", stored);
  EXPECT_LE(
      relative_l2(output_of("torchscript/generated/mobilenet_v2_dequant_imagenet.pt", stored), quantised),
      1e-4);
}

}  // namespace
}  // namespace quern::test

// The public ONNX models reproduce the outputs of independent engines.
#include "support/golden.hpp"

#include "support/shared.hpp"

namespace quern::test {
namespace {

class OnnxGolden : public testing::TestWithParam<Golden> {};

TEST_P(OnnxGolden, ConvertAndExecGiveTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  check_golden(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Models, OnnxGolden,
    testing::Values(
        Golden{{"onnx/fastestdet/FastestDet.onnx"}, "golden/onnx__fastestdet__FastestDet.onnx.npz"},
        Golden{{"onnx/generated/mobilenet_v2_dequant_imagenet.onnx"},
               "golden/onnx__generated__mobilenet_v2_dequant_imagenet.onnx.npz"},
        Golden{{"onnx/generated/resnet20_cifar10.onnx"}, "golden/onnx__generated__resnet20_cifar10.onnx.npz"},
        Golden{{"onnx/generated/squeezenet1.0_imagenet_bgr.onnx"},
               "golden/onnx__generated__squeezenet1.0_imagenet_bgr.onnx.npz"},
        Golden{{"onnx/mnist_tengine/mnist.onnx"}, "golden/onnx__mnist_tengine__mnist.onnx.npz"},
        Golden{{"onnx/picodet/picodet_xs_416_coco_lcnet_sim.onnx"},
               "golden/onnx__picodet__picodet_xs_416_coco_lcnet_sim.onnx.npz"},
        Golden{{"onnx/ultraface/version-RFB-320.onnx"}, "golden/onnx__ultraface__version-RFB-320.onnx.npz"},
        Golden{{"onnx/ultraface/version-RFB-320_simplified.onnx"},
               "golden/onnx__ultraface__version-RFB-320_simplified.onnx.npz"},
        Golden{{"onnx/yunet/yunet_n_320_320.onnx"}, "golden/onnx__yunet__yunet_n_320_320.onnx.npz"}));

}  // namespace
}  // namespace quern::test

// The public Darknet models reproduce the outputs of an independent engine, which has both the raw heads and
// the decoded boxes, with probabilities up to 0.2 set to 0.
#include "support/golden.hpp"

#include "support/shared.hpp"

namespace quern::test {
namespace {

class DarknetGolden : public testing::TestWithParam<Golden> {};

TEST_P(DarknetGolden, ConvertAndExecGiveTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  check_golden(GetParam());
}

std::string decoded(const std::string& heads) {
  std::string arguments = "--option decode=true --option threshold=0.2";
  for (size_t begin = 0; begin < heads.size();) {
    const size_t end = std::min(heads.find(' ', begin), heads.size());
    arguments += " --output " + heads.substr(begin, end - begin);
    begin = end + 1;
  }
  return arguments;
}

INSTANTIATE_TEST_SUITE_P(
    Models, DarknetGolden,
    testing::Values(
        // The files in either order, with and without the names of the classes.
        Golden{{"darknet/mobilenetv2-yolov3-nano/voc.names",
                "darknet/mobilenetv2-yolov3-nano/MobileNetV2-YOLOv3-Nano-voc.cfg",
                "darknet/mobilenetv2-yolov3-nano/MobileNetV2-YOLOv3-Nano-voc.weights"},
               "golden/darknet__mobilenetv2-yolov3-nano__MobileNetV2-YOLOv3-Nano-voc.cfg.npz",
               decoded("conv_68 conv_78 yolo_69 yolo_79")},
        Golden{{"darknet/yolo-fastest-1.1/yolo-fastest-1.1.weights",
                "darknet/yolo-fastest-1.1/yolo-fastest-1.1.cfg"},
               "golden/darknet__yolo-fastest-1.1__yolo-fastest-1.1.cfg.npz",
               decoded("conv_120 conv_129 yolo_121 yolo_130")}));

}  // namespace
}  // namespace quern::test

// The public Paddle models reproduce the outputs of an independent executor.
#include "support/golden.hpp"

#include "support/shared.hpp"

namespace quern::test {
namespace {

class PaddleGolden : public testing::TestWithParam<Golden> {};

TEST_P(PaddleGolden, ConvertAndExecGiveTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  check_golden(GetParam());
}

const std::string kCls = "golden/paddle__ppocr_ch_ppocr_mobile_v2.0_cls_infer.npz";
const std::string kClsFolder = "paddle/ppocr_ch_ppocr_mobile_v2.0_cls_infer";
const std::string kDetFolder = "paddle/ppocr_ch_PP-OCRv3_det_infer";
const std::string kClsInput = "--input x=1x3x48x192";

INSTANTIATE_TEST_SUITE_P(
    Models, PaddleGolden,
    testing::Values(
        Golden{{kDetFolder}, "golden/paddle__ppocr_ch_PP-OCRv3_det_infer.npz", "--input x=1x3x640x640"},
        Golden{{kClsFolder}, kCls, kClsInput},
        // Files in either order, and the program alone: its parameters lie beside it.
        Golden{{kClsFolder + "/inference.pdmodel", kClsFolder + "/inference.pdiparams"}, kCls, kClsInput},
        Golden{{kClsFolder + "/inference.pdiparams", kClsFolder + "/inference.pdmodel"}, kCls, kClsInput},
        Golden{{kClsFolder + "/inference.pdmodel"}, kCls, kClsInput},
        // The same network in the two layouts of fluid.
        Golden{{"paddle/derived_combined_ppocr_cls"}, kCls, kClsInput},
        Golden{{"paddle/derived_uncombined_ppocr_cls"},
               "golden/paddle__derived_uncombined_ppocr_cls.npz",
               kClsInput},
        Golden{{"paddle/uncombined_cifar_resnet32"}, "golden/paddle__uncombined_cifar_resnet32.npz"}));

}  // namespace
}  // namespace quern::test

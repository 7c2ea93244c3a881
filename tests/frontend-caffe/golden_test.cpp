// The public Caffe models reproduce the outputs of independent engines.
#include "support/golden.hpp"

#include "support/shared.hpp"

namespace quern::test {
namespace {

class CaffeGolden : public testing::TestWithParam<Golden> {};

TEST_P(CaffeGolden, ConvertAndExecGiveTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  check_golden(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Models, CaffeGolden,
    testing::Values(Golden{{"caffe/mtcnn/det2.prototxt", "caffe/mtcnn/det2.caffemodel"},
                           "golden/caffe__mtcnn__det2.prototxt.npz"},
                    Golden{{"caffe/mtcnn/det3.caffemodel", "caffe/mtcnn/det3.prototxt"},
                           "golden/caffe__mtcnn__det3.prototxt.npz"},
                    Golden{{"caffe/squeezenet_v1.0_deepcomp/SqueezeNet_deploy.prototxt",
                            "caffe/squeezenet_v1.0_deepcomp/squeezenet_v1.0_decoded.caffemodel"},
                           "golden/caffe__squeezenet_v1.0_deepcomp__SqueezeNet_deploy.prototxt.npz"},
                    Golden{{"caffe/ultraface/slim-320.prototxt", "caffe/ultraface/slim-320.caffemodel"},
                           "golden/caffe__ultraface__slim-320.prototxt.npz",
                           {},
                           1e-4,
                           "input"},
                    // The file with the weights has the network too.
                    Golden{{"caffe/ultraface/slim-320.caffemodel"},
                           "golden/caffe__ultraface__slim-320.prototxt.npz",
                           {},
                           1e-4,
                           "input"}));

}  // namespace
}  // namespace quern::test

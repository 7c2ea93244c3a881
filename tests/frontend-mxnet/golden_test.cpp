// The public MXNet models reproduce the outputs of an independent engine, and their Caffe twins'.
#include "support/golden.hpp"

#include "support/shared.hpp"

namespace quern::test {
namespace {

class MxnetGolden : public testing::TestWithParam<Golden> {};

TEST_P(MxnetGolden, ConvertAndExecGiveTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  check_golden(GetParam());
}

// Symbols have no input shapes: the command binds them. The order of the files does not matter.
INSTANTIATE_TEST_SUITE_P(
    Models, MxnetGolden,
    testing::Values(Golden{{"mxnet/lenet_sophon/lenet-symbol.json", "mxnet/lenet_sophon/lenet-0100.params"},
                           "golden/mxnet__lenet_sophon__lenet-symbol.json.npz",
                           "--input data=1x1x28x28"},
                    Golden{{"mxnet/mtcnn/det2-0001.params", "mxnet/mtcnn/det2-symbol.json"},
                           "golden/mxnet__mtcnn__det2-symbol.json.npz",
                           "--input data=1x3x24x24"},
                    Golden{{"mxnet/mtcnn/det3-symbol.json", "mxnet/mtcnn/det3-0001.params"},
                           "golden/mxnet__mtcnn__det3-symbol.json.npz",
                           "--input data=1x3x48x48"}));

}  // namespace
}  // namespace quern::test

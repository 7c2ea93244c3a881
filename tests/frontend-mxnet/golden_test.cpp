// The public MXNet models reproduce the outputs of an independent engine, and their Caffe twins'.
#include "support/golden.hpp"

#include <algorithm>
#include <fstream>
#include <unistd.h>

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

// MTCNN exists for both frameworks with the same weights: the MXNet one was made for images whose rows and
// columns are swapped, and for RGB instead of BGR.
Tensor as_mxnet_wants(const Tensor& x) {
  const int64_t channels = x.dims[1], height = x.dims[2], width = x.dims[3];
  Tensor result(DataType::Float, {1, channels, width, height});
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t i = 0; i < height; ++i)
      for (int64_t j = 0; j < width; ++j)
        result.mutable_data<float>()[((channels - 1 - c) * width + j) * height + i] =
            x.data<float>()[(c * height + i) * width + j];
  return result;
}

class MxnetTwins : public testing::TestWithParam<std::string> {};

TEST_P(MxnetTwins, GiveWhatTheirCaffeTwinsGive) {
  QUERN_NEEDS_SHARED_MODELS();
  const std::string net = GetParam(), size = net == "det2" ? "24x24" : "48x48";
  const auto twin = shared_models() / ("golden/caffe__mtcnn__" + net + ".prototxt.npz");
  NamedTensors stored;
  for (const auto& [caffe_name, tensor] : data::read_npz(twin.string())) {
    std::string name = caffe_name;
    std::replace(name.begin(), name.end(), '-', '_');
    stored[name] = name.starts_with("in|") ? as_mxnet_wants(tensor) : tensor;
  }
  const auto file =
      std::filesystem::temp_directory_path() / ("quern-twin-" + std::to_string(::getpid()) + ".npz");
  std::ofstream(file, std::ios::binary) << data::encode_npz(stored);
  check_golden({{"mxnet/mtcnn/" + net + "-symbol.json", "mxnet/mtcnn/" + net + "-0001.params"},
                file.string(),
                "--input data=1x3x" + size});
  std::filesystem::remove(file);
}

INSTANTIATE_TEST_SUITE_P(Mtcnn, MxnetTwins, testing::Values("det2", "det3"));

}  // namespace
}  // namespace quern::test

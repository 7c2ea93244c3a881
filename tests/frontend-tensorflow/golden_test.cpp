// The public TensorFlow models reproduce the outputs of independent engines.
#include "support/golden.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "support/shared.hpp"

namespace quern::test {
namespace {

namespace fs = std::filesystem;

Tensor nhwc_to_nchw(const Tensor& image) {
  const int64_t n = image.dims.at(0), h = image.dims.at(1), w = image.dims.at(2), c = image.dims.at(3);
  Tensor result(DataType::Float, {n, c, h, w});
  const float* from = image.data<float>();
  for (int64_t i = 0; i < n * h * w; ++i)
    for (int64_t k = 0; k < c; ++k)
      result.mutable_data<float>()[(i / (h * w) * c + k) * h * w + i % (h * w)] = from[i * c + k];
  return result;
}

// Stored inputs are called "in|NAME|NHWC" where they are images in TensorFlow's order of axes; converted
// models have them with channels second.
class TensorflowGolden : public testing::TestWithParam<std::tuple<Golden, bool>> {};

TEST_P(TensorflowGolden, ConvertAndExecGiveTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  auto [golden, in_source_layout] = GetParam();
  NamedTensors arrays;
  for (auto& [name, tensor] : data::read_npz((shared_models() / golden.stored).string())) {
    if (!name.ends_with("|NHWC")) {
      arrays[name] = tensor;
      continue;
    }
    arrays[name.substr(0, name.size() - 5)] = in_source_layout ? tensor : nhwc_to_nchw(tensor);
  }
  const fs::path file =
      fs::temp_directory_path() / ("quern-tensorflow-" + std::to_string(::getpid()) + ".npz");
  std::ofstream(file, std::ios::binary) << data::encode_npz(arrays);
  golden.stored = file.string();
  if (in_source_layout) golden.arguments += " --option input_layout=source";
  check_golden(golden);
  fs::remove(file);
}

INSTANTIATE_TEST_SUITE_P(
    Models, TensorflowGolden,
    testing::Combine(testing::Values(Golden{{"tensorflow/mobilenet_v1_0.25_224/frozen_graph.pb"},
                                            "golden/tensorflow__mobilenet_v1_0.25_224__frozen_graph.pb.npz"}),
                     testing::Bool()));

}  // namespace
}  // namespace quern::test

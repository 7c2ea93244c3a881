// One network in two formats gives the same outputs.
#include <fstream>
#include <unistd.h>

#include "data/npz.hpp"
#include "support/golden.hpp"
#include "support/shared.hpp"

namespace quern::test {
namespace {

namespace fs = std::filesystem;

struct Twin {
  std::vector<std::string> caffe;
  std::string onnx;
  std::string caffe_input, onnx_input;
  Shape shape;
  std::string caffe_output, onnx_output;
};

class CaffeTwins : public testing::TestWithParam<Twin> {};

Tensor output_of(const fs::path& work, const std::string& files, const std::string& input, const Tensor& x,
                 const std::string& output) {
  std::ofstream(work / "in.npz", std::ios::binary) << data::encode_npz({{input, x}});
  run_command("convert" + files + " --output " + output + " -o " + (work / "fp32.onnx").string());
  run_command("exec " + (work / "fp32.onnx").string() + " --inputs " + (work / "in.npz").string() +
              " --outputs " + (work / "out.npz").string());
  if (testing::Test::HasFatalFailure()) return {};
  return data::read_npz((work / "out.npz").string()).at(output);
}

TEST_P(CaffeTwins, Agree) {
  QUERN_NEEDS_SHARED_MODELS();
  const Twin& twin = GetParam();
  const fs::path work = fs::temp_directory_path() / ("quern-twins-" + std::to_string(::getpid()));
  fs::create_directories(work);
  Tensor x(DataType::Float, twin.shape);
  uint32_t seed = 1;
  for (int64_t i = 0; i < x.count(); ++i) {
    seed = seed * 1664525u + 1013904223u;
    x.mutable_data<float>()[i] = float(seed >> 8) / float(1 << 22) - 2.0f;
  }
  std::string files;
  for (const std::string& file : twin.caffe) files += " '" + (shared_models() / file).string() + "'";
  const Tensor a = output_of(work, files, twin.caffe_input, x, twin.caffe_output);
  const Tensor b = output_of(work, " '" + (shared_models() / twin.onnx).string() + "'", twin.onnx_input, x,
                             twin.onnx_output);
  ASSERT_FALSE(HasFatalFailure());
  ASSERT_EQ(a.count(), b.count());
  EXPECT_GT(a.count(), 0);
  EXPECT_LE(relative_l2(a, b), 1e-4);
  fs::remove_all(work);
}

INSTANTIATE_TEST_SUITE_P(Models, CaffeTwins,
                         testing::Values(Twin{
                             {"caffe/squeezenet_v1.0_deepcomp/squeezenet_v1.0_decoded.caffemodel",
                              "caffe/squeezenet_v1.0_deepcomp/SqueezeNet_deploy.prototxt"},
                             "onnx/generated/squeezenet1.0_imagenet_bgr.onnx",
                             "data",
                             "data",
                             {1, 3, 227, 227},
                             "pool_final",
                             "logits"}));

}  // namespace
}  // namespace quern::test

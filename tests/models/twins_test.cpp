// One network in the formats of two frameworks gives the same outputs.
#include <fstream>
#include <unistd.h>

#include "data/npz.hpp"
#include "support/golden.hpp"
#include "support/shared.hpp"

namespace quern::test {
namespace {

namespace fs = std::filesystem;

struct Form {
  std::vector<std::string> files;  // below the shared models
  std::string input, output;       // no output: the model's own, of which there is one
  std::string arguments = {};      // further ones of `quern convert`
};

struct Twin {
  std::string name;
  Form a, b;
  Shape shape;
  bool b_is_turned = false;  // rows and columns of b's input are swapped, its channels reversed
  double tolerance = 1e-4;   // relative L2
};

std::ostream& operator<<(std::ostream& out, const Twin& twin) { return out << twin.name; }

class Twins : public testing::TestWithParam<Twin> {
 protected:
  Tensor output_of(const Form& form, const Tensor& x) const {
    std::ofstream(work_ / "in.npz", std::ios::binary) << data::encode_npz({{form.input, x}});
    std::string files;
    for (const std::string& file : form.files) files += " '" + (shared_models() / file).string() + "'";
    run_command("convert" + files + " " + form.arguments +
                (form.output.empty() ? "" : " --output " + form.output) + " -o " +
                (work_ / "fp32.onnx").string());
    run_command("exec " + (work_ / "fp32.onnx").string() + " --inputs " + (work_ / "in.npz").string() +
                " --outputs " + (work_ / "out.npz").string());
    if (HasFatalFailure()) return {};
    const NamedTensors outputs = data::read_npz((work_ / "out.npz").string());
    return form.output.empty() ? outputs.begin()->second : outputs.at(form.output);
  }

  fs::path work_ = fs::temp_directory_path() / ("quern-twins-" + std::to_string(::getpid()));
};

Tensor noise(const Shape& shape) {
  Tensor x(DataType::Float, shape);
  uint32_t seed = 1;
  for (int64_t i = 0; i < x.count(); ++i) {
    seed = seed * 1664525u + 1013904223u;
    x.mutable_data<float>()[i] = float(seed >> 8) / float(1 << 22) - 2.0f;
  }
  return x;
}

Tensor turned(const Tensor& x) {
  const int64_t channels = x.dims[1], rows = x.dims[2], columns = x.dims[3];
  Tensor y(DataType::Float, {1, channels, columns, rows});
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t i = 0; i < rows; ++i)
      for (int64_t j = 0; j < columns; ++j)
        y.mutable_data<float>()[((channels - 1 - c) * columns + j) * rows + i] =
            x.data<float>()[(c * rows + i) * columns + j];
  return y;
}

TEST_P(Twins, Agree) {
  QUERN_NEEDS_SHARED_MODELS();
  const Twin& twin = GetParam();
  fs::create_directories(work_);
  const Tensor x = noise(twin.shape);
  const Tensor a = output_of(twin.a, x), b = output_of(twin.b, twin.b_is_turned ? turned(x) : x);
  ASSERT_FALSE(HasFatalFailure());
  ASSERT_EQ(a.count(), b.count());
  EXPECT_GT(a.count(), 0);
  EXPECT_LE(relative_l2(a, b), twin.tolerance);
  fs::remove_all(work_);
}

const std::vector<std::string> kCaffeNano = {
    "caffe/mobilenetv2_yolov3_nano_voc/MobileNetV2-YOLOv3-Nano-voc.prototxt",
    "caffe/mobilenetv2_yolov3_nano_voc/MobileNetV2-YOLOv3-Nano-voc.caffemodel"};
const std::vector<std::string> kDarknetNano = {
    "darknet/mobilenetv2-yolov3-nano/MobileNetV2-YOLOv3-Nano-voc.cfg",
    "darknet/mobilenetv2-yolov3-nano/MobileNetV2-YOLOv3-Nano-voc.weights"};
const std::vector<std::string> kCaffeSqueezeNet = {
    "caffe/squeezenet_v1.0_deepcomp/squeezenet_v1.0_decoded.caffemodel",
    "caffe/squeezenet_v1.0_deepcomp/SqueezeNet_deploy.prototxt"};

const Twin kTwins[] = {
    {"squeezenet_caffe_onnx",
     {kCaffeSqueezeNet, "data", "pool_final"},
     {{"onnx/generated/squeezenet1.0_imagenet_bgr.onnx"}, "data", "logits"},
     {1, 3, 227, 227}},
    // Caffe's batch normalization adds 1e-5 to the variance, Darknet 1e-6.
    {"nano_caffe_darknet",
     {kCaffeNano, "data", "layer79-conv"},
     {kDarknetNano, "data", "conv_78"},
     {1, 3, 320, 320},
     false,
     5e-4},
    {"mtcnn_caffe_mxnet",
     {{"caffe/mtcnn/det3.prototxt", "caffe/mtcnn/det3.caffemodel"}, "data", "prob1"},
     {{"mxnet/mtcnn/det3-symbol.json", "mxnet/mtcnn/det3-0001.params"},
      "data",
      "prob1",
      "--input data=1x3x48x48"},
     {1, 3, 48, 48},
     true},
    {"resnet20_pytorch_onnx",
     {{"torchscript/generated/resnet20_cifar10.pt"}, "x", "", "--input x=1x3x32x32"},
     {{"onnx/generated/resnet20_cifar10.onnx"}, "input", "logits"},
     {1, 3, 32, 32}},
};

INSTANTIATE_TEST_SUITE_P(Models, Twins, testing::ValuesIn(kTwins),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace quern::test

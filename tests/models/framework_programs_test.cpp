// Models of every framework go the whole way: converted, calibrated, compiled for batch 1 and 4, executed.
#include <fstream>
#include <random>

#include "program_check.hpp"
#include "support/shared.hpp"

namespace quern::test {
namespace {

namespace fs = std::filesystem;

struct FrameworkModel {
  std::string name;
  std::vector<std::string> files;  // below the shared models
  std::string input;
  Shape shape;                            // bound to the input
  double int8_tolerance, fp32_tolerance;  // as in program_models_test.cpp
  std::vector<std::string> outputs = {};  // where the network is cut
  std::string options = {};               // of the frontend, YAML
};

std::ostream& operator<<(std::ostream& out, const FrameworkModel& model) { return out << model.name; }

std::string yaml_list(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "\"" : ", \"") + item + "\"";
  return "[" + text + "]";
}

class FrameworkPrograms : public ProgramCheck, public testing::WithParamInterface<FrameworkModel> {
 protected:
  // A pipeline file, and random samples to calibrate with.
  fs::path write_config() const {
    const FrameworkModel& model = GetParam();
    std::vector<std::string> files;
    for (const std::string& file : model.files) files.push_back((shared_models() / file).string());
    std::string shape = to_string(model.shape);
    std::replace(shape.begin(), shape.end(), 'x', ',');
    std::ofstream(work_ / "net.yaml")
        << "quern: 1\nname: net\nmodel:\n  files: " << yaml_list(files) << "\n  inputs: {\"" << model.input
        << "\": [" << shape << "]}\n"
        << (model.outputs.empty() ? "" : "  outputs: " + yaml_list(model.outputs) + "\n")
        << (model.options.empty() ? "" : "  options: {" + model.options + "}\n")
        << "calibrate: {quant: max, data: {arrays: samples.npz}}\ncompile: {target: bm1684}\n";
    Shape several = model.shape;
    several[0] *= 2;
    Tensor samples(DataType::Float, several);
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (int64_t i = 0; i < samples.count(); ++i) samples.mutable_data<float>()[i] = normal(random);
    std::ofstream(work_ / "samples.npz", std::ios::binary) << data::encode_npz({{model.input, samples}});
    return work_ / "net.yaml";
  }
};

TEST_P(FrameworkPrograms, Int8) { compare(write_config(), "", "int8.onnx", GetParam().int8_tolerance); }

TEST_P(FrameworkPrograms, Float) {
  compare(write_config(), "--set compile.quantise=false", "fp32.onnx", GetParam().fp32_tolerance);
}

const FrameworkModel kModels[] = {
    {"caffe_mtcnn_det3",
     {"caffe/mtcnn/det3.prototxt", "caffe/mtcnn/det3.caffemodel"},
     "data",
     {1, 3, 48, 48},
     1e-6,
     1e-5},
    {"caffe_ultraface",
     {"caffe/ultraface/slim-320.prototxt", "caffe/ultraface/slim-320.caffemodel"},
     "input",
     {1, 3, 240, 320},
     1e-6,
     1e-5},
    {"caffe_yolov3_nano",
     {"caffe/mobilenetv2_yolov3_nano_voc/MobileNetV2-YOLOv3-Nano-voc.prototxt",
      "caffe/mobilenetv2_yolov3_nano_voc/MobileNetV2-YOLOv3-Nano-voc.caffemodel"},
     "data",
     {1, 3, 320, 320},
     1e-6,
     1e-5},
    {"darknet_yolo_fastest",
     {"darknet/yolo-fastest-1.1/yolo-fastest-1.1.cfg", "darknet/yolo-fastest-1.1/yolo-fastest-1.1.weights"},
     "data",
     {1, 3, 320, 320},
     1e-6,
     1e-5},
    {"mxnet_lenet",
     {"mxnet/lenet_sophon/lenet-symbol.json", "mxnet/lenet_sophon/lenet-0100.params"},
     "data",
     {1, 1, 28, 28},
     1e-6,
     1e-5},
    {"mxnet_mtcnn_det3",
     {"mxnet/mtcnn/det3-symbol.json", "mxnet/mtcnn/det3-0001.params"},
     "data",
     {1, 3, 48, 48},
     1e-6,
     1e-5},
    {"paddle_ocr_cls", {"paddle/ppocr_ch_ppocr_mobile_v2.0_cls_infer"}, "x", {1, 3, 48, 192}, 1e-3, 1e-5},
    {"paddle_ocr_det", {"paddle/ppocr_ch_PP-OCRv3_det_infer"}, "x", {1, 3, 320, 320}, 1e-3, 1e-4},
    {"paddle_resnet32", {"paddle/uncombined_cifar_resnet32"}, "pixel", {1, 3, 32, 32}, 1e-6, 1e-5},
    {"pytorch_resnet20", {"torchscript/generated/resnet20_cifar10.pt"}, "x", {1, 3, 32, 32}, 1e-6, 1e-5},
    {"pytorch_mobilenet_quantised",
     {"torchscript/ios_demo/mobilenet_quantized.pt"},
     "x",
     {1, 3, 224, 224},
     1e-6,
     1e-5},
    {"tensorflow_mobilenet",
     {"tensorflow/mobilenet_v1_0.25_224/frozen_graph.pb"},
     "input",
     {1, 3, 224, 224},
     1e-6,
     1e-5},
    {"tensorflow_fsrcnn", {"tensorflow/fsrcnn/FSRCNN_x2.pb"}, "IteratorGetNext", {1, 1, 40, 48}, 1e-6, 1e-5},
    {"tensorflow_face_detector",
     {"tensorflow/opencv_face_detector/opencv_face_detector_uint8.pb"},
     "data",
     {1, 3, 300, 300},
     1e-6,
     1e-5},
    {"tensorflow_keywords_cnn", {"tensorflow/ml_kws/CNN_S.pb"}, "Reshape", {1, 490}, 1e-6, 1e-5},
    {"tensorflow_keywords_ds_cnn", {"tensorflow/ml_kws/DS_CNN_S.pb"}, "Reshape", {1, 490}, 1e-6, 1e-5},
};

INSTANTIATE_TEST_SUITE_P(Models, FrameworkPrograms, testing::ValuesIn(kModels),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace quern::test

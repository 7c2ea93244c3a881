// Every public ONNX model: it becomes canonical without complaint, and the canonical graph, interpreted by
// the reference kernels, gives the stored outputs.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "data/npz.hpp"
#include "passes/canonicalise.hpp"

namespace quern::passes::test {
namespace {

namespace fs = std::filesystem;

fs::path models_folder() {
  if (const char* shared = std::getenv("QUERN_SHARED")) return fs::path(shared) / "models";
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  return fs::path(source ? source : ".") / "../shared/models";
}

struct Case {
  const char* folder;
  const char* file;
  size_t nodes;  // at most so many after canonicalisation
};

class PublicModels : public testing::TestWithParam<Case> {};

Model canonical_model(const fs::path& file) {
  quern_host c_host{};
  c_host.struct_size = sizeof(c_host);
  c_host.threads = 1;
  frontend::onnx::ConvertOptions options;
  if (file.filename() == "retinaface_mbnet0.25.onnx") options.inputs.push_back({"input", {1, 3, 384, 640}});
  Model model = frontend::onnx::convert_file(file, options, Host(&c_host));
  std::vector<std::string> messages;
  canonicalise(model, [&](const Diagnostic& d) { messages.push_back(d.where + ": " + d.message); });
  EXPECT_THAT(messages, testing::IsEmpty());
  return model;
}

double relative_error(const Tensor& expected, const Tensor& actual) {
  const std::vector<float> a = expected.to_float(), b = actual.to_float();
  double error = 0, norm = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    error += std::pow(double(a[i]) - double(b[i]), 2);
    norm += std::pow(double(a[i]), 2);
  }
  return std::sqrt(error / std::max(norm, 1e-30));
}

TEST_P(PublicModels, BecomeCanonicalAndKeepTheirOutputs) {
  const fs::path root = models_folder();
  if (!fs::exists(root)) GTEST_SKIP() << "the shared models are not at " << root << "; set QUERN_SHARED";
  const Case& c = GetParam();
  const Model model = canonical_model(root / "onnx" / c.folder / c.file);
  EXPECT_LE(model.graph.nodes.size(), c.nodes);

  const fs::path golden = root / "golden" / (std::string("onnx__") + c.folder + "__" + c.file + ".npz");
  if (!fs::exists(golden)) return;  // some models have no independent reference
  const NamedTensors stored = data::read_npz(golden.string());
  std::vector<Tensor> inputs;
  for (const ValueInfo& input : model.graph.inputs) inputs.push_back(stored.at("in|" + input.name));
  const std::vector<Tensor> outputs = ops::interpret(model.graph, inputs);
  for (size_t i = 0; i < outputs.size(); ++i) {
    const std::string& name = model.graph.outputs[i].name;
    EXPECT_LT(relative_error(stored.at("out|" + name), outputs[i]), 1e-4) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Onnx, PublicModels,
                         testing::Values(Case{"face_misc", "retinaface_mbnet0.25.onnx", 126},
                                         Case{"fastestdet", "FastestDet.onnx", 210},
                                         Case{"generated", "mobilenet_v2_dequant_imagenet.onnx", 100},
                                         Case{"generated", "resnet20_cifar10.onnx", 56},
                                         Case{"generated", "squeezenet1.0_imagenet_bgr.onnx", 65},
                                         Case{"mnist_tengine", "mnist.onnx", 11},
                                         Case{"picodet", "picodet_xs_416_coco_lcnet_sim.onnx", 235},
                                         Case{"ppocr", "PP_OCR_v2_cls.onnx", 125},
                                         Case{"ultraface", "version-RFB-320.onnx", 127},
                                         Case{"ultraface", "version-RFB-320_simplified.onnx", 110},
                                         Case{"yunet", "yunet_n_320_320.onnx", 109}),
                         [](const auto& info) {
                           std::string name = info.param.file;
                           std::erase_if(
                               name, [](char ch) { return !std::isalnum(static_cast<unsigned char>(ch)); });
                           return name;
                         });

}  // namespace
}  // namespace quern::passes::test

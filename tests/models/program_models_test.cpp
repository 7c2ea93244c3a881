// The networks of configs/ as programs for the chip.
#include "program_check.hpp"
#include "support/shared.hpp"

namespace quern::test {
namespace {

struct Network {
  const char* name;
  const char* config;
  // Largest relative L2 distance of outputs; 0: the same bytes. Float operations on the chip are not those of
  // the CPU, and behind them an integer may be rounded the other way.
  double int8_tolerance, fp32_tolerance;
  const char* model = nullptr;  // another model than the configuration's, below the shared models
};

class ProgramModels : public ProgramCheck, public testing::WithParamInterface<Network> {
 protected:
  void compare_config(const std::string& settings, const char* graph, double tolerance) {
    const Network& network = GetParam();
    const std::string model =
        network.model ? " --set model.file=" + (shared_models() / network.model).string() : "";
    compare(copy_configs(work_) / network.config, settings + model, graph, tolerance);
  }
};

TEST_P(ProgramModels, Int8) {
  compare_config("--set calibrate.quant=max --set calibrate.data.limit=2", "int8.onnx",
                 GetParam().int8_tolerance);
}

TEST_P(ProgramModels, Float) {
  compare_config("--set compile.quantise=false", "fp32.onnx", GetParam().fp32_tolerance);
}

INSTANTIATE_TEST_SUITE_P(Configs, ProgramModels,
                         testing::Values(Network{"quickstart", "quickstart.yaml", 0, 1e-5},
                                         Network{"squeezenet", "squeezenet.yaml", 0, 1e-5},
                                         Network{"mobilenet_v2", "mobilenet_v2.yaml", 0, 1e-5},
                                         Network{"resnet20", "resnet20.yaml", 0, 1e-5},
                                         Network{"mnist", "mnist.yaml", 0, 1e-5},
                                         Network{"ultraface", "ultraface.yaml", 1e-6, 1e-5},
                                         Network{"ultraface_simplified", "ultraface.yaml", 1e-6, 1e-5,
                                                 "onnx/ultraface/version-RFB-320_simplified.onnx"},
                                         Network{"yunet", "yunet.yaml", 0, 1e-5},
                                         Network{"retinaface", "retinaface.yaml", 1e-6, 1e-5},
                                         Network{"fastestdet", "fastestdet.yaml", 0, 1e-4},
                                         Network{"picodet", "picodet.yaml", 1, 1e-4},
                                         Network{"ppocr_cls", "ppocr_cls.yaml", 1e-3, 1e-4}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace quern::test

// Real networks as programs for the chip, through the command as a user would run it: .bmodel files with
// stages for batch 1 and 4 give what int8.onnx (bit for bit) or fp32.onnx give on runtime-cpu, without races
// or unwritten memory.
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <unistd.h>

#include <quern/onnx/file.hpp>

#include "data/npz.hpp"
#include "support/golden.hpp"
#include "support/shared.hpp"

namespace quern {
namespace {

namespace fs = std::filesystem;

constexpr int kBatch = 4;

using test::relative_l2;
using test::shared;

// Runs the command; returns what it printed.
std::string run(const std::string& arguments, const fs::path& log) {
  const std::string command =
      std::string(std::getenv("QUERN_TEST_COMMAND")) + " " + arguments + " >" + log.string() + " 2>&1";
  const int status = std::system(command.c_str());
  std::ifstream in(log);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(status, 0) << command << "\n" << text;
  return text;
}

Tensor random_like(const ValueInfo& input, std::mt19937& random) {
  Tensor tensor(DataType::Float, *input.shape);
  std::normal_distribution<float> normal(0, input.shape->back() > 64 ? 40.0f : 1.0f);
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.mutable_data<float>()[i] = normal(random);
  return tensor;
}

// Tensors one behind the other along the first axis.
Tensor stacked(const std::vector<Tensor>& parts) {
  Shape shape = parts[0].dims;
  shape[0] *= int64_t(parts.size());
  Tensor result(parts[0].type, shape);
  auto* to = const_cast<std::byte*>(result.blob.data());
  for (const Tensor& part : parts) {
    std::memcpy(to, part.blob.data(), part.byte_size());
    to += part.byte_size();
  }
  return result;
}

struct Network {
  const char* name;
  const char* config;
  // Largest relative L2 distance of outputs; 0: the same bytes. Float operations on the chip are not those of
  // the CPU, and behind them an integer may be rounded the other way.
  double int8_tolerance, fp32_tolerance;
  const char* model = nullptr;  // another model than the configuration's, below the shared models
};

class ProgramModels : public testing::TestWithParam<Network> {
 protected:
  void SetUp() override {
    if (!fs::exists(shared() / "models"))
      GTEST_SKIP() << "the shared models are not at " << shared() / "models"
                   << "; set QUERN_SHARED";
    fs::create_directories(work_);
  }
  void TearDown() override { fs::remove_all(work_); }

  NamedTensors exec(const fs::path& artefact, const NamedTensors& inputs, const std::string& options = "") {
    std::ofstream(work_ / "in.npz", std::ios::binary) << data::encode_npz(inputs);
    said_ = run("exec " + artefact.string() + " --inputs " + (work_ / "in.npz").string() + " --outputs " +
                    (work_ / "out.npz").string() + options,
                work_ / "log");
    return data::read_npz((work_ / "out.npz").string());
  }

  // Compiles into the work folder and compares its program with `graph` there.
  void compare(const std::string& settings, const char* graph, double tolerance) {
    const Network& network = GetParam();
    const std::string model_file =
        network.model ? " --set model.file=" + (test::shared_models() / network.model).string() : "";
    run("run " + std::string(std::getenv("QUERN_TEST_SOURCE")) + "/configs/" + network.config +
            " --until compile --set work=" + work_.string() + " --set 'compile.options.batch=[1, 4]'" +
            model_file + settings,
        work_ / "log");
    fs::path program;
    for (const auto& entry : fs::directory_iterator(work_))
      if (entry.path().extension() == ".bmodel") program = entry.path();
    ASSERT_FALSE(program.empty());

    std::mt19937 random(1);
    const Model model = load_model((work_ / graph).string());
    std::map<std::string, std::vector<Tensor>> inputs, wanted;
    for (int i = 0; i < kBatch; ++i) {
      NamedTensors one;
      for (const ValueInfo& input : model.graph.inputs) one[input.name] = random_like(input, random);
      for (const auto& [name, tensor] : one) inputs[name].push_back(tensor);
      for (const auto& [name, tensor] : exec(work_ / graph, one)) wanted[name].push_back(tensor);
    }
    NamedTensors single;  // of the first image
    for (const int batch : {1, kBatch}) {
      NamedTensors given;
      for (const auto& [name, list] : inputs) given[name] = stacked({list.begin(), list.begin() + batch});
      const NamedTensors got = exec(program, given, " --option check=true");
      if (batch == 1) single = got;
      EXPECT_EQ(said_.find("race"), std::string::npos) << said_;
      EXPECT_EQ(said_.find("unwritten"), std::string::npos) << said_;
      for (const auto& [name, list] : wanted) {
        const Tensor want = stacked({list.begin(), list.begin() + batch});
        ASSERT_TRUE(got.contains(name)) << name;
        EXPECT_LE(relative_l2(want, got.at(name)), tolerance) << name << ", batch " << batch;
        const Tensor& first = single.at(name);
        EXPECT_EQ(std::memcmp(first.blob.data(), got.at(name).blob.data(), first.byte_size()), 0)
            << name << ": the first image gives something else in batch " << batch;
      }
    }
  }

  fs::path work_ = fs::temp_directory_path() / ("quern-program-" + std::to_string(::getpid()));
  std::string said_;
};

TEST_P(ProgramModels, Int8) {
  compare(" --set calibrate.quant=max --set calibrate.data.limit=2", "int8.onnx", GetParam().int8_tolerance);
}

TEST_P(ProgramModels, Float) {
  if (GetParam().fp32_tolerance == 0) GTEST_SKIP() << "covered by other networks";
  compare(" --set compile.quantise=false", "fp32.onnx", GetParam().fp32_tolerance);
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
}  // namespace quern

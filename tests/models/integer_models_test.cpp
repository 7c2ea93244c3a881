// Real networks in INT8: the fast kernels give the same bytes as the reference kernels of sdk/ops, with every
// instruction set and number of threads.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <unistd.h>

#include <quern/onnx/file.hpp>
#include <quern/ops/interpreter.hpp>

#include "data/npz.hpp"
#include "support/shared.hpp"

namespace quern {
namespace {

namespace fs = std::filesystem;

using test::shared;
void run(const std::string& arguments, const std::string& environment = "") {
  const std::string command =
      environment + " " + std::getenv("QUERN_TEST_COMMAND") + " " + arguments + " >/dev/null 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

bool is_integer(DataType type) { return type == DataType::Int8 || type == DataType::Uint8; }

// Integer tensors that follow from the inputs without float arithmetic between: these are exact everywhere.
std::vector<std::string> exact_tensors(const Graph& graph) {
  std::set<std::string> inputs, exact;
  for (const ValueInfo& input : graph.inputs) inputs.insert(input.name);
  std::vector<std::string> result;
  for (const Node& node : graph.nodes) {
    bool is_exact = true;
    for (const std::string& input : node.inputs)
      is_exact = is_exact && (input.empty() || exact.contains(input) || graph.constant(input) ||
                              (node.op_type == "Quantize" && inputs.contains(input)));
    const ValueInfo* value = graph.value(node.outputs[0]);
    if (!is_exact || !value || !is_integer(value->type)) continue;
    exact.insert(node.outputs[0]);
    result.push_back(node.outputs[0]);
  }
  return result;
}

struct Network {
  const char* config;
  const char* golden;  // whose inputs are run
};

class IntegerModels : public testing::TestWithParam<Network> {};

TEST_P(IntegerModels, AreTheSameBytesEverywhere) {
  if (!fs::exists(shared() / "models"))
    GTEST_SKIP() << "the shared models are not at " << shared() / "models"
                 << "; set QUERN_SHARED";
  const fs::path work = fs::temp_directory_path() / ("quern-integer-" + std::to_string(::getpid()));
  fs::create_directories(work);
  const std::string config = (test::copy_configs(work) / GetParam().config).string();
  run("run " + config +
      " --until compile --set calibrate.quant=max --set calibrate.data.limit=4 --set work=" + work.string());

  // The reference kernels.
  Model model = load_model((work / "int8.onnx").string());
  Graph& graph = model.graph;
  const std::vector<std::string> tensors = exact_tensors(graph);
  ASSERT_GE(tensors.size(), 10u);
  const NamedTensors golden = data::read_npz((shared() / "models/golden" / GetParam().golden).string());
  NamedTensors named;
  std::vector<Tensor> inputs;
  for (const ValueInfo& input : graph.inputs) {
    named[input.name] = golden.at("in|" + input.name);
    inputs.push_back(named[input.name]);
  }
  std::ofstream(work / "in.npz", std::ios::binary) << data::encode_npz(named);
  std::string observe;
  graph.outputs.clear();
  for (const std::string& tensor : tensors) {
    observe += " --observe '" + tensor + "'";
    graph.outputs.push_back(*graph.value(tensor));
  }
  const std::vector<Tensor> want = ops::interpret(graph, inputs);

  for (const char* isa : {"scalar", "avx2", "avxvnni", "avx512vnni"})
    for (const char* threads : {"1", "2", "3"}) {
      run("exec " + (work / "int8.onnx").string() + " --inputs " + (work / "in.npz").string() +
              " --outputs " + (work / "out.npz").string() + " --threads " + threads + observe,
          std::string("QUERN_CPU_ISA=") + isa);
      const NamedTensors got = data::read_npz((work / "out.npz").string());
      for (size_t i = 0; i < tensors.size(); ++i) {
        const Tensor& tensor = got.at(tensors[i]);
        ASSERT_TRUE(
            tensor.type == want[i].type && tensor.dims == want[i].dims &&
            std::equal(tensor.blob.data(), tensor.blob.data() + tensor.blob.size(), want[i].blob.data()))
            << tensors[i] << " with " << isa << " on " << threads << " threads";
      }
    }
  fs::remove_all(work);
}

INSTANTIATE_TEST_SUITE_P(
    Configs, IntegerModels,
    testing::Values(Network{"resnet20.yaml", "onnx__generated__resnet20_cifar10.onnx.npz"},
                    Network{"squeezenet.yaml", "onnx__generated__squeezenet1.0_imagenet_bgr.onnx.npz"},
                    Network{"mobilenet_v2.yaml", "onnx__generated__mobilenet_v2_dequant_imagenet.onnx.npz"},
                    Network{"ultraface.yaml", "onnx__ultraface__version-RFB-320.onnx.npz"}));

}  // namespace
}  // namespace quern

// The suite of small TensorFlow networks: converted and run by the reference kernels, they give the stored
// outputs. Stored arrays of four axes are NCHW.
#include <algorithm>
#include <filesystem>

#include <quern/onnx/file.hpp>

#include "convert.hpp"
#include "data/npy.hpp"
#include "reader/sniff.hpp"
#include "support.hpp"
#include "support/golden.hpp"
#include "support/shared.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

namespace fs = std::filesystem;

// Cases that need a wider tolerance than 1e-4, and why.
struct Exception {
  double tolerance;
  const char* reason;
};
const std::map<std::string, Exception>& exceptions() {
  static constexpr Exception rounded = {
      1e-3, "the outputs were computed before the weights were rounded to 16 bits, as the file has them"};
  static const std::map<std::string, Exception> list = {
      {"fp16_eltwise_add_mul", rounded},    {"fp16_max_pool_even", rounded},
      {"fp16_max_pool_odd_valid", rounded}, {"fp16_pad_and_concat", rounded},
      {"fp16_padding_valid", rounded},      {"fp16_single_conv", rounded}};
  return list;
}

fs::path suite() { return quern::test::shared_models() / "suites" / "tensorflow"; }

std::vector<std::string> cases() {
  std::vector<std::string> names;
  if (!fs::is_directory(suite())) return names;
  for (const auto& entry : fs::directory_iterator(suite())) {
    const std::string file = entry.path().filename().string();
    const std::string end = "_net.pb";
    if (!file.ends_with(end)) continue;
    std::string name = file.substr(0, file.size() - end.size());
    if (fs::exists(suite() / (name + "_in.npy"))) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Relative L2 of the case; throws where it does not convert.
double run_case(const std::string& name) {
  const Tensor input = data::read_npy((suite() / (name + "_in.npy")).string()),
               expected = data::read_npy((suite() / (name + "_out.npy")).string());
  const fs::path file = suite() / (name + "_net.pb");
  EXPECT_EQ(sniff(file), 100) << name;
  // The one placeholder that is no switch of the model.
  std::string placeholder;
  for (const Node& node : read_graph_def(map_file(file), name).nodes)
    if (node.op == "Placeholder" && node.type("dtype") != Type::Bool) placeholder = node.name;
  ConvertOptions options;
  options.inputs = {{placeholder, input.dims}};
  RecordingHost host;
  const Model model = convert_files({file}, options, host.host());
  const Tensor output = ops::interpret(model.graph, {input}).at(0);
  EXPECT_EQ(output.dims, expected.dims) << name;
  return output.dims == expected.dims ? quern::test::relative_l2(expected, output) : 1;
}

TEST(TensorflowSuite, NetworksGiveTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  size_t passed = 0;
  for (const std::string& name : cases()) {
    SCOPED_TRACE(name);
    const auto exception = exceptions().find(name);
    const double tolerance = exception == exceptions().end() ? 1e-4 : exception->second.tolerance;
    double error = 1;
    EXPECT_EQ(error_of([&] { error = run_case(name); }), "");
    EXPECT_LE(error, tolerance);
    if (exception != exceptions().end()) {
      EXPECT_GT(error, 1e-4) << "needs no exception any more: " << exception->second.reason;
    }
    passed += error <= tolerance;
  }
  std::cout << passed << " of " << cases().size() << " networks\n";
  EXPECT_EQ(passed, cases().size());
  EXPECT_GT(passed, 40u);
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test

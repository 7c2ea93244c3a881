// Every operator case of the fixtures gives what PyTorch computed. make_fixtures/ writes them.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "support/golden.hpp"
#include "support/recording_host.hpp"

namespace quern::frontend::pytorch::test {
namespace {

namespace fs = std::filesystem;

fs::path folder() {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  return fs::path(source ? source : ".") / "tests" / "frontend-pytorch" / "fixtures";
}

using Arrays = std::map<std::string, Tensor>;

const Arrays& arrays_of(const std::string& group) {
  static std::map<std::string, Arrays> read;
  if (!read.contains(group)) {
    const auto arrays = data::read_npz((folder() / (group + ".npz")).string());
    read[group] = Arrays(arrays.begin(), arrays.end());
  }
  return read[group];
}

// "CASE/in/" or "CASE/out/" to the tensors behind it.
Arrays part_of(const std::string& group, const std::string& prefix) {
  Arrays part;
  for (const auto& [name, tensor] : arrays_of(group))
    if (name.starts_with(prefix)) part[name.substr(prefix.size())] = tensor;
  return part;
}

std::vector<std::pair<std::string, std::string>> all_cases() {
  std::vector<std::pair<std::string, std::string>> cases;
  if (!fs::is_directory(folder())) return cases;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.path().extension() != ".npz") continue;
    const std::string group = entry.path().stem().string();
    std::set<std::string> names;
    for (const auto& [name, tensor] : arrays_of(group)) names.insert(name.substr(0, name.find('/')));
    for (const std::string& name : names) cases.emplace_back(group, name);
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

class Operators : public testing::TestWithParam<std::pair<std::string, std::string>> {};

// Of float outputs in relative L2; others must be equal. NaN and infinities must stand at the same places.
void expect_same(const std::string& name, const Tensor& want, const Tensor& got, double tolerance) {
  ASSERT_EQ(got.dims, want.dims) << name;
  ASSERT_EQ(got.type, want.type) << name;
  std::vector<float> w = want.to_float(), g = got.to_float();
  for (size_t i = 0; i < w.size(); ++i) {
    if (std::isfinite(w[i])) continue;
    EXPECT_TRUE(std::isnan(w[i]) ? std::isnan(g[i]) : g[i] == w[i]) << name << " element " << i;
    w[i] = g[i] = 0;
  }
  if (want.type != DataType::Float) {
    EXPECT_EQ(g, w) << name;
    return;
  }
  EXPECT_LE(quern::test::relative_l2(Tensor::from(w), Tensor::from(g)), tolerance) << name;
}

TEST_P(Operators, GiveWhatPyTorchComputes) {
  const auto& [group, name] = GetParam();
  const Arrays inputs = part_of(group, name + "/in/"), outputs = part_of(group, name + "/out/");
  ConvertOptions options;
  if (name != "model") options.method = name + ".forward";
  for (const auto& [input, tensor] : inputs) {
    options.inputs.push_back({input, tensor.dims});
    options.types[input] = tensor.type;
  }
  const bool is_quantised = group == "quantised" && name != "dynamic";
  options.simulate_quantisation = is_quantised;
  quern::test::RecordingHost host;
  const Model model = convert_file(folder() / (group + ".pt"), options, host.host());
  for (const Diagnostic& d : host.diagnostics) EXPECT_NE(d.severity, QUERN_SEVERITY_ERROR) << d.message;
  std::vector<Tensor> arguments;
  for (const ValueInfo& input : model.graph.inputs) arguments.push_back(inputs.at(input.name));
  const std::vector<Tensor> results = ops::interpret(model.graph, arguments);
  ASSERT_EQ(results.size(), outputs.size());
  for (size_t i = 0; i < results.size(); ++i) {
    const std::string& output = model.graph.outputs[i].name;
    ASSERT_TRUE(outputs.contains(output)) << output;
    // Simulated rounding may fall to the other side of a tie, which is one step of 8 bits; dynamic
    // quantisation rounds activations, which conversion to float leaves out.
    const double tolerance = group == "quantised" ? 3e-2 : 1e-5;
    expect_same(output, outputs.at(output), results[i], tolerance);
  }
  for (const Node& node : model.graph.nodes)
    EXPECT_TRUE(node.metadata.contains("quern.source")) << node.label();
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Operators, testing::ValuesIn(all_cases()),
                         [](const auto& info) { return info.param.first + "_" + info.param.second; });

TEST(Fixtures, AreManyEnough) { EXPECT_GE(all_cases().size(), 400u) << "at " << folder(); }

}  // namespace
}  // namespace quern::frontend::pytorch::test

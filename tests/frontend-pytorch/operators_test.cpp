// Every operator case of the fixtures gives what PyTorch computed. make_fixtures/ writes them.
#include <cmath>

#include <quern/ops/interpreter.hpp>

#include "fixtures.hpp"
#include "support/golden.hpp"
#include "support/recording_host.hpp"

namespace quern::frontend::pytorch::test {
namespace {

class Operators : public testing::TestWithParam<OperatorCase> {};

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
  const OperatorCase& given = GetParam();
  const Arrays inputs = given.inputs(), outputs = given.outputs();
  quern::test::RecordingHost host;
  const Model model = convert_file(given.archive(), given.options(), host.host());
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
    const double tolerance = given.group == "quantised" ? 3e-2 : 1e-5;
    expect_same(output, outputs.at(output), results[i], tolerance);
  }
  for (const Node& node : model.graph.nodes)
    EXPECT_TRUE(node.metadata.contains("quern.source")) << node.label();
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Operators, testing::ValuesIn(operator_cases()),
                         [](const auto& info) { return info.param.group + "_" + info.param.name; });

TEST(Fixtures, AreManyEnough) { EXPECT_GE(operator_cases().size(), 400u); }

}  // namespace
}  // namespace quern::frontend::pytorch::test

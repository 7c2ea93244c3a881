#include "calibration/thresholds.hpp"

#include <gtest/gtest.h>

#include <quern/error.hpp>
#include <quern/quant/sharing.hpp>

namespace quern::calibration {
namespace {

// data -> Conv c -> Relu r -> MaxPool p -> Conv d -> LeakyRelu l -> Reshape out
Model make_model() {
  Model model;
  Graph& g = model.graph;
  g.initializers["w"] = Tensor(DataType::Float, {1, 1, 1, 1});
  g.inputs.push_back({"data", DataType::Float, Shape{1, 1, 2, 2}, {}, {}});
  g.nodes = {Node("Conv", {"data", "w"}, {"c"}), Node("Relu", {"c"}, {"r"}),
             Node("MaxPool", {"r"}, {"p"}),      Node("Conv", {"p", "w"}, {"d"}),
             Node("LeakyRelu", {"d"}, {"l"}),    Node("Reshape", {"l", "s"}, {"out"})};
  for (const char* name : {"data", "c", "r", "p", "d", "l", "out"})
    g.set_value(name, DataType::Float, {1, 1, 2, 2});
  g.outputs.push_back({"out", DataType::Float, Shape{4}, {}, {}});
  return model;
}

TEST(Sharing, FollowsDataMovementAndFusedActivations) {
  const Model model = make_model();
  const quant::Sharing sharing(model.graph);
  EXPECT_EQ(sharing.entry_source("data"), "data");
  EXPECT_EQ(sharing.entry_source("c"), "r");
  EXPECT_EQ(sharing.entry_source("p"), "r");
  EXPECT_EQ(sharing.entry_source("d"), "l");
  EXPECT_EQ(sharing.entry_source("out"), "l");
  EXPECT_EQ(quant::observation_points(model.graph), (std::vector<std::string>{"data", "r", "l"}));
}

TEST(Sharing, AnActivationFusesOnlyWhereNobodyElseReadsItsInput) {
  Model model = make_model();
  model.graph.nodes.push_back(Node("Sigmoid", {"c"}, {"e"}));
  model.graph.nodes.push_back(Node("Sigmoid", {"d"}, {"f"}));
  for (const char* name : {"e", "f"}) model.graph.set_value(name, DataType::Float, {1, 1, 2, 2});
  const quant::Sharing sharing(model.graph);
  EXPECT_EQ(sharing.entry_source("c"), "c");
  EXPECT_EQ(sharing.entry_source("l"), "d");
  EXPECT_EQ(sharing.entry_source("out"), "d");
  EXPECT_EQ(quant::observation_points(model.graph),
            (std::vector<std::string>{"data", "c", "r", "d", "e", "f"}));
}

Statistics make_statistics() {
  Statistics s;
  s.samples = 3;
  s.tensors["data"].update(std::vector<float>{-4, 2});
  s.tensors["r"].update(std::vector<float>{0, 6});
  s.tensors["l"].update(std::vector<float>{0, 0});
  return s;
}

ThresholdRequest half_of_max() {
  ThresholdRequest request;
  request.model = "net";
  request.method_name = "half";
  request.method = [](const quern_statistics& s) { return std::max(-s.minimum, s.maximum) / 2; };
  return request;
}

ThresholdResult make(const Model& model, const ThresholdRequest& request) {
  return make_thresholds(model, make_statistics(), quant::observation_points(model.graph), request);
}

TEST(Thresholds, OneEntryPerObservationPoint) {
  const ThresholdResult result = make(make_model(), half_of_max());
  const std::vector<Entry> expected = {
      {"data", 2, true, "half", false}, {"r", 3, false, "half", false}, {"l", 1, false, "half", false}};
  EXPECT_EQ(result.table.entries, expected);
  ASSERT_EQ(result.warnings.size(), 1u) << "the tensor that is always 0";
  EXPECT_NE(result.warnings[0].find("\"l\" was 0"), std::string::npos);
}

TEST(Thresholds, OverridesWinOverHintsAndHintsOverTheMethod) {
  Model model = make_model();
  model.metadata["quern.hint:p"] = "0.5 0";  // r's entry, through the pooling
  model.metadata["quern.hint:data"] = "0.25 1";
  ThresholdRequest request = half_of_max();
  request.overrides["data"].threshold = 9;
  request.overrides["c"].keep_float = true;
  const ThresholdResult result = make(model, request);
  EXPECT_EQ(result.table.entries[0], (Entry{"data", 9, true, "override", false}));
  EXPECT_EQ(result.table.entries[1], (Entry{"r", 0.5, false, "hint", true}));
}

TEST(Thresholds, WarnsWhereUnsignedCutsOffNegativeValues) {
  ThresholdRequest request = half_of_max();
  request.overrides["data"].is_signed = false;
  EXPECT_EQ(make(make_model(), request).warnings.size(), 2u);
}

TEST(Thresholds, RefusesNonsense) {
  ThresholdRequest request = half_of_max();
  request.overrides["conv9"].threshold = 1;
  EXPECT_THROW(make(make_model(), request), InputError);
  request = half_of_max();
  request.method = [](const quern_statistics&) { return 0.0; };
  EXPECT_THROW(make(make_model(), request), Error);
  Model model = make_model();
  model.metadata["quern.hint:data"] = "much";
  EXPECT_THROW(make(model, half_of_max()), InputError);
  EXPECT_THROW(make_thresholds(make_model(), {}, {"data"}, half_of_max()), InputError);
}

}  // namespace
}  // namespace quern::calibration

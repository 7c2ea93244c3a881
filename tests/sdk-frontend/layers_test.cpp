#include <gmock/gmock.h>

#include <quern/frontend/layers.hpp>

#include "support/recording_host.hpp"

namespace quern::frontend {
namespace {

using quern::test::error_of;
using testing::ElementsAre;
using testing::HasSubstr;

bool is_given(const std::string& tensor) { return tensor == "x" || tensor == "w"; }

TEST(NeededLayers, KeepTheirOrder) {
  const std::vector<LayerPorts> layers = {
      {"A", "a", {"x"}, {"p"}}, {"B", "b", {"p", ""}, {"q"}}, {"C", "c", {"p", "w"}, {"r"}}};
  EXPECT_THAT(needed_layers(layers, {"q", "r"}, is_given), ElementsAre(0, 1, 2));
}

TEST(NeededLayers, AreSortedAndTheOthersLeftOut) {
  const std::vector<LayerPorts> layers = {{"C", "c", {"q"}, {"r"}},
                                          {"B", "b", {"p"}, {"q"}},
                                          {"D", "d", {"gone"}, {"s"}},
                                          {"A", "a", {"x"}, {"p"}}};
  EXPECT_THAT(needed_layers(layers, {"r"}, is_given), ElementsAre(3, 1, 0));
}

TEST(NeededLayers, OfAGivenTensorAreNone) { EXPECT_TRUE(needed_layers({}, {"x"}, is_given).empty()); }

TEST(NeededLayers, SayWhatIsWrong) {
  const std::vector<LayerPorts> twice = {{"A", "a", {"x"}, {"p"}}, {"B", "b", {"x"}, {"p"}}};
  EXPECT_THAT(error_of([&] { needed_layers(twice, {"p"}, is_given); }),
              AllOf(HasSubstr("\"p\" is made twice"), HasSubstr("A \"a\""), HasSubstr("B \"b\"")));
  const std::vector<LayerPorts> circle = {{"A", "a", {"q"}, {"p"}}, {"B", "b", {"p"}, {"q"}}};
  EXPECT_THAT(error_of([&] { needed_layers(circle, {"p"}, is_given); }), HasSubstr("cycle"));
  const std::vector<LayerPorts> missing = {{"A", "a", {"y"}, {"p"}}};
  EXPECT_THAT(error_of([&] { needed_layers(missing, {"p"}, is_given); }),
              HasSubstr("\"y\" is used but nothing makes it"));
  const std::vector<LayerPorts> typo = {{"A", "a", {"x"}, {"prob"}}};
  EXPECT_THAT(error_of([&] { needed_layers(typo, {"porb"}, is_given); }), HasSubstr("\"prob\""));
}

TEST(TranslateLayers, FindAllThatIsUnsupportedAndBlameNothingElse) {
  Graph graph;
  ValueInfo input;
  input.name = "x";
  input.type = DataType::Float;
  input.shape = Shape{1, 4};
  graph.inputs.push_back(input);
  Emitter emitter(graph);
  const std::vector<LayerPorts> layers = {{"Good", "a", {"x"}, {"p"}},
                                          {"Bad", "b", {"p"}, {"q"}},
                                          {"Good", "behind", {"q"}, {"r"}},
                                          {"Worse", "c", {"r"}, {"s"}},
                                          {"Bad", "d", {"x"}, {"t"}}};
  const std::vector<size_t> order = {0, 1, 2, 3, 4};
  Unsupported unsupported;
  std::vector<std::string> translated;
  translate_layers(
      layers, order, emitter, unsupported, [](const LayerPorts& layer) { return layer.type == "Good"; },
      [&](size_t i) {
        translated.push_back(layers[i].name);
        emitter.make(layers[i].outputs[0], "Relu", {layers[i].inputs[0]});
      });
  EXPECT_THAT(translated, ElementsAre("a"));
  quern::test::RecordingHost host;
  EXPECT_THAT(error_of([&] { unsupported.report(host.host(), "model"); }),
              HasSubstr("3 nodes of 2 operators cannot be converted: Bad (2), Worse (1)"));
  ASSERT_EQ(host.diagnostics.size(), 2u);
  EXPECT_EQ(host.diagnostics[0].source, "b");
}

TEST(TranslateLayers, NameTheLayerOfAnError) {
  Graph graph;
  Emitter emitter(graph);
  const std::vector<LayerPorts> layers = {{"Conv", "conv1", {}, {"p"}}};
  const std::vector<size_t> order = {0};
  Unsupported unsupported;
  EXPECT_THAT(error_of([&] {
                translate_layers(
                    layers, order, emitter, unsupported, [](const LayerPorts&) { return true; },
                    [](size_t) { throw InputError("its stride is 0"); });
              }),
              HasSubstr("Conv \"conv1\""));
}

}  // namespace
}  // namespace quern::frontend

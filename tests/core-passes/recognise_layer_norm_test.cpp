#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

GraphBuilder pieces() {
  const Attribute axes{"axes", std::vector<int64_t>{-1}, {}};
  return GraphBuilder()
      .input("x", {2, 5, 8})
      .scalar("two", 2)
      .scalar("epsilon", 1e-5f)
      .node("ReduceMean", {"x"}, {"mean"}, {axes})
      .node("Sub", {"x", "mean"}, {"d"})
      .node("Pow", {"d", "two"}, {"square"})
      .node("ReduceMean", {"square"}, {"variance"}, {axes})
      .node("Add", {"variance", "epsilon"}, {"sum"})
      .node("Sqrt", {"sum"}, {"deviation"})
      .node("Div", {"d", "deviation"}, {"z"});
}

TEST(RecogniseLayerNorm, WithScaleAndBias) {
  const Graph after = transformed(pieces()
                                      .weights("gamma", {8})
                                      .weights("beta", {8})
                                      .node("Mul", {"z", "gamma"}, {"scaled"})
                                      .node("Add", {"scaled", "beta"}, {"y"})
                                      .output("y")
                                      .build(),
                                  recognise_layer_norm);
  EXPECT_THAT(ops_of(after), ElementsAre("LayerNormalization"));
  EXPECT_THAT(after.nodes[0].inputs, ElementsAre("x", "gamma", "beta"));
  EXPECT_EQ(after.nodes[0].get_int("axis", 0), 2);
}

TEST(RecogniseLayerNorm, WithoutScale) {
  const Graph after = transformed(pieces().output("z").build(), recognise_layer_norm);
  EXPECT_THAT(ops_of(after), ElementsAre("LayerNormalization"));
}

TEST(RecogniseLayerNorm, NotWhereThePiecesAreNeeded) {
  expect_untouched(pieces().output("z").output("d").build(), recognise_layer_norm);
}

}  // namespace
}  // namespace quern::passes::test

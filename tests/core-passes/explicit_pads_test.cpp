#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(ExplicitPads, OfAConvolution) {
  const Graph after = transformed(
      GraphBuilder()
          .input("x", {1, 2, 5, 6})
          .weights("w", {3, 2, 3, 3})
          .node("Conv", {"x", "w"}, {"y"},
                {{"auto_pad", std::string("SAME_UPPER"), {}}, {"strides", std::vector<int64_t>{2, 2}, {}}})
          .output("y")
          .build(),
      explicit_pads, 0);
  EXPECT_FALSE(after.nodes[0].has("auto_pad"));
  EXPECT_THAT(after.nodes[0].get_ints("pads"), ElementsAre(1, 0, 1, 1));
  expect_untouched(after, explicit_pads);
}

TEST(ExplicitPads, OfAPool) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {1, 2, 5, 5})
                                      .node("AveragePool", {"x"}, {"y"},
                                            {{"auto_pad", std::string("SAME_LOWER"), {}},
                                             {"kernel_shape", std::vector<int64_t>{2, 2}, {}}})
                                      .output("y")
                                      .build(),
                                  explicit_pads, 0);
  EXPECT_THAT(after.nodes[0].get_ints("pads"), ElementsAre(1, 1, 0, 0));
}

TEST(ExplicitPads, OfATransposedConvolutionWithAnOutputShape) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {1, 2, 4, 4})
                                      .weights("w", {2, 3, 3, 3})
                                      .node("ConvTranspose", {"x", "w"}, {"y"},
                                            {{"output_shape", std::vector<int64_t>{8, 8}, {}},
                                             {"strides", std::vector<int64_t>{2, 2}, {}}})
                                      .output("y")
                                      .build(),
                                  explicit_pads, 0);
  EXPECT_FALSE(after.nodes[0].has("output_shape"));
  EXPECT_EQ(after.shape("y"), (Shape{1, 3, 8, 8}));
}

}  // namespace
}  // namespace quern::passes::test

#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Verdict {
  std::vector<Diagnostic> diagnostics;
  bool is_refused = false;
};

Verdict verify(Graph graph) {
  Model model;
  model.opsets[""] = kCanonicalOpset;
  name_nodes(graph);
  infer_shapes(graph);
  model.graph = std::move(graph);
  Verdict verdict;
  try {
    verify_canonical(model, [&](const Diagnostic& d) { verdict.diagnostics.push_back(d); });
  } catch (const InputError&) {
    verdict.is_refused = true;
  }
  return verdict;
}

TEST(VerifyCanonical, AcceptsACanonicalGraph) {
  const Verdict verdict =
      verify(GraphBuilder().input("x", {2}).node("Relu", {"x"}, {"y"}).output("y").build());
  EXPECT_THAT(verdict.diagnostics, IsEmpty());
  EXPECT_FALSE(verdict.is_refused);
}

TEST(VerifyCanonical, NamesAllOpenInputsAtOnce) {
  const Verdict verdict = verify(GraphBuilder()
                                     .input("a", {kUnknownDim, 2})
                                     .input("b", {kUnknownDim, 2})
                                     .node("Add", {"a", "b"}, {"y"})
                                     .output("y")
                                     .build());
  EXPECT_TRUE(verdict.is_refused);
  ASSERT_THAT(verdict.diagnostics, SizeIs(2));
  EXPECT_EQ(verdict.diagnostics[0].where, "a");
  EXPECT_EQ(verdict.diagnostics[1].where, "b");
  EXPECT_THAT(verdict.diagnostics[0].hint, HasSubstr("inputs:"));
}

TEST(VerifyCanonical, AllowsShapesThatDependOnDataWithAWarning) {
  const Verdict verdict = verify(GraphBuilder()
                                     .input("x", {2, 2})
                                     .node("NonZero", {"x"}, {"i"})
                                     .node("Neg", {"i"}, {"y"})
                                     .output("y")
                                     .build());
  EXPECT_FALSE(verdict.is_refused);
  ASSERT_THAT(verdict.diagnostics, SizeIs(1));
  EXPECT_EQ(verdict.diagnostics[0].op_type, "NonZero");
  EXPECT_EQ(verdict.diagnostics[0].severity, QUERN_SEVERITY_WARNING);
}

TEST(VerifyCanonical, RefusesAnUnknownOperatorOfUnknownShape) {
  const Verdict verdict =
      verify(GraphBuilder().input("x", {2, 2}).node("NobodyKnowsThis", {"x"}, {"y"}).output("y").build());
  EXPECT_TRUE(verdict.is_refused);
}

TEST(VerifyCanonical, ReportsOtherSpellings) {
  const Verdict verdict = verify(GraphBuilder()
                                     .input("x", {2, 2})
                                     .node("Flatten", {"x"}, {"a"})
                                     .node("Dropout", {"a"}, {"y"})
                                     .output("y")
                                     .build());
  EXPECT_THAT(verdict.diagnostics, SizeIs(2));
}

}  // namespace
}  // namespace quern::passes::test

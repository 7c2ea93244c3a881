#include <quern/ops/control_flow.hpp>

#include "control/subgraph.hpp"

namespace quern::ops {
namespace {

// Outputs have the types that the branches declare, and the shapes on which both branches agree; with a known
// condition, those of the branch taken.
void infer(InferContext& ctx) {
  const Tensor* condition = ctx.input(0).constant;
  const Graph& then_branch =
      condition ? taken_branch(ctx.node(), *condition) : control::subgraph(ctx.node(), "then_branch");
  const Graph& else_branch = condition ? then_branch : control::subgraph(ctx.node(), "else_branch");
  nn::require(
      then_branch.outputs.size() == ctx.output_count() && else_branch.outputs.size() == ctx.output_count(),
      "the branches must have as many outputs as the node");
  for (size_t i = 0; i < ctx.output_count(); ++i) {
    const ValueInfo &a = then_branch.outputs[i], &b = else_branch.outputs[i];
    if (!a.is_tensor || !b.is_tensor) continue;
    if (a.type != b.type)
      throw InputError("the branches disagree on the type of output " + std::to_string(i));
    ctx.output(i, a.type, control::common_shape(a.shape, b.shape));
  }
}

void compute(ComputeContext& ctx) {
  std::vector<Tensor> results = control::run(ctx, taken_branch(ctx.node(), ctx.input(0)), {});
  for (size_t i = 0; i < results.size(); ++i) ctx.output(i, std::move(results[i]));
}

}  // namespace

QUERN_OPERATOR("", "If", infer, compute);

}  // namespace quern::ops

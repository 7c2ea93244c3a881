#include "passes/canonicalise.hpp"

#include <algorithm>

#include "passes/passes.hpp"

namespace quern::passes {
namespace {

using Pass = bool (*)(Graph&);

// Once, in this order: a sorted, named graph with known shapes, without control flow and shape arithmetic.
constexpr Pass kPrepare[] = {
    sort_nodes, name_nodes, extract_constants, infer_shapes, sort_nodes, remove_dead_nodes,
};

// Repeated until nothing changes. Activations are recognised before their pieces could be folded elsewhere.
constexpr Pass kSimplify[] = {
    remove_no_ops,
    use_reshape,
    merge_reshapes,
    merge_transposes,
    use_slice,
    keep_batch_axis,
    explicit_pads,
    normalise_gemm,
    use_gemm,
    normalise_arithmetic,
    normalise_clip,
    recognise_hard_sigmoid,
    recognise_hard_swish,
    recognise_silu,
    recognise_gelu,
    recognise_mish,
    recognise_leaky_relu,
    recognise_prelu,
    recognise_layer_norm,
    merge_pads,
    fold_channel_affine,
    merge_constants,
};

constexpr Pass kFinish[] = {
    expand_batch_norm, merge_constants, infer_shapes, remove_no_ops,
    remove_dead_nodes, secure_outputs,  name_nodes,
};

constexpr int kMostRounds = 8;

bool run_all(Graph& graph, const auto& passes) {
  bool changed = false;
  for (const Pass pass : passes) changed |= pass(graph);
  return changed;
}

}  // namespace

void canonicalise(Model& model, const std::function<void(const Diagnostic&)>& report) {
  run_all(model.graph, kPrepare);
  for (int round = 0; round < kMostRounds; ++round)
    if (!run_all(model.graph, kSimplify)) break;
  run_all(model.graph, kFinish);

  const auto is_ours = [](const Node& node) { return node.domain == kQuernDomain; };
  model.ir_version = 8;
  if (std::any_of(model.graph.nodes.begin(), model.graph.nodes.end(), is_ours))
    model.opsets[kQuernDomain] = 1;
  add_function_bodies(model, report);
  verify_canonical(model, report);
}

}  // namespace quern::passes

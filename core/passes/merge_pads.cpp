#include <algorithm>

#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// The spatial pads (begins, then ends) of a Pad that only adds zeros around the picture.
std::optional<Shape> zero_pads(const Editor& edit, const Node& pad, size_t rank) {
  const Tensor* constant = pad.inputs.size() > 1 ? edit.constant(pad.inputs[1]) : nullptr;
  if (!constant || pad.get_string("mode", "constant") != "constant" || pad.has_input(3)) return std::nullopt;
  if (pad.has_input(2) && scalar(edit, pad.inputs[2]) != 0.0) return std::nullopt;
  const Shape all = constant->to_int64();
  if (all.size() != 2 * rank) return std::nullopt;
  Shape spatial;
  for (size_t i = 0; i < all.size(); ++i) {
    if (i % rank >= 2)
      spatial.push_back(all[i]);
    else if (all[i] != 0)
      return std::nullopt;
  }
  const bool is_growing = std::all_of(spatial.begin(), spatial.end(), [](int64_t p) { return p >= 0; });
  return is_growing ? std::optional(spatial) : std::nullopt;
}

bool merge(Editor& edit, const Node& node) {
  const bool is_pool = node.is("AveragePool");
  if ((!node.is("Conv") && !is_pool) || !node.has("pads") || node.has("auto_pad")) return false;
  const Node* pad = inner(edit, node.inputs[0], "Pad");
  const Shape* in = edit.static_shape(node.inputs[0]);
  if (!pad || !in || in->size() < 3) return false;
  const std::optional<Shape> added = zero_pads(edit, *pad, in->size());
  Shape pads = node.get_ints("pads");
  if (!added || pads.size() != added->size()) return false;

  Node merged = node;
  if (is_pool) {
    // The zeros of the Pad count in the average, those of the pool itself only if it says so.
    const bool has_own = std::any_of(pads.begin(), pads.end(), [](int64_t p) { return p != 0; });
    if (has_own && node.get_int("count_include_pad", 0) == 0) return false;
    merged.set("count_include_pad", int64_t(1));
  }
  const Shape kernel = node.get_ints("kernel_shape");
  for (size_t i = 0; i < pads.size(); ++i) {
    pads[i] += (*added)[i];
    // A pool window that sees nothing but padding is refused by most executors.
    if (is_pool && (kernel.empty() || pads[i] >= kernel[i % kernel.size()])) return false;
  }
  merged.inputs[0] = pad->inputs[0];
  merged.set("pads", pads);
  edit.rewrite(node, std::move(merged));
  return true;
}

}  // namespace

bool merge_pads(Graph& graph) { return rewrite_nodes(graph, merge); }

}  // namespace quern::passes

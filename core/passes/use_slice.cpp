// Several moves that together take every k-th element of some axes: one Slice.
//
// ShuffleNet, for one, splits its channels into even and odd ones by Reshape, Transpose, Reshape and two
// Gathers, which also carry the batch through other axes.
#include <algorithm>

#include "passes/editor.hpp"
#include "passes/passes.hpp"
#include "passes/strided_view.hpp"

namespace quern::passes {
namespace {

struct SliceOf {
  std::vector<int64_t> starts, ends, axes, steps;
};

// The Slice of a tensor of shape `whole` that gives `view`, if one does. It takes something away.
std::optional<SliceOf> slice_of(const StridedView& view, const Shape& whole) {
  if (view.shape.size() != whole.size()) return std::nullopt;
  const Shape strides = strides_of(whole);
  SliceOf slice;
  int64_t offset = view.offset;
  for (size_t i = 0; i < whole.size(); ++i) {
    const int64_t start = offset / strides[i];
    offset %= strides[i];
    const int64_t step = view.shape[i] == 1 ? 1 : view.strides[i] / strides[i];
    if (view.shape[i] != 1 && (step < 1 || view.strides[i] % strides[i] != 0)) return std::nullopt;
    const int64_t last = start + (view.shape[i] - 1) * step;
    if (last >= whole[i]) return std::nullopt;
    if (view.shape[i] == whole[i]) continue;
    slice.starts.push_back(start);
    slice.ends.push_back(last + 1);
    slice.axes.push_back(int64_t(i));
    slice.steps.push_back(step);
  }
  if (slice.axes.empty()) return std::nullopt;
  return slice;
}

bool use(Editor& edit, const Node& node) {
  if (!node.is("Gather") && !node.is("Slice") && !node.is("Reshape") && !node.is("Transpose")) return false;
  const StridedView view = view_of(edit, node.outputs[0]);
  const Shape* whole = edit.static_shape(view.base);
  if (view.moves < 2 || !whole || edit.constant(view.base)) return false;
  const std::optional<SliceOf> slice = slice_of(view, *whole);
  if (!slice) return false;
  const auto list = [&](const char* what, const std::vector<int64_t>& values) {
    return edit.add_constant(node.outputs[0] + what, Tensor::from(values));
  };
  edit.rewrite(node, successor(node, "Slice",
                               {view.base, list("_starts", slice->starts), list("_ends", slice->ends),
                                list("_axes", slice->axes), list("_steps", slice->steps)}));
  return true;
}

}  // namespace

bool use_slice(Graph& graph) { return rewrite_nodes(graph, use); }

}  // namespace quern::passes

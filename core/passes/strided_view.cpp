#include "passes/strided_view.hpp"

#include <algorithm>
#include <numeric>

namespace quern::passes {
namespace {

// The other shape over the same memory; false where no strides give that.
bool reshape(StridedView& view, const Shape& to) {
  Shape from, from_strides;  // without axes of one element, which have no say
  for (size_t i = 0; i < view.shape.size(); ++i)
    if (view.shape[i] != 1) from.push_back(view.shape[i]), from_strides.push_back(view.strides[i]);
  Shape strides(to.size(), 0);
  size_t axis = to.size();
  while (!from.empty()) {
    int64_t count = from.back(), stride = from_strides.back();
    from.pop_back(), from_strides.pop_back();
    while (count > 1) {
      if (axis == 0) return false;
      const int64_t size = to[--axis];
      if (size == 1) continue;
      while (count % size != 0) {  // the next old axis has to lie right before this one
        if (from.empty() || from_strides.back() != count * stride || size % count != 0) return false;
        count *= from.back();
        from.pop_back(), from_strides.pop_back();
      }
      strides[axis] = stride;
      stride *= size;
      count /= size;
    }
  }
  view.shape = to;
  view.strides = strides;
  return true;
}

bool transpose(StridedView& view, const Node& node) {
  Shape perm(view.shape.size());
  std::iota(perm.rbegin(), perm.rend(), int64_t(0));
  perm = node.get_ints("perm", perm);
  if (perm.size() != view.shape.size()) return false;
  const StridedView old = view;
  for (size_t i = 0; i < perm.size(); ++i) {
    view.shape[i] = old.shape.at(size_t(perm[i]));
    view.strides[i] = old.strides.at(size_t(perm[i]));
  }
  return true;
}

bool slice(const Editor& edit, StridedView& view, const Node& node, const Shape& out) {
  std::vector<int64_t> lists[4];  // starts, ends, axes, steps
  for (size_t i = 1; i < 5; ++i) {
    const Tensor* list = node.has_input(i) ? edit.constant(node.inputs[i]) : nullptr;
    if (node.has_input(i) && !list) return false;
    if (list) lists[i - 1] = list->to_int64();
  }
  const auto& [starts, ends, given_axes, steps] = lists;
  for (size_t i = 0; i < starts.size(); ++i) {
    int64_t axis = given_axes.empty() ? int64_t(i) : given_axes[i];
    if (axis < 0) axis += int64_t(view.shape.size());
    const int64_t step = steps.empty() ? 1 : steps[i], size = view.shape.at(size_t(axis));
    if (step < 1) return false;
    const int64_t start = std::clamp<int64_t>(starts[i] < 0 ? starts[i] + size : starts[i], 0, size);
    view.offset += start * view.strides[size_t(axis)];
    view.strides[size_t(axis)] *= step;
  }
  view.shape = out;
  return true;
}

bool gather(const Editor& edit, StridedView& view, const Node& node) {
  const Tensor* list = edit.constant(node.inputs.at(1));
  if (!list || list->dims.size() > 1 || list->count() == 0) return false;
  const auto rank = int64_t(view.shape.size());
  int64_t axis = node.get_int("axis", 0);
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) return false;
  std::vector<int64_t> indices = list->to_int64();
  for (int64_t& index : indices) {
    if (index < 0) index += view.shape[size_t(axis)];
    if (index < 0 || index >= view.shape[size_t(axis)]) return false;
  }
  const int64_t step = indices.size() > 1 ? indices[1] - indices[0] : 1;
  for (size_t i = 1; i < indices.size(); ++i)
    if (step < 1 || indices[i] - indices[i - 1] != step) return false;
  view.offset += indices[0] * view.strides[size_t(axis)];
  if (list->dims.empty()) {
    view.shape.erase(view.shape.begin() + axis);
    view.strides.erase(view.strides.begin() + axis);
  } else {
    view.shape[size_t(axis)] = int64_t(indices.size());
    view.strides[size_t(axis)] *= step;
  }
  return true;
}

bool apply(const Editor& edit, StridedView& view, const Node& node) {
  const Shape* out = edit.static_shape(node.outputs[0]);
  if (!out || element_count(*out) == 0) return false;
  if (node.is("Reshape")) return reshape(view, *out);
  if (node.is("Transpose")) return transpose(view, node);
  if (node.is("Slice")) return slice(edit, view, node, *out);
  return node.is("Gather") && gather(edit, view, node);
}

bool moves(const Node& node) {
  return node.is("Reshape") || node.is("Transpose") || node.is("Slice") || node.is("Gather");
}

StridedView whole(const std::string& tensor, const Shape& shape) {
  return {tensor, shape, strides_of(shape), 0, 0};
}

}  // namespace

StridedView view_of(const Editor& edit, const std::string& tensor) {
  constexpr size_t kLongest = 16;
  std::vector<const Node*> chain;  // from the tensor back
  for (std::string name = tensor; chain.size() < kLongest;) {
    const Node* node = edit.producer(name);
    if (!node || !moves(*node) || !edit.static_shape(node->inputs.at(0))) break;
    chain.push_back(node);
    name = node->inputs[0];
  }
  for (; !chain.empty(); chain.pop_back()) {  // from the furthest base on, until one works
    const std::string& base = chain.back()->inputs[0];
    StridedView view = whole(base, *edit.static_shape(base));
    const auto works = [&](const Node* node) { return apply(edit, view, *node); };
    if (!std::all_of(chain.rbegin(), chain.rend(), works)) continue;
    view.moves = int64_t(chain.size());
    return view;
  }
  return whole(tensor, edit.static_shape(tensor) ? *edit.static_shape(tensor) : Shape{});
}

}  // namespace quern::passes

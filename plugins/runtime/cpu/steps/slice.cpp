// Slice with constant bounds, and Split.
#include <algorithm>

#include "builders.hpp"
#include "copy.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

// Adds the step that takes from `x`, along each axis, the elements begin, begin + step, ...
void add_cut(Planner& planner, const Node& node, Value& x, const std::string& output, const Shape& begin,
             const Shape& step) {
  const Shape& shape = planner.type(output).shape;
  Shape strides = physical_strides(x.shape, x.order);
  int64_t offset = 0;
  for (size_t i = 0; i < strides.size(); ++i) {
    offset += begin[i] * strides[i];
    strides[i] *= step[i];
  }
  const StridedCopy copy(shape, strides, physical_strides(shape, x.order), size_of(x.type));
  planner.add<CopyStep>(node, planner.make(output, x.order)).add(x, offset, copy, 0);
}

}  // namespace

bool build_slice(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& x = planner.type(node.inputs[0]).shape;
  const auto integers = [&](size_t i, Shape fallback) -> std::optional<Shape> {
    if (!node.has_input(i)) return fallback;
    const Tensor* t = planner.constant(node.inputs[i]);
    return t ? std::optional(t->to_int64()) : std::nullopt;
  };
  const auto starts = integers(1, {});
  if (!starts) return false;
  Shape all_axes(starts->size());
  for (size_t i = 0; i < all_axes.size(); ++i) all_axes[i] = int64_t(i);
  const auto axes = integers(3, all_axes);
  const auto steps = integers(4, Shape(starts->size(), 1));
  if (!axes || !steps || axes->size() != starts->size() || steps->size() != starts->size()) return false;

  // The inferred shape holds at least one element, so the first one along each axis exists.
  Shape begin(x.size(), 0), step(x.size(), 1);
  for (size_t i = 0; i < starts->size(); ++i) {
    const int64_t axis = (*axes)[i] < 0 ? (*axes)[i] + int64_t(x.size()) : (*axes)[i];
    if (axis < 0 || axis >= int64_t(x.size())) return false;
    const int64_t size = x[size_t(axis)];
    const int64_t start = (*starts)[i] < 0 ? (*starts)[i] + size : (*starts)[i];
    begin[size_t(axis)] = std::clamp<int64_t>(start, 0, size - 1);
    step[size_t(axis)] = (*steps)[i];
  }
  // What the step will touch lies inside of x.
  const Shape& y = planner.type(node.outputs[0]).shape;
  for (size_t i = 0; i < x.size(); ++i) {
    if (y[i] > 1 && (step[i] > x[i] || step[i] < -x[i])) return false;
    const int64_t last = y[i] == 1 ? begin[i] : begin[i] + (y[i] - 1) * step[i];
    if (last < 0 || last >= x[i]) return false;
  }
  add_cut(planner, node, planner.value(node.inputs[0]), node.outputs[0], begin, step);
  return true;
}

bool build_split(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  Value& x = planner.value(node.inputs[0]);
  int64_t axis = node.get_int("axis", 0);
  if (axis < 0) axis += int64_t(x.shape.size());
  if (axis < 0 || axis >= int64_t(x.shape.size())) return false;
  Shape begin(x.shape.size(), 0);
  for (const std::string& output : node.outputs) {
    if (output.empty()) return false;
    const int64_t size = planner.type(output).shape[size_t(axis)];
    if (size > x.shape[size_t(axis)] - begin[size_t(axis)]) return false;
    begin[size_t(axis)] += size;
  }
  begin[size_t(axis)] = 0;
  for (const std::string& output : node.outputs) {
    add_cut(planner, node, x, output, begin, Shape(x.shape.size(), 1));
    begin[size_t(axis)] += planner.type(output).shape[size_t(axis)];
  }
  return true;
}

}  // namespace quern::cpu

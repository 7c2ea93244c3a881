// StridedSlice: Python's x[a:b:c, i, ..., None] as lists of begins, ends and steps with bit masks.
#include <algorithm>

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

struct Plan {
  std::vector<int64_t> begin, end, step;  // one per axis of the input
  Shape removed;                          // axes of the input that an index takes away
  Shape added;                            // axes of the result that are new
};

class Planner {
 public:
  Planner(Context& layer, Shape dims) : layer_(layer), dims_(std::move(dims)) {
    begin_ = layer.ints(1, "the begin of a slice");
    end_ = layer.ints(2, "the end of a slice");
    step_ = layer.ints(3, "the step of a slice");
    if (begin_.size() != end_.size() || begin_.size() != step_.size() || begin_.size() > 32)
      throw InputError("begins, ends and steps of a slice differ in number");
  }

  Plan plan() {
    const int64_t new_axes = mask("new_axis_mask"), ellipsis = mask("ellipsis_mask");
    int64_t left = int64_t(dims_.size());  // axes that entries other than the ellipsis take
    for (size_t i = 0; i < begin_.size(); ++i)
      if (!bit(new_axes, i) && !bit(ellipsis, i)) --left;
    if (left < 0) throw InputError("a slice has more entries than " + to_string(dims_) + " has axes");
    for (size_t i = 0; i < begin_.size(); ++i) {
      if (bit(ellipsis, i)) {
        for (; left > 0; --left) take_all();
      } else if (bit(new_axes, i)) {
        plan_.added.push_back(result_axes_++);
      } else {
        take(i);
      }
    }
    while (axis_ < dims_.size()) take_all();
    return plan_;
  }

 private:
  int64_t mask(std::string_view name) { return layer_.attribute(name, int64_t(0)); }
  static bool bit(int64_t mask, size_t i) { return (mask >> i & 1) != 0; }

  void push(int64_t begin, int64_t end, int64_t step) {
    plan_.begin.push_back(begin);
    plan_.end.push_back(end);
    plan_.step.push_back(step);
    ++axis_;
  }
  void take_all() {
    push(0, dims_[axis_], 1);
    ++result_axes_;
  }
  void take(size_t i) {
    const int64_t size = dims_[axis_], step = step_[i];
    if (bit(mask("shrink_axis_mask"), i)) {
      const int64_t index = begin_[i] < 0 ? begin_[i] + size : begin_[i];
      if (index < 0 || index >= size)
        throw InputError("index " + std::to_string(begin_[i]) + " is outside of axis " +
                         std::to_string(axis_) + " of " + to_string(dims_));
      plan_.removed.push_back(int64_t(axis_));
      push(index, index + 1, 1);
      return;
    }
    if (step == 0) throw InputError("the step of a slice is 0");
    const int64_t begin = bit(mask("begin_mask"), i) ? (step > 0 ? 0 : size - 1) : begin_[i];
    const int64_t end = bit(mask("end_mask"), i) ? (step > 0 ? size : INT64_MIN) : end_[i];
    push(begin, end, step);
    ++result_axes_;
  }

  Context& layer_;
  Shape dims_;
  std::vector<int64_t> begin_, end_, step_;
  Plan plan_;
  size_t axis_ = 0;
  int64_t result_axes_ = 0;
};

void translate_strided_slice(Context& layer) {
  const Shape dims = layer.shape(0);
  const Plan plan = Planner(layer, dims).plan();
  Emitter& emit = layer.emit();
  Permutation order = layer.order(0);
  std::string tensor = layer.input(0, order);
  tensor = emit.add(
      "cut", "Slice",
      {tensor, emit.ints("begin", permuted_dims(plan.begin, order)),
       emit.ints("end", permuted_dims(plan.end, order)), emit.ints("axes", spelled_out({}, dims.size())),
       emit.ints("step", permuted_dims(plan.step, order))});
  if (!plan.removed.empty()) {
    std::vector<int64_t> axes;
    for (const int64_t axis : plan.removed) axes.push_back(position_of(axis, order));
    tensor = emit.add("squeezed", "Squeeze", {tensor, emit.ints("removed", axes)});
    order = without_axes(order, plan.removed, dims.size());
  }
  size_t rank = dims.size() - plan.removed.size();
  for (const int64_t axis : plan.added) {
    order = with_axis(order, axis, rank++);
    tensor = emit.add("unsqueezed", "Unsqueeze", {tensor, emit.ints("added", {position_of(axis, order)})});
  }
  layer.define(tensor, order);
}
QUERN_TRANSLATOR(Context, "StridedSlice", translate_strided_slice);

}  // namespace
}  // namespace quern::frontend::tensorflow

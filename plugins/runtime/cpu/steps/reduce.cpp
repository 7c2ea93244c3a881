// ReduceSum, ReduceMean, ReduceMax and ReduceMin of floats over neighbouring axes.
#include <algorithm>
#include <limits>

#include "builders.hpp"
#include "parallel.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

enum class Kind { Sum, Mean, Max, Min };

// The array seen as [outer, reduced, inner].
struct Extents {
  int64_t outer = 1, reduced = 1, inner = 1;
};

float combine(Kind kind, float a, float b) {
  if (kind == Kind::Max) return a > b || a != a ? a : b;
  if (kind == Kind::Min) return a < b || a != a ? a : b;
  return a + b;
}

class ReduceStep : public Step {
 public:
  ReduceStep(Value& x, Value& y, Kind kind, Extents extents) : kind_(kind), extents_(extents) {
    reads = {&x};
    writes = {&y};
  }

  void run(RunContext&) override {
    const int64_t grain = std::max<int64_t>(1, 8192 / extents_.reduced);
    parallel_for(extents_.outer * extents_.inner, grain, [&](int64_t begin, int64_t end) {
      while (begin < end) {
        const int64_t first = begin % extents_.inner;
        const int64_t count = std::min(extents_.inner - first, end - begin);
        const float* x =
            reads[0]->as<float>() + begin / extents_.inner * extents_.reduced * extents_.inner + first;
        float* y = writes[0]->as<float>() + begin;
        if (extents_.inner == 1)
          *y = reduce_row(x);
        else
          reduce_columns(x, y, count);
        begin += count;
      }
    });
  }

 private:
  // Several partial results, so that the additions do not wait for each other; always the same ones.
  [[nodiscard]] float reduce_row(const float* x) const {
    constexpr int64_t kLanes = 16;
    float lanes[kLanes];
    std::fill_n(lanes, kLanes, start());
    int64_t i = 0;
    for (; i + kLanes <= extents_.reduced; i += kLanes)
      for (int64_t j = 0; j < kLanes; ++j) lanes[j] = combine(kind_, lanes[j], x[i + j]);
    for (; i < extents_.reduced; ++i) lanes[i % kLanes] = combine(kind_, lanes[i % kLanes], x[i]);
    float result = lanes[0];
    for (int64_t j = 1; j < kLanes; ++j) result = combine(kind_, result, lanes[j]);
    return finish(result);
  }

  void reduce_columns(const float* x, float* y, int64_t count) const {
    std::fill_n(y, count, start());
    for (int64_t r = 0; r < extents_.reduced; ++r, x += extents_.inner)
      for (int64_t i = 0; i < count; ++i) y[i] = combine(kind_, y[i], x[i]);
    for (int64_t i = 0; i < count; ++i) y[i] = finish(y[i]);
  }

  [[nodiscard]] float start() const {
    if (kind_ == Kind::Max) return -std::numeric_limits<float>::infinity();
    if (kind_ == Kind::Min) return std::numeric_limits<float>::infinity();
    return 0;
  }
  [[nodiscard]] float finish(float value) const {
    return kind_ == Kind::Mean ? value / float(extents_.reduced) : value;
  }

  Kind kind_;
  Extents extents_;
};

// The axes of the node, non-negative; empty where they are not known or none is reduced.
std::vector<bool> reduced_axes(const Planner& planner, const Node& node, size_t rank) {
  Shape axes = node.get_ints("axes");
  if (node.has_input(1)) {
    const Tensor* t = planner.constant(node.inputs[1]);
    if (!t) return {};
    axes = t->to_int64();
  }
  if (axes.empty()) return std::vector<bool>(node.get_int("noop_with_empty_axes", 0) ? 0 : rank, true);
  std::vector<bool> reduced(rank, false);
  for (const int64_t axis : axes) {
    const int64_t a = axis < 0 ? axis + int64_t(rank) : axis;
    if (a < 0 || a >= int64_t(rank)) return {};
    reduced[size_t(a)] = true;
  }
  return reduced;
}

// Empty where the reduced axes do not lie together in memory.
std::optional<Extents> extents_of(const Shape& shape, const AxisOrder& order,
                                  const std::vector<bool>& reduced) {
  Extents e;
  int phase = 0;  // 0: before, 1: inside, 2: behind the reduced axes
  for (const int axis : order) {
    const int64_t size = shape[size_t(axis)];
    if (size == 1) continue;
    if (reduced[size_t(axis)]) {
      if (phase == 2) return std::nullopt;
      phase = 1;
      e.reduced *= size;
    } else {
      if (phase == 1) phase = 2;
      (phase == 0 ? e.outer : e.inner) *= size;
    }
  }
  return e;
}

// The order of the result: that of the input, without the axes that disappear.
AxisOrder result_order(const AxisOrder& order, const std::vector<bool>& reduced, bool keeps_axes) {
  if (keeps_axes) return order;
  AxisOrder result;
  for (const int axis : order)
    if (!reduced[size_t(axis)])
      result.push_back(int(std::count(reduced.begin(), reduced.begin() + axis, false)));
  return result;
}

Kind kind_of(const Node& node) {
  if (node.is("ReduceMax")) return Kind::Max;
  if (node.is("ReduceMin")) return Kind::Min;
  return node.is("ReduceMean") ? Kind::Mean : Kind::Sum;
}

}  // namespace

bool build_reduce(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const TensorType& t = planner.type(node.inputs[0]);
  if (t.type != DataType::Float || t.shape.empty()) return false;
  const std::vector<bool> reduced = reduced_axes(planner, node, t.shape.size());
  if (reduced.empty()) return false;
  Value* x = &planner.value(node.inputs[0]);
  auto extents = extents_of(x->shape, x->order, reduced);
  if (!extents) {
    x = &planner.value(node.inputs[0], plain_order(x->shape.size()));
    extents = extents_of(x->shape, x->order, reduced);
  }
  if (!extents) return false;
  Value& y = planner.make(node.outputs[0], result_order(x->order, reduced, node.get_int("keepdims", 1) != 0));
  planner.add<ReduceStep>(node, *x, y, kind_of(node), *extents);
  return true;
}

}  // namespace quern::cpu

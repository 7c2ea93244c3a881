// Add, Sub, Mul, Div, Max and Min of two float tensors, broadcast as in ONNX.
#include <algorithm>

#include "broadcast.hpp"
#include "builders.hpp"
#include "parallel.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

struct Axis {
  int64_t size, a, b;  // strides of the operands; 0: repeated
};

// The axes of the result, slowest first, with those merged that both operands walk as one.
std::vector<Axis> merged_axes(const Shape& shape, const Shape& a, const Shape& b) {
  std::vector<Axis> axes;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 1) continue;
    const Axis axis{shape[i], a[i], b[i]};
    if (!axes.empty() && axes.back().a == axis.a * axis.size && axes.back().b == axis.b * axis.size)
      axes.back() = {axes.back().size * axis.size, axis.a, axis.b};
    else
      axes.push_back(axis);
  }
  if (axes.empty()) axes.push_back({1, 0, 0});
  return axes;
}

template <class F>
void run_row(const float* a, bool a_moves, const float* b, bool b_moves, float* y, int64_t count, F f) {
  if (a_moves && b_moves) {
    for (int64_t i = 0; i < count; ++i) y[i] = f(a[i], b[i]);
  } else if (a_moves) {
    for (int64_t i = 0; i < count; ++i) y[i] = f(a[i], *b);
  } else if (b_moves) {
    for (int64_t i = 0; i < count; ++i) y[i] = f(*a, b[i]);
  } else {
    std::fill_n(y, count, f(*a, *b));
  }
}

template <class F>
class BinaryStep : public Step {
 public:
  BinaryStep(Value& a, Value& b, Value& y, std::vector<Axis> axes) : axes_(std::move(axes)) {
    reads = {&a, &b};
    writes = {&y};
    if (a.count() == y.count())
      overwrites = 0;
    else if (b.count() == y.count())
      overwrites = 1;
  }

  void run(RunContext&) override {
    const Axis& row = axes_.back();
    parallel_for(writes[0]->count(), 8192, [&](int64_t begin, int64_t end) {
      while (begin < end) {
        const int64_t first = begin % row.size;
        const int64_t count = std::min(row.size - first, end - begin);
        int64_t rest = begin / row.size;
        const float* a = reads[0]->as<float>() + first * row.a;
        const float* b = reads[1]->as<float>() + first * row.b;
        for (size_t i = axes_.size() - 1; i-- > 0;) {
          a += rest % axes_[i].size * axes_[i].a;
          b += rest % axes_[i].size * axes_[i].b;
          rest /= axes_[i].size;
        }
        run_row(a, row.a != 0, b, row.b != 0, writes[0]->as<float>() + begin, count, F());
        begin += count;
      }
    });
  }

 private:
  std::vector<Axis> axes_;
};

struct Plus {
  float operator()(float a, float b) const { return a + b; }
};
struct Minus {
  float operator()(float a, float b) const { return a - b; }
};
struct Times {
  float operator()(float a, float b) const { return a * b; }
};
struct Over {
  float operator()(float a, float b) const { return a / b; }
};
// A NaN on either side is the result.
struct Larger {
  float operator()(float a, float b) const { return a > b || a != a ? a : b; }
};
struct Smaller {
  float operator()(float a, float b) const { return a < b || a != a ? a : b; }
};

}  // namespace

bool build_binary(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  if (build_eltwise(planner, group)) return true;
  if (node.inputs.size() != 2 || planner.type(node.outputs[0]).type != DataType::Float) return false;
  const Shape& shape = planner.type(node.outputs[0]).shape;
  const AxisOrder order = broadcast_order(planner, node.inputs, shape);
  Value& a = broadcast_operand(planner, node.inputs[0], order);
  Value& b = broadcast_operand(planner, node.inputs[1], order);
  Value& y = planner.make(node.outputs[0], order);
  const std::vector<Axis> axes = merged_axes(physical_shape(shape, order), broadcast_strides(a.shape, order),
                                             broadcast_strides(b.shape, order));
  if (node.is("Add"))
    planner.add<BinaryStep<Plus>>(node, a, b, y, axes);
  else if (node.is("Sub"))
    planner.add<BinaryStep<Minus>>(node, a, b, y, axes);
  else if (node.is("Mul"))
    planner.add<BinaryStep<Times>>(node, a, b, y, axes);
  else if (node.is("Div"))
    planner.add<BinaryStep<Over>>(node, a, b, y, axes);
  else if (node.is("Max"))
    planner.add<BinaryStep<Larger>>(node, a, b, y, axes);
  else
    planner.add<BinaryStep<Smaller>>(node, a, b, y, axes);
  return true;
}

}  // namespace quern::cpu

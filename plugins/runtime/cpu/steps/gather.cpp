// Gather with constant indices: a box is moved for each run of equally spaced indices.
#include <algorithm>

#include "builders.hpp"
#include "copy.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

// Beyond this many boxes the reference kernel is no slower.
constexpr size_t kMaxRuns = 64;

struct Run {
  int64_t first, step, count;
};

std::vector<Run> runs_of(const std::vector<int64_t>& indices) {
  std::vector<Run> runs;
  for (const int64_t index : indices) {
    if (!runs.empty()) {
      Run& run = runs.back();
      if (run.count == 1) run.step = index - run.first;
      if (index == run.first + run.count * run.step) {
        ++run.count;
        continue;
      }
    }
    runs.push_back({index, 1, 1});
  }
  return runs;
}

// The order of the result when `axis` disappears.
AxisOrder without(const AxisOrder& order, int axis) {
  AxisOrder result;
  for (const int a : order)
    if (a != axis) result.push_back(a < axis ? a : a - 1);
  return result;
}

}  // namespace

bool build_gather(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Tensor* indices_tensor = planner.constant(node.inputs[1]);
  Value& x = planner.value(node.inputs[0]);
  int64_t axis = node.get_int("axis", 0);
  if (axis < 0) axis += int64_t(x.shape.size());
  if (!indices_tensor || indices_tensor->dims.size() > 1 || axis < 0 || axis >= int64_t(x.shape.size()))
    return false;
  const int64_t size = x.shape[size_t(axis)];
  std::vector<int64_t> indices = indices_tensor->to_int64();
  for (int64_t& index : indices) {
    if (index < 0) index += size;
    if (index < 0 || index >= size) return false;
  }
  const std::vector<Run> runs = runs_of(indices);
  if (runs.size() > kMaxRuns) return false;

  // With a scalar index the axis disappears; until then it has size 1, which changes nothing in memory.
  Shape shape = x.shape;
  shape[size_t(axis)] = int64_t(indices.size());
  const Shape source = physical_strides(x.shape, x.order), target = physical_strides(shape, x.order);
  const bool keeps_axis = indices_tensor->dims.size() == 1;
  auto& step = planner.add<CopyStep>(
      node, planner.make(node.outputs[0], keeps_axis ? x.order : without(x.order, int(axis))));
  int64_t position = 0;
  for (const Run& run : runs) {
    Shape box = shape, strides = source;
    box[size_t(axis)] = run.count;
    strides[size_t(axis)] *= run.step;
    step.add(x, run.first * source[size_t(axis)], {box, strides, target, size_of(x.type)},
             position * target[size_t(axis)]);
    position += run.count;
  }
  return true;
}

}  // namespace quern::cpu

// Slice: every steps[i]-th element from starts[i] up to, not including, ends[i] along axes[i]. Negative
// positions count from the end; positions beyond the ends, such as INT_MAX, are clamped.
#include "support/axes.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

// The part of one axis that is kept.
struct Range {
  int64_t start = 0;
  int64_t step = 1;
  int64_t count = 0;
};

Range range_of(int64_t size, int64_t start, int64_t end, int64_t step) {
  if (step == 0) throw InputError("a step is 0");
  const auto from_front = [&](int64_t position) { return position < 0 ? position + size : position; };
  const int64_t low = step > 0 ? 0 : -1, high = step > 0 ? size : size - 1;
  start = std::clamp(from_front(start), low, high);
  end = std::clamp(from_front(end), low, high);
  const int64_t distance = step > 0 ? end - start : start - end;
  if (distance <= 0) return {0, 1, 0};
  if (step > 0) return {start, step, 1 + (distance - 1) / step};
  return {start, step, 1 + int64_t(uint64_t(distance - 1) / (0 - uint64_t(step)))};
}

// Which axes a node slices, and the values it slices them with.
struct Slices {
  std::vector<size_t> axes;
  std::vector<int64_t> starts, ends, steps;
};

std::vector<int64_t> optional_ints(const InferContext& c, size_t i, size_t count, const char* name) {
  const std::vector<int64_t> values = constant_ints(c, i);
  if (values.size() != count)
    throw InputError(std::string(name) + " has " + std::to_string(values.size()) + " entries, starts has " +
                     std::to_string(count));
  return values;
}

std::vector<size_t> sliced_axes(const InferContext& c, size_t count) {
  const size_t rank = c.shape(0).size();
  if (c.has_input(3)) return normalize_axes(optional_ints(c, 3, count, "axes"), rank);
  if (count > rank) throw InputError("starts has more entries than the input has axes");
  std::vector<int64_t> first(count);
  for (size_t i = 0; i < count; ++i) first[i] = int64_t(i);
  return normalize_axes(first, rank);
}

Slices slices_of(const InferContext& c) {
  Slices s;
  s.starts = constant_ints(c, 1);
  s.ends = optional_ints(c, 2, s.starts.size(), "ends");
  s.axes = sliced_axes(c, s.starts.size());
  s.steps = c.has_input(4) ? optional_ints(c, 4, s.starts.size(), "steps")
                           : std::vector<int64_t>(s.starts.size(), 1);
  return s;
}

// What is known of the output where starts, ends or steps are not: the axes that are not sliced.
void infer_sliced_axes_unknown(InferContext& c) {
  Shape shape = c.shape(0);
  if (c.has_input(3) && c.input(3).constant) {
    for (const size_t axis : normalize_axes(constant_ints(c, 3), shape.size())) shape[axis] = kUnknownDim;
  } else {
    shape.assign(shape.size(), kUnknownDim);
  }
  c.output(0, c.type(0), shape);
}

void infer_slice(InferContext& c) {
  c.output_unknown(0, c.type(0));
  infer_sliced_axes_unknown(c);
  const Slices s = slices_of(c);
  Shape shape = c.shape(0);
  for (size_t i = 0; i < s.axes.size(); ++i) {
    int64_t& dim = shape[s.axes[i]];
    if (dim != kUnknownDim)
      dim = range_of(dim, s.starts[i], s.ends[i], s.steps[i]).count;
    else if (s.steps[i] == 0)
      throw InputError("a step is 0");
  }
  set_output(c, 0, c.type(0), shape);
}

void compute_slice(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_slice);
  if (y.count() == 0) return;
  std::vector<InferContext::Input> inputs(c.input_count());
  for (size_t i = 0; i < inputs.size(); ++i)
    if (const Tensor* tensor = c.optional_input(i)) inputs[i] = {tensor->type, tensor->dims, tensor};
  const Slices s = slices_of(InferContext(c.node(), std::move(inputs)));
  Shape strides = strides_of(x.dims);
  int64_t offset = 0;
  for (size_t i = 0; i < s.axes.size(); ++i) {
    const Range range = range_of(x.dims[s.axes[i]], s.starts[i], s.ends[i], s.steps[i]);
    int64_t& stride = strides[s.axes[i]];
    offset += range.start * stride;
    stride = range.count > 1 ? stride * range.step : 0;
  }
  gather_strided(y, x, offset, strides);
}

}  // namespace

QUERN_OPERATOR("", "Slice", infer_slice, compute_slice);

}  // namespace quern::ops

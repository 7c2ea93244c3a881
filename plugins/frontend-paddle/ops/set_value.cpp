// set_value: Input with one box of cells replaced, Input[starts:ends:steps] = value.
#include <algorithm>

#include "ops/fill.hpp"

namespace quern::frontend::paddle {
namespace {

// The cells chosen along one axis.
struct Range {
  int64_t start, count, step;
};

// Python's rule: negative positions count from the end, positions outside are clamped.
Range clamp_range(int64_t start, int64_t end, int64_t step, int64_t size) {
  if (step == 0 || step < -(1 << 30) || step > (1 << 30))
    throw InputError("a slice with step " + std::to_string(step));
  const int64_t lowest = step > 0 ? 0 : -1, highest = step > 0 ? size : size - 1;
  const auto clamp = [&](int64_t p) { return std::clamp(p < 0 ? p + size : p, lowest, highest); };
  start = clamp(start);
  end = clamp(end);
  const int64_t distance = step > 0 ? end - start : start - end;
  const int64_t stride = step > 0 ? step : -step;
  return {start, std::max<int64_t>((distance + stride - 1) / stride, 0), step};
}

std::vector<Range> ranges_of(const Context& layer, const Shape& dims) {
  const std::vector<int64_t> axes = axes_from_front(layer.ints("axes"), dims.size());
  const std::vector<int64_t> starts = layer.ints_of("starts", "", "StartsTensorList"),
                             ends = layer.ints_of("ends", "", "EndsTensorList");
  std::vector<int64_t> steps = layer.ints_of("steps", "", "StepsTensorList");
  if (steps.empty()) steps.assign(axes.size(), 1);
  if (starts.size() != axes.size() || ends.size() != axes.size() || steps.size() != axes.size())
    throw InputError("a slice needs one start, end and step per axis");
  std::vector<Range> ranges;
  for (const int64_t d : dims) ranges.push_back({0, d, 1});
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto axis = size_t(axes[i]);
    ranges[axis] = clamp_range(starts[i], ends[i], steps[i], dims[axis]);
  }
  return ranges;
}

// The value with the shape of the box: axes of decrease_axes come back as 1, then it is broadcast.
std::string value_of(Context& layer, DataType type, const Shape& box) {
  std::string value;
  if (layer.has_input("ValueTensor")) {
    value = layer.cast(layer.input("ValueTensor"), type);
  } else {
    std::vector<float> numbers = layer.floats("values");
    for (const char* name : {"fp32_values", "fp64_values", "int64_values", "int32_values", "bool_values"})
      if (numbers.empty()) numbers = layer.floats(name);
    Tensor tensor = Tensor::from(numbers, layer.ints("shape", {int64_t(numbers.size())}));
    value = layer.cast(layer.emit().constant("value", std::move(tensor)), type);
  }
  Shape dims = layer.shape(value);
  std::vector<int64_t> dropped = axes_from_front(layer.ints("decrease_axes"), box.size());
  std::sort(dropped.begin(), dropped.end());
  if (dims.size() + dropped.size() <= box.size() && !dims.empty())
    for (const int64_t axis : dropped) {
      // Counted from the end, as broadcasting does.
      const int64_t from_end = int64_t(box.size()) - axis;
      const int64_t place = int64_t(dims.size()) - (from_end - 1);
      if (place > 0) dims.insert(dims.begin() + std::ptrdiff_t(place), 1);
    }
  value = layer.reshape("aligned", value, dims);
  return layer.add("box", "Expand", {value, layer.emit().ints("box_shape", box)});
}

// Positions of the chosen cells in the flat tensor.
Tensor positions(const std::vector<Range>& ranges, const Shape& dims, const Shape& box) {
  const Shape strides = strides_of(dims);
  Tensor result(DataType::Int64, {element_count(box), 1});
  for (int64_t i = 0; i < result.dims[0]; ++i) {
    int64_t rest = i, position = 0;
    for (size_t axis = dims.size(); axis-- > 0;) {
      position += (ranges[axis].start + rest % box[axis] * ranges[axis].step) * strides[axis];
      rest /= box[axis];
    }
    result.mutable_data<int64_t>()[i] = position;
  }
  return result;
}

// A box of neighbouring cells: what lies before and behind it along the first axis that is not covered
// wholly, and in between the same for the axes behind.
std::string replace_box(Context& layer, const std::string& x, const std::string& value,
                        const std::vector<Range>& ranges, size_t axis) {
  const Shape dims = layer.shape(x);
  while (axis < dims.size() && ranges[axis].count == dims[axis]) ++axis;
  if (axis == dims.size()) return value;
  Emitter& emit = layer.emit();
  const auto part = [&](int64_t begin, int64_t end) {
    return layer.add(
        "part", "Slice",
        {x, emit.ints("begin", {begin}), emit.ints("end", {end}), emit.ints("axis", {int64_t(axis)})});
  };
  const int64_t begin = ranges[axis].start, end = begin + ranges[axis].count;
  std::vector<std::string> parts;
  if (begin > 0) parts.push_back(part(0, begin));
  parts.push_back(replace_box(layer, part(begin, end), value, ranges, axis + 1));
  if (end < dims[axis]) parts.push_back(part(end, dims[axis]));
  return layer.add("joined", "Concat", parts, {{"axis", int64_t(axis)}});
}

void translate(Context& layer) {
  if (!layer.ints("none_axes").empty()) throw UnsupportedError("set_value with new axes in the slice");
  const std::string x = layer.input("Input");
  const Shape dims = layer.shape(x);
  const std::vector<Range> ranges = ranges_of(layer, dims);
  Shape box;
  bool neighbours = true;
  for (const Range& range : ranges) {
    box.push_back(range.count);
    neighbours = neighbours && (range.step == 1 || range.count == 1);
  }
  if (element_count(box) == 0) return layer.make("Identity", {x});
  if (!neighbours && element_count(dims) > kMostConstantElements)
    throw UnsupportedError("set_value in a tensor of shape " + to_string(dims));
  const std::string value = value_of(layer, layer.type(x), box);
  if (neighbours) return layer.make("Identity", {replace_box(layer, x, value, ranges, 0)});
  const std::string flat = layer.add(
      "set", "ScatterND",
      {layer.reshape("flat", x, {-1}), layer.emit().constant("positions", positions(ranges, dims, box)),
       layer.reshape("values", value, {-1})});
  layer.make("Reshape", {flat, layer.emit().ints("shape", dims)});
}

QUERN_PADDLE_OP("set_value", translate);

}  // namespace
}  // namespace quern::frontend::paddle

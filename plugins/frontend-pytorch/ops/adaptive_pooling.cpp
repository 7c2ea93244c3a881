// Pooling to a given output size: cell i of n covers the input cells floor(i size / n) to
// ceil((i + 1) size / n).
#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

struct Window {
  int64_t begin, end;
};

std::vector<Window> windows_of(int64_t size, int64_t cells) {
  std::vector<Window> windows;
  for (int64_t i = 0; i < cells; ++i)
    windows.push_back({i * size / cells, ((i + 1) * size + cells - 1) / cells});
  return windows;
}

// One window size and step for all cells.
bool is_regular(const std::vector<Window>& windows, int64_t& kernel, int64_t& stride) {
  kernel = windows[0].end - windows[0].begin;
  stride = windows.size() > 1 ? windows[1].begin - windows[0].begin : kernel;
  for (size_t i = 0; i < windows.size(); ++i)
    if (windows[i].end - windows[i].begin != kernel || windows[i].begin != int64_t(i) * stride) return false;
  return stride >= 1;
}

// Pools one axis with windows of different sizes: means as a product with a matrix of weights, maxima one by
// one.
std::string irregular_axis(Call& call, const std::string& x, int64_t axis, const std::vector<Window>& windows,
                           bool average) {
  const Shape shape = call.shape(x);
  const int64_t size = shape[size_t(axis)], cells = int64_t(windows.size());
  if (average) {
    std::vector<float> weights(size_t(size * cells), 0);
    for (size_t i = 0; i < windows.size(); ++i)
      for (int64_t k = windows[i].begin; k < windows[i].end; ++k)
        weights[size_t(k * cells) + i] = 1 / float(windows[i].end - windows[i].begin);
    const std::string matrix = call.constant("weights", Tensor::from(weights, {size, cells}));
    const bool is_last = size_t(axis) + 1 == shape.size();
    std::vector<int64_t> order(shape.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = int64_t(i);
    std::swap(order[size_t(axis)], order.back());
    const std::string turned = is_last ? x : call.add("turned", "Transpose", {x}, {{"perm", order}});
    const std::string means = call.add("means", "MatMul", {turned, matrix});
    return is_last ? means : call.add("back", "Transpose", {means}, {{"perm", order}});
  }
  std::vector<std::string> parts;
  for (const Window& w : windows) {
    const std::string part =
        call.add("window", "Slice",
                 {x, call.ints_constant("begin", {w.begin}), call.ints_constant("end", {w.end}),
                  call.ints_constant("axis", {axis})});
    parts.push_back(call.add("largest", "ReduceMax", {part}, {{"axes", std::vector<int64_t>{axis}}}));
  }
  return call.add("cells", "Concat", parts, {{"axis", axis}});
}

void pool(Call& call, size_t axes, bool average) {
  std::string x = call.cast(call.tensor(0), DataType::Float);
  const Shape shape = call.shape(x);
  if (shape.size() != axes + 2 && shape.size() != axes + 1)
    throw call.wrong("the input has the shape " + to_string(shape));
  const bool unbatched = shape.size() == axes + 1;
  const size_t first = shape.size() - axes;
  const List* given = call.arg(1).ref<List>();
  std::vector<int64_t> cells;
  for (size_t i = 0; i < axes; ++i) {  // None keeps the size
    const Value item = given && i < given->items.size() ? given->items[i] : given ? Value() : call.arg(1);
    cells.push_back(item.is_none() ? shape[first + i] : call.to_integer(item));
    if (cells[i] < 1 || cells[i] > (int64_t(1) << 16))
      throw call.wrong("an output size of " + std::to_string(cells[i]));
  }
  if (std::all_of(cells.begin(), cells.end(), [](int64_t n) { return n == 1; }) && !unbatched)
    return call.make(average ? "GlobalAveragePool" : "GlobalMaxPool", {x});
  std::vector<int64_t> kernel(axes, 1), strides(axes, 1);
  bool any_regular = false;
  for (size_t i = 0; i < axes; ++i) {
    const std::vector<Window> windows = windows_of(shape[first + i], cells[i]);
    if (is_regular(windows, kernel[i], strides[i])) {
      any_regular = any_regular || kernel[i] > 1 || strides[i] > 1;
    } else {
      kernel[i] = strides[i] = 1;
      x = irregular_axis(call, x, int64_t(first + i), windows, average);
    }
  }
  if (!any_regular) return call.make("Identity", {x});
  const char* op = average ? "AveragePool" : "MaxPool";
  if (!unbatched) return call.make(op, {x}, {{"kernel_shape", kernel}, {"strides", strides}});
  const std::string batch = call.add("batch", "Unsqueeze", {x, call.ints_constant("batch_axis", {0})});
  const std::string pooled =
      call.add("pooled", op, {batch}, {{"kernel_shape", kernel}, {"strides", strides}});
  call.make("Squeeze", {pooled, call.ints_constant("batch_axis", {0})});
}

void average1(Call& call) { pool(call, 1, true); }
void average2(Call& call) { pool(call, 2, true); }
void average3(Call& call) { pool(call, 3, true); }
// The maxima. Their positions are not computed, which matters to unpooling only.
void largest(Call& call, size_t axes) {
  pool(call, axes, false);
  const Value values = call.result();
  const Value indices =
      call.session().placeholder(call.op() + " with indices", {values}, "positions of the maxima", "", true);
  call.give(call.session().heap().tuple({values, indices}));
}
void largest1(Call& call) { largest(call, 1); }
void largest2(Call& call) { largest(call, 2); }
void largest3(Call& call) { largest(call, 3); }

QUERN_TRANSLATOR(Call, "aten::adaptive_avg_pool1d", average1);
QUERN_TRANSLATOR(Call, "aten::adaptive_avg_pool2d", average2);
QUERN_TRANSLATOR(Call, "aten::adaptive_avg_pool3d", average3);
QUERN_TRANSLATOR(Call, "aten::_adaptive_avg_pool2d", average2);
QUERN_TRANSLATOR(Call, "aten::_adaptive_avg_pool3d", average3);
QUERN_TRANSLATOR(Call, "aten::adaptive_max_pool1d", largest1);
QUERN_TRANSLATOR(Call, "aten::adaptive_max_pool2d", largest2);
QUERN_TRANSLATOR(Call, "aten::adaptive_max_pool3d", largest3);

}  // namespace
}  // namespace quern::frontend::pytorch

// Max, average and Lp pooling with fixed windows.
#include <quern/frontend/pooling.hpp>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// The input with a batch axis, and what takes it away again.
struct Batched {
  std::string input;
  bool added = false;
};
Batched batched(Call& call, size_t axes) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  if (call.rank(x) == axes + 2) return {x, false};
  if (call.rank(x) != axes + 1) throw call.wrong("the input has the shape " + to_string(call.shape(x)));
  return {call.add("batch", "Unsqueeze", {x, call.ints_constant("batch_axis", {0})}), true};
}

void pool(Call& call, const Batched& x, const Pooling& pooling) {
  if (!x.added) {
    make_pooling(call.emit(), call.output(), x.input, pooling);
    return call.give_tensor(call.output());
  }
  const std::string pooled = call.emit().tensor("pooled");
  make_pooling(call.emit(), pooled, x.input, pooling);
  call.make("Squeeze", {pooled, call.ints_constant("batch_axis", {0})});
}

size_t axes_of(const Call& call) {
  return size_t(call.op().find("1d") != std::string::npos   ? 1
                : call.op().find("2d") != std::string::npos ? 2
                                                            : 3);
}

// input, kernel_size, stride, padding, dilation, ceil_mode
Pooling max_window(Call& call) {
  const size_t axes = axes_of(call);
  Pooling p;
  p.kernel = call.per_axis(1, axes, 1);
  p.strides = call.has(2) && !call.ints(2).empty() ? call.per_axis(2, axes, 1) : p.kernel;
  p.pads_begin = p.pads_end = call.per_axis(3, axes, 0);
  p.dilations = call.per_axis(4, axes, 1);
  p.ceil = call.flag(5, false);
  return p;
}
void max_pool(Call& call) { pool(call, batched(call, axes_of(call)), max_window(call)); }

// Indices count within one plane, those of ONNX in the whole tensor.
void max_pool_with_indices(Call& call) {
  const Pooling p = max_window(call);
  const Batched x = batched(call, axes_of(call));
  if (x.added) throw Call::unsupported("indices of a pooling without a batch axis");
  const Shape shape = call.shape(x.input);
  const Shape spatial(shape.begin() + 2, shape.end());
  Shape pads = p.pads_begin;
  const Shape ends = end_pads(p, spatial);
  pads.insert(pads.end(), ends.begin(), ends.end());
  const std::string indices = call.emit().tensor("positions");
  Node node("MaxPool", {x.input}, {call.output(), indices});
  node.set("kernel_shape", p.kernel)
      .set("strides", p.strides)
      .set("dilations", p.dilations)
      .set("pads", pads);
  call.emit().append(std::move(node));
  const std::string plane = call.constant("plane", Tensor::scalar(element_count(spatial)));
  call.give_tensors({call.output(), call.add("indices", "Mod", {indices, plane})}, false);
}

// 1d, 2d, 3d: input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
void avg_pool(Call& call) {
  const size_t axes = axes_of(call);
  Pooling p;
  p.average = true;
  p.kernel = call.per_axis(1, axes, 1);
  p.strides = call.has(2) && !call.ints(2).empty() ? call.per_axis(2, axes, 1) : p.kernel;
  p.pads_begin = p.pads_end = call.per_axis(3, axes, 0);
  p.ceil = call.flag(4, false);
  p.count_include_pad = call.flag(5, true);
  const Batched x = batched(call, axes);
  if (!call.has(6)) return pool(call, x, p);
  // A divisor of its own: the sum of the window, which is its mean with everything counted, over that number.
  if (p.ceil || x.added)
    throw Call::unsupported("divisor_override together with ceil_mode, or without a batch axis");
  p.count_include_pad = true;
  const std::string mean = call.emit().tensor("mean");
  make_pooling(call.emit(), mean, x.input, p);
  call.make("Mul", {mean, call.scalar("factor", double(element_count(p.kernel)) / call.number(6))});
}

QUERN_TRANSLATOR(Call, "aten::max_pool1d", max_pool);
QUERN_TRANSLATOR(Call, "aten::max_pool2d", max_pool);
QUERN_TRANSLATOR(Call, "aten::max_pool3d", max_pool);
QUERN_TRANSLATOR(Call, "aten::max_pool1d_with_indices", max_pool_with_indices);
QUERN_TRANSLATOR(Call, "aten::max_pool2d_with_indices", max_pool_with_indices);
QUERN_TRANSLATOR(Call, "aten::max_pool3d_with_indices", max_pool_with_indices);
QUERN_TRANSLATOR(Call, "aten::avg_pool1d", avg_pool);
QUERN_TRANSLATOR(Call, "aten::avg_pool2d", avg_pool);
QUERN_TRANSLATOR(Call, "aten::avg_pool3d", avg_pool);

}  // namespace
}  // namespace quern::frontend::pytorch

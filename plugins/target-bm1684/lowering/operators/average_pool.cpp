// Average pooling: the chip multiplies the sum by a built-in constant close to 2^e / area and shifts right.
// The shift is ours to choose, so the output's scale is the input's divided by a power of two.
#include <algorithm>
#include <bit>
#include <cmath>

#include "lowering/operators.hpp"

namespace quern::bm1684 {
namespace {

struct PoolConstant {
  int multiplier = 1, shift = 0;
};

// The chip's table (golden vectors, note 2): round(2^e / area) with e = 7 + ceil(log2 area), reduced to odd.
PoolConstant pool_constant(int64_t area) {
  int shift = 7 + int(std::bit_width(uint64_t(area - 1)));
  int multiplier = int(std::round(std::ldexp(1.0 / double(area), shift)));
  while (multiplier % 2 == 0) {
    multiplier /= 2;
    --shift;
  }
  return {multiplier, shift};
}

struct Pooling {
  Shape kernel, strides = {1, 1}, pads = {0, 0, 0, 0};
};

// The pooling a node describes, or why it has no integer form.
std::string describe(const Node& node, const Lowering& l, Pooling& pooling) {
  const Shape& shape = l.shape(node.inputs[0]);
  if (shape.size() != 4) return "only 2-D pooling has an INT8 form";
  pooling.kernel = Shape(shape.begin() + 2, shape.end());
  if (node.is("ReduceMean")) {
    std::vector<int64_t> axes = node.get_ints("axes");
    for (int64_t& a : axes) a = a < 0 ? a + 4 : a;
    std::sort(axes.begin(), axes.end());
    if (axes != std::vector<int64_t>{2, 3})
      return "a mean over other axes than height and width has no INT8 form";
    return "";
  }
  if (node.is("GlobalAveragePool")) return "";
  pooling.kernel = node.get_ints("kernel_shape");
  pooling.strides = node.get_ints("strides", pooling.strides);
  pooling.pads = node.get_ints("pads", pooling.pads);
  const bool has_pads =
      std::any_of(pooling.pads.begin(), pooling.pads.end(), [](int64_t p) { return p != 0; });
  if (has_pads && !node.get_int("count_include_pad", 0)) return "its divisor differs at the border";
  if (node.get_int("ceil_mode", 0)) {
    for (size_t i = 0; i < 2; ++i)
      if ((l.shape(node.outputs[0])[i + 2] - 1) * pooling.strides[i] + pooling.kernel[i] >
          shape[i + 2] + pooling.pads[i] + pooling.pads[i + 2])
        return "its divisor differs at the border";
  }
  for (const int64_t stride : pooling.strides)
    if (stride > 15) return "a stride above 15 does not fit the command";
  return "";
}

}  // namespace

std::string lower_average_pool(Lowering& l, const Node& node) {
  if (!l.integer(node.inputs[0])) return "its input is not INT8";
  Pooling pooling;
  if (std::string reason = describe(node, l, pooling); !reason.empty()) return reason;
  const int64_t area = element_count(pooling.kernel);
  if (area < 1 || area > 225) return "its kernel covers more than 225 values";
  for (const int64_t size : pooling.kernel)  // what the chip was seen to do
    if (size > 15) return "its kernel is larger than 15 in one direction";
  const auto wanted = l.output_quantisation({node.outputs[0], nullptr});
  if (!wanted) return l.no_threshold(node.outputs[0]);

  const Quantisation in = *l.input_quantisation(node.inputs[0]);
  const PoolConstant constant = pool_constant(area);
  const double range = wanted->threshold / in.threshold;
  const int gain = std::clamp(int(std::floor(-std::log2(range) + 1e-6)), 0, constant.shift);
  const Quantisation out{std::ldexp(in.threshold, -gain), in.is_signed};

  const std::string x = l.integer_input(node.inputs[0]);
  const Shape pooled_shape = l.shape(node.outputs[0]);
  const bool drops_axes = pooled_shape.size() != 4;
  const std::string y = l.integer_output(node.outputs[0], out);
  const Shape& in_shape = l.shape(node.inputs[0]);
  const std::string pooled = drops_axes ? l.helper(y + "_4d", {in_shape[0], in_shape[1], 1, 1}, out) : y;
  Node integer("QAveragePool", {x}, {pooled}, kQuernDomain);
  integer.set("kernel_shape", pooling.kernel).set("strides", pooling.strides).set("pads", pooling.pads);
  integer.set("multiplier", int64_t(constant.multiplier)).set("rshift", int64_t(constant.shift - gain));
  l.emit(std::move(integer), node);
  if (drops_axes) {
    const std::string target = l.add_constant(y + "_shape", Tensor::from<int64_t>(pooled_shape));
    l.emit(Node("Reshape", {pooled, target}, {y}), node);
  }
  return "";
}

}  // namespace quern::bm1684

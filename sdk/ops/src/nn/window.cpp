#include <algorithm>
#include <limits>

#include <quern/ops/window.hpp>

namespace quern::ops {
namespace {

// Larger attribute values occur in no network, and below it no product of two of them overflows.
constexpr int64_t kMaxExtent = int64_t(1) << 30;

// A list attribute with one entry of [low, kMaxExtent] per spatial axis; `fallback` where it is absent.
Shape list(const Node& node, const char* name, size_t count, int64_t low, int64_t fallback) {
  if (!node.has(name)) return Shape(count, fallback);
  Shape values = node.get_ints(name);
  if (values.size() != count)
    throw InputError(std::string(name) + " has " + std::to_string(values.size()) +
                         " entries, the input asks for " + std::to_string(count),
                     node.label());
  for (const int64_t v : values)
    if (v < low || v > kMaxExtent)
      throw InputError(std::string(name) + " has the entry " + std::to_string(v) + ", which is out of range",
                       node.label());
  return values;
}

enum class AutoPad { None, SameUpper, SameLower, Valid };

AutoPad auto_pad_of(const Node& node) {
  const std::string name = node.get_string("auto_pad", "NOTSET");
  if (name == "NOTSET" || name.empty()) return AutoPad::None;
  if (name == "SAME_UPPER") return AutoPad::SameUpper;
  if (name == "SAME_LOWER") return AutoPad::SameLower;
  if (name == "VALID") return AutoPad::Valid;
  throw InputError("auto_pad is \"" + name + "\"; it must be NOTSET, SAME_UPPER, SAME_LOWER or VALID",
                   node.label());
}

// Everything but the output size; automatic pads are still 0.
Window read_attributes(const Node& node, std::span<const int64_t> input, Shape kernel, AutoPad auto_pad) {
  Window window;
  const size_t rank = input.size();
  if (rank == 0) throw InputError("the input has no spatial axes", node.label());
  window.input.assign(input.begin(), input.end());
  window.kernel = std::move(kernel);
  (void)window.taps();  // refuses kernels whose number of taps overflows
  window.strides = list(node, "strides", rank, 1, 1);
  window.dilations = list(node, "dilations", rank, 1, 1);
  window.output_padding = Shape(rank, 0);
  window.output = Shape(rank, kUnknownDim);
  const Shape pads = auto_pad == AutoPad::None ? list(node, "pads", 2 * rank, 0, 0) : Shape(2 * rank, 0);
  window.pads_begin.assign(pads.begin(), pads.begin() + int64_t(rank));
  window.pads_end.assign(pads.begin() + int64_t(rank), pads.end());
  for (const int64_t size : input)
    if (size > std::numeric_limits<int64_t>::max() / 4 / kMaxExtent)
      throw InputError("the input size " + std::to_string(size) + " is out of range", node.label());
  return window;
}

void split_padding(Window& window, size_t axis, int64_t total, bool more_at_end) {
  const int64_t smaller = total / 2, larger = total - smaller;
  window.pads_begin[axis] = more_at_end ? smaller : larger;
  window.pads_end[axis] = more_at_end ? larger : smaller;
}

void resolve_output(const Node& node, Window& window, AutoPad auto_pad, bool ceil_mode) {
  for (size_t axis = 0; axis < window.rank(); ++axis) {
    const int64_t size = window.input[axis], stride = window.strides[axis], extent = window.extent(axis);
    if (size < 0) continue;
    if (auto_pad == AutoPad::SameUpper || auto_pad == AutoPad::SameLower) {
      const int64_t output = (size + stride - 1) / stride;
      window.output[axis] = output;
      split_padding(window, axis, std::max<int64_t>(0, (output - 1) * stride + extent - size),
                    auto_pad == AutoPad::SameUpper);
      continue;
    }
    const int64_t room = size + window.pads_begin[axis] + window.pads_end[axis] - extent;
    if (room < 0)
      throw InputError("the kernel spans " + std::to_string(extent) + " cells of spatial axis " +
                           std::to_string(axis) + ", the padded input has only " +
                           std::to_string(room + extent),
                       node.label());
    int64_t output = room / stride + 1;
    if (ceil_mode && room % stride != 0 && output * stride < size + window.pads_begin[axis]) ++output;
    window.output[axis] = output;
  }
}

Shape weight_kernel(const Node& node, std::span<const int64_t> input, std::span<const int64_t> kernel) {
  if (kernel.size() != input.size())
    throw InputError("the weights have " + std::to_string(kernel.size()) + " spatial axes, the input has " +
                         std::to_string(input.size()),
                     node.label());
  Shape result(kernel.begin(), kernel.end());
  if (node.has("kernel_shape")) {
    const Shape declared = list(node, "kernel_shape", input.size(), 1, 1);
    for (size_t i = 0; i < declared.size(); ++i)
      if (result[i] >= 0 && result[i] != declared[i])
        throw InputError("kernel_shape is " + to_string(declared) + ", the weights have " + to_string(result),
                         node.label());
    result = declared;
  }
  for (const int64_t k : result)
    if (k < 1 || k > kMaxExtent)
      throw InputError("the kernel size " + to_string(result) + " is out of range", node.label());
  return result;
}

// The padding of the transposed window along one axis, given the output size it has to have.
void pad_to_output(Window& window, size_t axis, int64_t full, int64_t output, bool more_at_end) {
  window.output[axis] = output;
  if (output <= full) {
    split_padding(window, axis, full - output, more_at_end);
  } else {
    window.output_padding[axis] += output - full;
    window.pads_begin[axis] = window.pads_end[axis] = 0;
  }
}

}  // namespace

Shape Window::pads() const {
  Shape both = pads_begin;
  both.insert(both.end(), pads_end.begin(), pads_end.end());
  return both;
}

Window Window::as_3d() const {
  if (rank() > 3)
    throw UnsupportedError("windows over " + std::to_string(rank()) +
                           " spatial axes are not supported, at most 3 are");
  Window result = *this;
  const auto missing = 3 - rank();
  for (Shape* ones : {&result.input, &result.kernel, &result.strides, &result.dilations, &result.output})
    ones->insert(ones->begin(), missing, 1);
  for (Shape* zeros : {&result.pads_begin, &result.pads_end, &result.output_padding})
    zeros->insert(zeros->begin(), missing, 0);
  return result;
}

Window conv_window(const Node& node, std::span<const int64_t> input, std::span<const int64_t> kernel) {
  const AutoPad auto_pad = auto_pad_of(node);
  Window window = read_attributes(node, input, weight_kernel(node, input, kernel), auto_pad);
  resolve_output(node, window, auto_pad, false);
  return window;
}

Window pool_window(const Node& node, std::span<const int64_t> input) {
  const AutoPad auto_pad = auto_pad_of(node);
  if (!node.has("kernel_shape")) throw InputError("attribute \"kernel_shape\" is missing", node.label());
  Window window = read_attributes(node, input, list(node, "kernel_shape", input.size(), 1, 1), auto_pad);
  resolve_output(node, window, auto_pad, node.get_int("ceil_mode", 0) != 0);
  return window;
}

Window conv_transpose_window(const Node& node, std::span<const int64_t> input,
                             std::span<const int64_t> kernel) {
  const AutoPad auto_pad = auto_pad_of(node);
  const bool more_at_end = auto_pad == AutoPad::SameUpper;
  Window window = read_attributes(node, input, weight_kernel(node, input, kernel), auto_pad);
  window.output_padding = list(node, "output_padding", window.rank(), 0, 0);
  Shape wanted = node.get_ints("output_shape");
  if (wanted.size() == window.rank() + 2) wanted.erase(wanted.begin(), wanted.begin() + 2);
  if (!wanted.empty() && wanted.size() != window.rank())
    throw InputError("output_shape has " + std::to_string(wanted.size()) + " entries, the input asks for " +
                         std::to_string(window.rank()),
                     node.label());
  for (const int64_t size : wanted)
    if (size < 1 || size > kMaxExtent)
      throw InputError("output_shape " + to_string(wanted) + " is out of range", node.label());
  for (size_t axis = 0; axis < window.rank(); ++axis) {
    const int64_t size = window.input[axis], stride = window.strides[axis];
    if (size < 0) continue;
    // The output size before padding is taken away from it.
    const int64_t full = (size - 1) * stride + window.extent(axis) + window.output_padding[axis];
    if (!wanted.empty()) {
      pad_to_output(window, axis, full, wanted[axis], more_at_end);
    } else if (auto_pad == AutoPad::SameUpper || auto_pad == AutoPad::SameLower) {
      pad_to_output(window, axis, full, size * stride, more_at_end);
    } else {
      window.output[axis] = full - window.pads_begin[axis] - window.pads_end[axis];
    }
    if (window.output[axis] < 1 || size < 1)
      throw InputError("the output of spatial axis " + std::to_string(axis) + " would have " +
                           std::to_string(window.output[axis]) + " cells",
                       node.label());
  }
  return window;
}

IndexRange indices_inside(int64_t count, int64_t step, int64_t offset, int64_t bound) {
  const int64_t first = offset >= 0 ? 0 : (-offset + step - 1) / step;
  const int64_t last = offset >= bound ? 0 : (bound - offset + step - 1) / step;
  return {std::min(first, count), std::min(last, count)};
}

}  // namespace quern::ops

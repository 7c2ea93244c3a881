#include "translate/operators/window_attributes.hpp"

namespace quern::bm1684 {

WindowAttributes window_attributes(const Node& node, const Shape& kernel) {
  WindowAttributes result;
  const size_t rank = kernel.size();
  if (rank < 1 || rank > 2) {
    result.reason = "windows of " + std::to_string(rank) + " dimensions are not instructions of the chip";
    return result;
  }
  const auto pair = [&](const char* name, int64_t fallback) {
    Shape v = node.get_ints(name, Shape(rank, fallback));
    if (rank == 1) v.push_back(fallback);
    return v;
  };
  const Shape strides = pair("strides", 1), dilations = pair("dilations", 1);
  Shape pads = node.get_ints("pads", Shape(2 * rank, 0));
  if (rank == 1) pads = {pads[0], 0, pads[1], 0};
  Window& w = result.window;
  w.kernel_h = int(kernel[0]);
  w.kernel_w = rank == 2 ? int(kernel[1]) : 1;
  w.stride_y = int(strides[0]), w.stride_x = int(strides[1]);
  w.dilation_y = int(dilations[0]), w.dilation_x = int(dilations[1]);
  w.pad_up = int(pads[0]), w.pad_left = int(pads[1]), w.pad_down = int(pads[2]), w.pad_right = int(pads[3]);
  for (const int pad : {w.pad_up, w.pad_left, w.pad_down, w.pad_right})
    if (pad < 0) result.reason = "negative pads have no encoding";
  return result;
}

std::string encoding_problem(const Window& w) {
  for (const int stride : {w.stride_y, w.stride_x})
    if (stride > kMaxPad) return "strides beyond 15 have no encoding";
  for (const int dilation : {w.dilation_y, w.dilation_x})
    if (dilation > kMaxPad) return "dilations beyond 15 have no encoding";
  for (const int pad : {w.pad_up, w.pad_left, w.pad_down, w.pad_right})
    if (pad > kMaxPad) return "pads beyond 15 have no encoding";
  return "";
}

}  // namespace quern::bm1684

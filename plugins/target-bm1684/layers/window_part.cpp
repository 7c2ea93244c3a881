#include "layers/window_part.hpp"

#include <algorithm>

namespace quern::bm1684 {

WindowPart window_part(const WindowAxis& a, const Range& output) {
  // In the coordinates of the input with its inserted zeros.
  const int step = a.insert + 1;
  const int begin = output.begin * a.stride - a.pad_begin;
  const int end = (output.end - 1) * a.stride - a.pad_begin + (a.kernel - 1) * a.dilation + 1;
  const int first = std::clamp((std::max(begin, 0) + step - 1) / step, 0, a.size - 1);
  const int last = std::clamp((end - 1) / step, first, a.size - 1);
  WindowPart part;
  part.input = {first, last + 1};
  part.pad_begin = std::max(0, first * step - begin);
  part.pad_end = std::max(0, end - (last * step + 1));
  return part;
}

WindowBox window_box(const Window& window, const Dims& dims, const Region& out) {
  const WindowPart h = window_part(
      {dims.h, window.kernel_h, window.stride_y, window.dilation_y, window.pad_up, window.insert_y}, out.h);
  const WindowPart w = window_part(
      {dims.w, window.kernel_w, window.stride_x, window.dilation_x, window.pad_left, window.insert_x}, out.w);
  WindowBox box{h.input, w.input, window};
  box.window.pad_up = h.pad_begin;
  box.window.pad_down = h.pad_end;
  box.window.pad_left = w.pad_begin;
  box.window.pad_right = w.pad_end;
  return box;
}

}  // namespace quern::bm1684

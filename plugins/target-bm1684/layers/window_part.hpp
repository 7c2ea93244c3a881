// The part of an input that a part of a sliding window's output needs, along one axis.
#pragma once

#include "isa/types.hpp"
#include "program/region.hpp"

namespace quern::bm1684 {

struct WindowAxis {
  int size = 1;  // of the input
  int kernel = 1, stride = 1, dilation = 1;
  int pad_begin = 0;  // before the input with its inserted zeros
  int insert = 0;     // zeros between neighbouring inputs
};

struct WindowPart {
  Range input;
  int pad_begin = 0, pad_end = 0;  // around the part
};

WindowPart window_part(const WindowAxis& axis, const Range& output);

// A window restricted to the box `out` of its output over an input of `dims`.
struct WindowBox {
  Range h, w;     // of the input
  Window window;  // with the pads of this box
};
WindowBox window_box(const Window& window, const Dims& dims, const Region& out);

}  // namespace quern::bm1684

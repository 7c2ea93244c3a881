// Max and average pooling as Caffe, PyTorch, Paddle and MXNet define them, in ONNX with explicit pads.
#pragma once

#include <string>

#include <quern/frontend/emitter.hpp>

namespace quern::frontend {

struct Pooling {
  bool average = false;                  // else the maximum
  Shape kernel = {};                     // one entry per spatial axis, as in all lists here
  Shape strides = {};                    // empty: 1
  Shape pads_begin = {}, pads_end = {};  // empty: 0
  Shape dilations = {};                  // empty: 1
  bool ceil = false;                     // round the output size up; see end_pads()
  bool drop_outside = true;        // with `ceil`: no window begins behind the input and its begin padding
  bool count_include_pad = false;  // averages divide by the cells inside input and padding (never by what
                                   // rounding up adds), else by those inside the input
};

// The pads at the end that make an output size rounded down equal to the one that `pooling` asks for:
//   out = ceil((in + begin + end - extent) / stride) + 1, less 1 where drop_outside and
//   (out - 1) * stride >= in + begin.
// Throws InputError where the window does not fit at all.
Shape end_pads(const Pooling& pooling, const Shape& spatial);

// Makes `output` by pooling `input` ([N, C, spatial...], static shape). Throws InputError, UnsupportedError.
void make_pooling(Emitter& emitter, const std::string& output, const std::string& input, Pooling pooling);

}  // namespace quern::frontend

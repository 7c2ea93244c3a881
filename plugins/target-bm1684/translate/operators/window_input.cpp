#include "translate/operators/window_input.hpp"

#include "translate/operators/pad.hpp"

namespace quern::bm1684 {

bool is_encodable(const Window& w) {
  return w.stride_y <= kMaxPad && w.stride_x <= kMaxPad && w.dilation_y <= kMaxPad && w.dilation_x <= kMaxPad;
}

WindowInput with_short_pads(Translator& t, const Node& node, const Window& window) {
  WindowInput input{t.canonical(node.inputs[0]), window, ""};
  Window& w = input.window;
  const int pads[] = {w.pad_up, w.pad_down, w.pad_left, w.pad_right};
  if (*std::max_element(std::begin(pads), std::end(pads)) <= kMaxPad) return input;
  Dims& d = input.x.dims;
  const LayerTensor plain = t.seen_as(t.dense(input.x.tensor), d);
  const int source = t.make_view(node.name + "/image", {d.n, d.c, d.h, d.w}, plain.tensor, 0,
                                 dense_strides(word_shape({d.n, d.c, d.h, d.w}, t.at(plain.tensor).element)));
  d.h += w.pad_up + w.pad_down;
  d.w += w.pad_left + w.pad_right;
  const int target = t.helper(node.name + "/padded", t.at(source).element, {d.n, d.c, d.h, d.w});
  input.x.tensor =
      padded(t, node.name, source, {0, 0, w.pad_up, w.pad_left, 0, 0, w.pad_down, w.pad_right}, 0, target);
  w.pad_up = w.pad_down = w.pad_left = w.pad_right = 0;
  return input;
}

WindowInput as_patches(Translator& t, const Node& node, const Window& window, const Dims& result) {
  const int64_t channels = int64_t(t.canonical(node.inputs[0]).dims.c) * window.taps();
  if (channels > kMaxChannels) return {{}, {}, "its windows have more than 4095 elements"};
  Window wide = window;  // so that all pads become part of the image
  if (window.pad_up + window.pad_down + window.pad_left + window.pad_right > 0) wide.pad_up += kMaxPad + 1;
  const int unused_rows = wide.pad_up - window.pad_up;
  const WindowInput image = with_short_pads(t, node, wide);
  const Dims& d = image.x.dims;
  const ChipTensor x = t.at(image.x.tensor);
  const Strides s = view_as(x, d)->strides;
  const Shape shape{d.n, d.c, window.kernel_h, window.kernel_w, result.h, result.w};
  const int windows = t.make_view(
      node.name + "/windows", shape, image.x.tensor, int64_t(unused_rows) * s.h,
      {int64_t(s.n), int64_t(s.c), int64_t(s.h) * window.dilation_y, int64_t(s.w) * window.dilation_x,
       int64_t(s.h) * window.stride_y, int64_t(s.w) * window.stride_x});
  return {t.seen_as(t.dense(windows), {d.n, int(channels), result.h, result.w}), Window{}, ""};
}

}  // namespace quern::bm1684

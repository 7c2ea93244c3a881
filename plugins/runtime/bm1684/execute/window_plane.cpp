#include "window_plane.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {

void require_window(const Window& w, const Dims& input, const Dims& result) {
  if (w.kernel_h < 1 || w.kernel_w < 1) throw InputError("a window has a size of 0");
  const int64_t height =
      std::max<int64_t>(int64_t(input.h) * (w.insert_y + 1), int64_t(result.h) * w.stride_y) +
      int64_t(w.kernel_h) * w.dilation_y;
  const int64_t width =
      std::max<int64_t>(int64_t(input.w) * (w.insert_x + 1), int64_t(result.w) * w.stride_x) +
      int64_t(w.kernel_w) * w.dilation_x;
  if (height * width > int64_t(1) << 26)
    throw UnsupportedError("a window over " + std::to_string(height) + " x " + std::to_string(width) +
                           " values is larger than the simulator handles");
}

}  // namespace quern::bm1684

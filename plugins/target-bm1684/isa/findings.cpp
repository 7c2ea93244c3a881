#include "findings.hpp"

#include "text.hpp"

namespace quern::bm1684 {

void Findings::range(const std::string& what, int64_t value, int64_t lowest, int64_t highest) {
  require(value >= lowest && value <= highest, what + " is " + std::to_string(value) + ", allowed are " +
                                                   std::to_string(lowest) + " to " + std::to_string(highest));
}

void Findings::sizes(const std::string& what, const Dims& dims, int64_t max_channels) {
  range(what + " n", dims.n, 1, kMaxSize);
  range(what + " c", dims.c, 1, max_channels);
  range(what + " h", dims.h, 1, kMaxSize);
  range(what + " w", dims.w, 1, kMaxSize);
}

void Findings::window(const Window& w, const Dims& input, const Dims& result) {
  range("kernel h", w.kernel_h, 1, kMaxSize);
  range("kernel w", w.kernel_w, 1, kMaxSize);
  range("stride y", w.stride_y, 1, kMaxPad);
  range("stride x", w.stride_x, 1, kMaxPad);
  range("dilation y", w.dilation_y, 1, kMaxPad + 1);
  range("dilation x", w.dilation_x, 1, kMaxPad + 1);
  range("insert y", w.insert_y, 0, kMaxPad);
  range("insert x", w.insert_x, 0, kMaxPad);
  for (const int pad : {w.pad_up, w.pad_down, w.pad_left, w.pad_right}) range("pad", pad, 0, kMaxPad);
  if (w.stride_y < 1 || w.stride_x < 1) return;
  // The last window must lie within the padded input. (Rows that no window reaches are allowed.)
  require((result.h - 1) * w.stride_y + (w.kernel_h - 1) * w.dilation_y + 1 <= w.padded_h(input.h),
          "result h " + std::to_string(result.h) + " reaches beyond the padded input");
  require((result.w - 1) * w.stride_x + (w.kernel_w - 1) * w.dilation_x + 1 <= w.padded_w(input.w),
          "result w " + std::to_string(result.w) + " reaches beyond the padded input");
}

void Findings::alignment(const std::string& what, const Operand& operand, uint32_t explicit_alignment) {
  if (operand.constant) return;
  const bool aligned = operand.arrangement == Arrangement::Aligned;
  const uint32_t needed = aligned ? kRowBytes : explicit_alignment;
  require(operand.address.offset % needed == 0, what + " is at " + to_text(operand.address) +
                                                    ", which is no multiple of " + std::to_string(needed) +
                                                    " bytes");
}

void Findings::lane_bounds(const Accesses& accesses) {
  for (const Access& access : accesses) {
    if (!access.local) continue;
    const Dims& d = access.dims;
    if (d.count() <= 0) continue;
    // Offsets grow with every index; the last channel is in the highest slot.
    const int64_t end =
        access.map.offset(d.n - 1, access.first_channel + d.c - 1, d.h - 1, d.w - 1) + access.map.element;
    if (end > int64_t(kLaneBytes)) {
      require(false, "an operand at " + to_text(access.map.start) + " ends at byte " + hex(uint64_t(end)) +
                         " of its lane; a lane has " + hex(kLaneBytes));
    }
  }
}

}  // namespace quern::bm1684

#include "layers/local_tensor.hpp"

namespace quern::bm1684 {

Operand LocalTensor::operand(const Region& box) const {
  const Strides s = strides();
  const int batches = batches_per_word(precision());
  const int64_t words = int64_t(box.n.begin - region.n.begin) / batches * s.n +
                        int64_t(box.c.begin - region.c.begin) / kLanes * s.c +
                        int64_t(box.h.begin - region.h.begin) * s.h + (box.w.begin - region.w.begin) * s.w;
  const int lane = (box.c.begin - region.c.begin) % kLanes;
  return in_local({lane, uint32_t(offset + words * 4)}, s, precision(), element != Element::U8);
}

LocalTensor LocalTensor::as_words() const {
  LocalTensor words = *this;
  if (!is_byte(element)) return words;
  words.region.n = {region.n.begin / 4, int(divide_up(region.n.end, 4))};
  words.element = Element::I32;
  return words;
}

}  // namespace quern::bm1684

// BitShift: shifts unsigned integers left or right; a distance of the type's width or more gives 0.
#include <limits>

#include "support/binary.hpp"

namespace quern::ops {
namespace {

void infer_bit_shift(InferContext& c) {
  const std::string& direction = c.node().require<std::string>("direction");
  if (direction != "LEFT" && direction != "RIGHT")
    throw InputError("direction is \"" + direction + "\"; it must be LEFT or RIGHT");
  infer_binary<UnsignedTypes>(c);
}

void compute_bit_shift(ComputeContext& c) {
  Tensor& y = make_output(c, infer_bit_shift);
  const bool left = c.node().require<std::string>("direction") == "LEFT";
  dispatch(UnsignedTypes{}, y.type, [&]<class T>() {
    const auto shift = [&](T value, T distance) {
      if (distance >= T(std::numeric_limits<T>::digits)) return T(0);
      return left ? T(uint64_t(value) << distance) : T(value >> distance);
    };
    map_pairs<T, T, T>(c.input(0), c.input(1), y, shift);
  });
}

}  // namespace

QUERN_OPERATOR("", "BitShift", infer_bit_shift, compute_bit_shift);

}  // namespace quern::ops

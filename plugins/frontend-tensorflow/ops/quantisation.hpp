// The ways in which TensorFlow maps integers to real numbers.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {

// real = scale * quantised + offset, per slice of an axis where there are several.
struct Affine {
  std::vector<float> scale, offset;
};

// Of Dequantize, for integers of `type` in the range min to max:
//   MIN_COMBINED  scale = (max - min) / (highest - lowest), lowest stands for min (signed types: counted from
//   the
//                 middle of their range, of (highest - lowest + 1) / 2)
//   MIN_FIRST     the same scale, min rounded to a multiple of it
//   SCALED        no offset; scale = the larger of min / lowest and max / highest (narrow: lowest + 1)
Affine affine_of(const std::string& mode, Type type, bool narrow, const std::vector<float>& min,
                 const std::vector<float>& max);

// Notes the range of input 0, which is also that of output 0, as a hint for calibration:
// "<threshold> <1 where the range reaches below zero, else 0>". Ranges that are empty or not finite say
// nothing.
void add_hint(Context& layer, float min, float max);

}  // namespace quern::frontend::tensorflow

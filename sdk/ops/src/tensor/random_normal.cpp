// RandomNormal: numbers with the normal distribution of "mean" and "scale".
#include "support/random.hpp"

namespace quern::ops {

QUERN_OPERATOR("", "RandomNormal", infer_random, [](ComputeContext& c) { draw_normal(c, infer_random); });

}  // namespace quern::ops

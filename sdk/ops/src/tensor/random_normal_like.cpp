// RandomNormalLike: as RandomNormal, in the shape of the input.
#include "support/random.hpp"

namespace quern::ops {

QUERN_OPERATOR("", "RandomNormalLike", infer_random_like,
               [](ComputeContext& c) { draw_normal(c, infer_random_like); });

}  // namespace quern::ops

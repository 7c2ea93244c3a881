// RandomUniformLike: as RandomUniform, in the shape of the input.
#include "support/random.hpp"

namespace quern::ops {

QUERN_OPERATOR("", "RandomUniformLike", infer_random_like,
               [](ComputeContext& c) { draw_uniform(c, infer_random_like); });

}  // namespace quern::ops

// RandomUniform: numbers drawn evenly from [low, high).
#include "support/random.hpp"

namespace quern::ops {

QUERN_OPERATOR("", "RandomUniform", infer_random, [](ComputeContext& c) { draw_uniform(c, infer_random); });

}  // namespace quern::ops

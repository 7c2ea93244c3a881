// ArgMax: the position of the largest element along an axis; the first of equals, or the last with
// select_last_index.
#include <functional>

#include "math/arg_reduce.hpp"

namespace quern::ops {

QUERN_OPERATOR("", "ArgMax", infer_arg_reduce, compute_arg_reduce<std::greater<>>);

}  // namespace quern::ops

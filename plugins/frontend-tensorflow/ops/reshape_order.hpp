// Reshaping a tensor that lies in another order of axes than the source's.
#pragma once

#include "ops/permutation.hpp"

namespace quern::frontend::tensorflow {

// How to reshape `from` (source dimensions, lying in order `perm`) to `to` (source dimensions). A reshape
// cuts both lists of dimensions into groups of equal products; only where a group joins several axes must
// these lie behind each other in the source's order.
struct ReshapeOrder {
  Permutation before;  // the order to bring the tensor into first; the one it lies in, where possible
  Permutation after;   // the order of the result
};
// Equal numbers of elements are expected.
ReshapeOrder reshape_order(const Shape& from, const Shape& to, const Permutation& perm);

}  // namespace quern::frontend::tensorflow

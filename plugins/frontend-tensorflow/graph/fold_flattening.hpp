// Fully connected layers behind a flattened image.
#pragma once

#include <string>
#include <unordered_set>

#include <quern/frontend/emitter.hpp>

namespace quern::frontend::tensorflow {

// An image that lies with channels second is transposed before it is flattened, so that its elements meet the
// right rows of a matrix. Where that matrix is constant its rows are moved instead:
//   Transpose -> Reshape [N, K] -> MatMul(constant [K, M])  becomes  Reshape [N, K] -> MatMul(moved
//   constant).
// Returns the transposed tensors that nobody needs any more. The flattened tensor keeps its name, its
// elements are in another order then.
std::unordered_set<std::string> fold_flattening(Emitter& emit);

}  // namespace quern::frontend::tensorflow

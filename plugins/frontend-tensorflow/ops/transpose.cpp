// Transposing moves nothing by itself: the tensor lies as before, and who needs another order transposes it.
#include <algorithm>

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_transpose(Context& layer) {
  const size_t rank = layer.rank(0);
  const std::vector<int64_t> perm = layer.ints(1, "the order of axes");
  if (perm.size() != rank || !std::is_permutation(perm.begin(), perm.end(), spelled_out({}, rank).begin()))
    throw InputError("this is no order of " + std::to_string(rank) + " axes");
  if (layer.is_constant(0) && layer.value(0)) {
    layer.define_constant(permuted(*layer.value(0), perm));
    return;
  }
  // Axis i of the result is axis perm[i] of the input.
  const Permutation order = layer.order(0);
  Permutation result;
  for (const int64_t axis : spelled_out(order, rank))
    result.push_back(std::find(perm.begin(), perm.end(), axis) - perm.begin());
  layer.define(layer.input(0, order), result);
}
QUERN_TRANSLATOR(Context, "Transpose", translate_transpose);
QUERN_TRANSLATOR(Context, "ConjugateTranspose", translate_transpose);

void translate_invert_permutation(Context& layer) {
  const std::vector<int64_t> perm = layer.ints(0, "the permutation");
  std::vector<int64_t> inverse(perm.size(), -1);
  for (size_t i = 0; i < perm.size(); ++i) {
    if (perm[i] < 0 || perm[i] >= int64_t(perm.size()) || inverse[size_t(perm[i])] >= 0)
      throw InputError("this is no permutation");
    inverse[size_t(perm[i])] = int64_t(i);
  }
  layer.define_constant(Tensor::from(inverse));
}
QUERN_TRANSLATOR(Context, "InvertPermutation", translate_invert_permutation);

}  // namespace
}  // namespace quern::frontend::tensorflow

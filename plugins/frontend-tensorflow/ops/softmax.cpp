// Softmax and LogSoftmax over the last axis.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_softmax(Context& layer) {
  const auto rank = int64_t(layer.rank(0));
  if (rank == 0) throw InputError("Softmax of a scalar");
  const Permutation order = layer.order(0);
  layer.make(layer.op(), {layer.input(0, order)}, {{"axis", position_of(rank - 1, order)}}, order);
}
QUERN_TRANSLATOR(Context, "Softmax", translate_softmax);
QUERN_TRANSLATOR(Context, "LogSoftmax", translate_softmax);

}  // namespace
}  // namespace quern::frontend::tensorflow

// Repeating tensors: Tile and BroadcastTo.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_tile(Context& layer) {
  const size_t rank = layer.rank(0);
  const std::vector<int64_t> times = layer.ints(1, "how often to repeat");
  if (times.size() != rank)
    throw InputError("Tile says of " + std::to_string(times.size()) + " axes how often");
  const Permutation order = layer.order(0);
  layer.make("Tile", {layer.input(0, order), layer.emit().ints("times", permuted_dims(times, order))}, {},
             order);
}
QUERN_TRANSLATOR(Context, "Tile", translate_tile);

void translate_broadcast_to(Context& layer) {
  const std::optional<Tensor> dims = layer.value(1);
  const Permutation order = layer.order(0);
  if (dims && dims->count() == int64_t(layer.rank(0))) {
    const Shape lying = permuted_dims(dims->to_int64(), order);
    layer.make("Expand", {layer.input(0, order), layer.emit().ints("dims", lying)}, {}, order);
    return;
  }
  layer.make("Expand",
             {layer.input(0), dims ? layer.emit().ints("dims", dims->to_int64()) : layer.as_int64(1)});
}
QUERN_TRANSLATOR(Context, "BroadcastTo", translate_broadcast_to);

}  // namespace
}  // namespace quern::frontend::tensorflow

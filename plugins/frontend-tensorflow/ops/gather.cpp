// Looking elements up by index.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void make_gather(Context& layer, int64_t axis) {
  const size_t rank = layer.rank(0), index_rank = layer.rank(1);
  // A vector of indices keeps the axes, a scalar takes one away; more of them are put in the source's order.
  const Permutation order = index_rank <= 1 ? layer.order(0) : Permutation();
  const Permutation result = index_rank == 0 ? without_axes(order, {axis}, rank) : order;
  layer.make("Gather", {layer.input(0, order), layer.input(1)}, {{"axis", position_of(axis, order)}}, result);
}

void translate_gather(Context& layer) { make_gather(layer, 0); }
QUERN_TRANSLATOR(Context, "Gather", translate_gather);
QUERN_TRANSLATOR(Context, "ResourceGather", translate_gather);

// GatherV2(tensor, indices, axis), with leading axes that tensor and indices share.
void translate_gather_v2(Context& layer) {
  const int64_t axis = layer.axis(layer.integer(2, "the axis to gather along"), layer.rank(0));
  int64_t shared = layer.attribute("batch_dims", int64_t(0));
  if (shared < 0) shared += int64_t(layer.rank(1));
  if (shared == 0) return make_gather(layer, axis);
  if (shared != axis)
    throw UnsupportedError("axes between the shared ones and the one that is gathered along");
  const std::string indices =
      layer.emit().add("indices", "Unsqueeze", {layer.as_int64(1), layer.emit().ints("last", {-1})});
  layer.make("GatherND", {layer.input(0), indices}, {{"batch_dims", shared}});
}
QUERN_TRANSLATOR(Context, "GatherV2", translate_gather_v2);

void translate_gather_nd(Context& layer) { layer.make("GatherND", {layer.input(0), layer.as_int64(1)}); }
QUERN_TRANSLATOR(Context, "GatherNd", translate_gather_nd);
QUERN_TRANSLATOR(Context, "ResourceGatherNd", translate_gather_nd);

}  // namespace
}  // namespace quern::frontend::tensorflow

// prelu: one slope for all, for each channel, or for each element.
#include "ops/layout.hpp"

namespace quern::frontend::paddle {
namespace {

void translate(Context& layer) {
  const std::string x = layer.input("X"), alpha = layer.input("Alpha");
  const size_t rank = layer.rank(x);
  const int64_t slopes = element_count(layer.shape(alpha));
  Shape shape(rank, 1);
  const std::string mode = layer.text("mode", slopes == 1 ? "all" : "channel");
  if (mode == "channel") {
    if (rank < 2) throw InputError("prelu of one slope per channel needs a channel axis");
    shape[is_channels_last(layer) ? rank - 1 : 1] = slopes;
  } else if (mode == "element") {
    const Shape dims = layer.shape(x);
    shape = dims;
    shape[0] = 1;
  } else if (mode != "all") {
    throw InputError("prelu has the unknown mode \"" + mode + "\"");
  }
  layer.make("PRelu", {x, layer.reshape("slope", alpha, shape)});
}

QUERN_PADDLE_OP("prelu", translate);

}  // namespace
}  // namespace quern::frontend::paddle

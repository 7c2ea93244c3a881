// BiasAdd, BiasAddV1: a vector along the channels.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_bias_add(Context& layer) {
  const size_t rank = layer.rank(0);
  const bool last = rank < 3 || layer.channels_last();
  const Permutation order = layer.order(0);
  const int64_t channels = position_of(last ? int64_t(rank) - 1 : 1, order);
  std::string bias = layer.input(1);
  if (layer.rank(1) != 1) throw InputError("the bias is not a vector");
  if (channels + 1 != int64_t(rank)) {
    Shape dims(rank, 1);
    dims[size_t(channels)] = -1;
    bias = layer.emit().add("bias", "Reshape", {bias, layer.emit().ints("bias_dims", dims)});
  }
  layer.make("Add", {layer.input(0, order), bias}, {}, order);
}

QUERN_TRANSLATOR(Context, "BiasAdd", translate_bias_add);
QUERN_TRANSLATOR(Context, "BiasAddV1", translate_bias_add);

}  // namespace
}  // namespace quern::frontend::tensorflow

#include "ops/fused.hpp"

#include "ops/activation.hpp"

namespace quern::frontend::tensorflow {

std::vector<std::string> fused_operators(Context& layer) {
  return layer.node().get<AttributeList>("fused_ops", {}).strings;
}

void make_fused(Context& layer, std::string tensor, const Permutation& order, size_t rank, size_t first) {
  Emitter& emit = layer.emit();
  size_t next = first;
  for (const std::string& op : fused_operators(layer)) {
    if (op == "BiasAdd") {
      // Channels are the second axis of an image in `order`, and the last of a matrix.
      std::string bias = layer.input(next++);
      const bool is_image = rank > 2;
      if (is_image) {
        Shape dims(rank, 1);
        dims[1] = -1;
        bias = emit.add("bias", "Reshape", {bias, emit.ints("bias_dims", dims)});
      }
      tensor = emit.add("biased", "Add", {tensor, bias});
    } else if (op == "FusedBatchNorm") {
      const std::vector<std::string> inputs = {tensor, layer.input(next), layer.input(next + 1),
                                               layer.input(next + 2), layer.input(next + 3)};
      tensor = emit.add("normalised", "BatchNormalization", inputs,
                        {{"epsilon", layer.attribute("epsilon", 1e-4f)}});
      next += 4;
    } else if (op == "Add") {
      tensor = emit.add("sum", "Add", {tensor, layer.input(next++, order)});
    } else {
      tensor = add_activation(layer, op, tensor);
    }
  }
  layer.define(tensor, order);
}

}  // namespace quern::frontend::tensorflow

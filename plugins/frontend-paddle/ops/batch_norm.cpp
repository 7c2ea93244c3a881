// batch_norm at inference, and its relatives: the statistics are parameters.
#include "ops/activation.hpp"
#include "ops/layout.hpp"

namespace quern::frontend::paddle {
namespace {

void translate(Context& layer) {
  // With use_global_stats the running statistics count in any case; otherwise only at inference.
  if (!layer.flag("is_test", true) && !layer.flag("use_global_stats", false) &&
      layer.flag("trainable_statistics", false))
    throw UnsupportedError("batch normalisation with the statistics of the batch", "",
                           "Export the model for inference (model.eval() before paddle.jit.save).");
  with_channels_first(
      layer, layer.input("X"), layer.output("Y"),
      [&](const std::string& x, const std::string& y) {
        const std::string sum = layer.add(
            "normalised", "BatchNormalization",
            {x, layer.input("Scale"), layer.input("Bias"), layer.input("Mean"), layer.input("Variance")},
            {{"epsilon", layer.number("epsilon", 1e-5)}});
        make_fused_activation(layer, y, sum);
      },
      "data_layout");
}

QUERN_PADDLE_OP("batch_norm", translate);
QUERN_PADDLE_OP("sync_batch_norm", translate);
QUERN_PADDLE_OP("inplace_abn", translate);

// Out = X * Scale + Bias, per channel.
void translate_affine_channel(Context& layer) {
  with_channels_first(
      layer, layer.input("X"), layer.output(),
      [&](const std::string& x, const std::string& y) {
        Shape shape(layer.rank(x), 1);
        if (shape.size() < 2) throw InputError("affine_channel needs a channel axis");
        shape[1] = -1;
        const std::string product =
            layer.add("scaled", "Mul", {x, layer.reshape("scale", layer.input("Scale"), shape)});
        layer.emit().make(y, "Add", {product, layer.reshape("bias", layer.input("Bias"), shape)});
      },
      "data_layout");
}

QUERN_PADDLE_OP("affine_channel", translate_affine_channel);

}  // namespace
}  // namespace quern::frontend::paddle

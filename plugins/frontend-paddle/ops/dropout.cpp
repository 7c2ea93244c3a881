// dropout at inference: downgrade_in_infer multiplies by the share that training keeps, upscale_in_train has
// done so already.
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

void translate(Context& layer) {
  const std::string x = layer.input("X");
  const float probability = layer.number_of("dropout_prob", "DropoutProbTensor", 0.5);
  if (layer.text("dropout_implementation", "downgrade_in_infer") != "downgrade_in_infer" || probability == 0)
    return layer.make("Identity", {x});
  layer.make("Mul", {x, layer.emit().scalar("kept", 1 - probability)});
}

QUERN_PADDLE_OP("dropout", translate);

}  // namespace
}  // namespace quern::frontend::paddle

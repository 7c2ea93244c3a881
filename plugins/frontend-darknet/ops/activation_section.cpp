// [activation] is an activation of its own, [logistic] the end of networks with yes-or-no answers.
#include "ops/activation.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_activation(Geometry& layer) {
  check_activation(layer, "linear");
  layer.output(layer.input());
}

void translate_activation(Context& layer) {
  // A linear one is nothing but another name.
  if (before_activation(layer, "linear") == layer.output())
    layer.emit().make(layer.output(), "Identity", {layer.input()});
  else
    activate(layer, layer.input(), "linear");
}

void measure_logistic(Geometry& layer) { layer.output(layer.input()); }

void translate_logistic(Context& layer) { layer.emit().make(layer.output(), "Sigmoid", {layer.input()}); }

QUERN_TRANSLATOR(Geometry, "activation", measure_activation);
QUERN_TRANSLATOR(Context, "activation", translate_activation);
QUERN_TRANSLATOR(Geometry, "logistic", measure_logistic);
QUERN_TRANSLATOR(Context, "logistic", translate_logistic);

}  // namespace
}  // namespace quern::frontend::darknet

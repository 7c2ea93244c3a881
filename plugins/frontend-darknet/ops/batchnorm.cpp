// [batchnorm]: a batch normalization of its own. Files of the original Darknet have no biases for it.
#include "ops/convolution.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_batchnorm(Geometry& layer) {
  layer.refuse("dontload");
  layer.output(layer.input());
  layer.array("biases", {layer.input().channels}, Array::Storage::Plain, true);
  declare_normalization(layer, layer.input().channels);
}

void translate_batchnorm(Context& layer) { make_normalization(layer, layer.output(), layer.input()); }

QUERN_TRANSLATOR(Geometry, "batchnorm", measure_batchnorm);
QUERN_TRANSLATOR(Context, "batchnorm", translate_batchnorm);

}  // namespace
}  // namespace quern::frontend::darknet

// Layers that do something in training only.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_identity(Context& layer) { layer.make("Identity", {layer.input()}); }

void translate_dropout(Context& layer) {
  if (layer.attributes().text("mode", "training") == "always")
    throw UnsupportedError("mode \"always\", which drops values at random outside of training too");
  layer.make("Identity", {layer.input()});
}

void translate_logistic(Context& layer) { layer.make("Sigmoid", {layer.input()}); }

QUERN_MXNET_OPERATOR(translate_identity, "_copy", "identity", "BlockGrad", "stop_gradient", "MakeLoss",
                     "make_loss", "LinearRegressionOutput", "MAERegressionOutput", "SVMOutput",
                     "IdentityAttachKLSparseReg", "_identity_with_attr_like_rhs",
                     "_contrib_gradientmultiplier", "_CrossDeviceCopy");
QUERN_MXNET_OPERATOR(translate_dropout, "Dropout", "_npx_dropout");
QUERN_MXNET_OPERATOR(translate_logistic, "LogisticRegressionOutput");

}  // namespace
}  // namespace quern::frontend::mxnet

// Operators that hand their inputs on.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_identity(Context& layer) { layer.forward(0); }

QUERN_TRANSLATOR(Context, "Identity", translate_identity);
QUERN_TRANSLATOR(Context, "StopGradient", translate_identity);
QUERN_TRANSLATOR(Context, "Snapshot", translate_identity);
QUERN_TRANSLATOR(Context, "PreventGradient", translate_identity);
QUERN_TRANSLATOR(Context, "CheckNumerics", translate_identity);
QUERN_TRANSLATOR(Context, "PlaceholderWithDefault", translate_identity);
QUERN_TRANSLATOR(Context, "EnsureShape", translate_identity);
QUERN_TRANSLATOR(Context, "DeepCopy", translate_identity);
QUERN_TRANSLATOR(Context, "DebugIdentity", translate_identity);
QUERN_TRANSLATOR(Context, "Print", translate_identity);
QUERN_TRANSLATOR(Context, "LoopCond", translate_identity);
QUERN_TRANSLATOR(Context, "Enter", translate_identity);
QUERN_TRANSLATOR(Context, "RefEnter", translate_identity);
QUERN_TRANSLATOR(Context, "_Retval", translate_identity);
// A function of this name in models whose library was lost; nothing is dropped at inference.
QUERN_TRANSLATOR(Context, "Dropout", translate_identity);

void translate_identity_n(Context& layer) {
  for (size_t i = 0; i < layer.input_count(); ++i) layer.forward(i, i);
}
QUERN_TRANSLATOR(Context, "IdentityN", translate_identity_n);

}  // namespace
}  // namespace quern::frontend::tensorflow

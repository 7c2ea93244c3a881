// softmax and log_softmax along an axis.
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

void finish(Context& layer, const std::string& op) {
  const std::string x = layer.input("X");
  if (layer.rank(x) == 0) {  // of one number
    return layer.make(op, {layer.reshape("list", x, {1})}, {{"axis", int64_t(0)}});
  }
  const auto axis = int64_t(axis_from_front(layer.integer("axis", -1), layer.rank(x)));
  layer.make(op, {x}, {{"axis", axis}});
}

void translate_softmax(Context& layer) { finish(layer, "Softmax"); }
void translate_log_softmax(Context& layer) { finish(layer, "LogSoftmax"); }

QUERN_PADDLE_OP("softmax", translate_softmax);
QUERN_PADDLE_OP("log_softmax", translate_log_softmax);

}  // namespace
}  // namespace quern::frontend::paddle

// Softmax and its relatives. Those of the Module API take everything behind the first axis as one list of
// classes, unless an attribute says that the classes are the second axis.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void make_flat_softmax(Context& layer) {
  const Shape shape = layer.shape();
  if (shape.size() <= 2) return layer.make("Softmax", {layer.input()}, {{"axis", int64_t(-1)}});
  const std::string rows = layer.add("rows", "Flatten", {layer.input()}, {{"axis", int64_t(1)}});
  layer.make_reshaped(layer.add("softmax", "Softmax", {rows}, {{"axis", int64_t(-1)}}), shape);
}

void translate_softmax_output(Context& layer) {
  const Attributes& a = layer.attributes();
  if (a.flag("multi_output", false)) return layer.make("Softmax", {layer.input()}, {{"axis", int64_t(1)}});
  if (a.flag("preserve_shape", false)) return layer.make("Softmax", {layer.input()}, {{"axis", int64_t(-1)}});
  make_flat_softmax(layer);
}

void translate_softmax_activation(Context& layer) {
  const std::string mode = layer.attributes().text("mode", "instance");
  if (mode == "channel") return layer.make("Softmax", {layer.input()}, {{"axis", int64_t(1)}});
  if (mode != "instance") throw UnsupportedError("mode \"" + mode + "\"");
  make_flat_softmax(layer);
}

// softmax, softmin and log_softmax along one axis, of input / temperature.
void translate_softmax(Context& layer) {
  const Attributes& a = layer.attributes();
  if (a.flag("use_length", false)) throw UnsupportedError("use_length");
  const auto axis = int64_t(axis_of(a.integer("axis", -1), layer.rank()));
  const double temperature = a.number("temperature", 1);
  std::string x = layer.input();
  if (temperature != 1) x = layer.add("cooled", "Div", {x, layer.scalar_like("temperature", x, temperature)});
  if (layer.type() == "softmin") x = layer.add("negative", "Neg", {x});
  layer.make(layer.type().ends_with("log_softmax") ? "LogSoftmax" : "Softmax", {x}, {{"axis", axis}});
}

QUERN_MXNET_OPERATOR(translate_softmax_output, "SoftmaxOutput", "Softmax");
QUERN_MXNET_OPERATOR(translate_softmax_activation, "SoftmaxActivation");
QUERN_MXNET_OPERATOR(translate_softmax, "softmax", "softmin", "log_softmax", "_npx_softmax",
                     "_npx_log_softmax");

}  // namespace
}  // namespace quern::frontend::mxnet

// Softmax and its relatives. Those of the Module API take everything behind the first axis as one list of
// classes, unless an attribute says that the classes are the second axis.
#include <numeric>

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

// Which positions along the axis lie inside of the lengths (input 2: the input's shape without the axis).
std::string inside_length(Context& layer, int64_t axis) {
  const Shape shape = layer.shape();
  const int64_t size = shape[size_t(axis)];
  check_constant_size({size});
  std::vector<int64_t> steps(static_cast<size_t>(size));
  std::iota(steps.begin(), steps.end(), 0);
  Shape along(shape.size(), 1);
  along[size_t(axis)] = size;
  const std::string lengths = layer.cast("lengths", layer.input(1), DataType::Int64);
  const std::string ends = layer.add("ends", "Unsqueeze", {lengths, layer.emit().ints("axis", {axis})});
  return layer.add("is_inside", "Less", {layer.emit().constant("steps", Tensor::from(steps, along)), ends});
}

// softmax, softmin and log_softmax along one axis, of input / temperature. Behind its length, a row is left
// out: its probabilities are 0.
void translate_softmax(Context& layer) {
  const Attributes& a = layer.attributes();
  const auto axis = int64_t(axis_of(a.integer("axis", -1), layer.rank()));
  const double temperature = a.number("temperature", 1);
  const char* op = layer.type().ends_with("log_softmax") ? "LogSoftmax" : "Softmax";
  std::string x = layer.input();
  if (temperature != 1) x = layer.add("cooled", "Div", {x, layer.scalar_like("temperature", x, temperature)});
  if (layer.type() == "softmin") x = layer.add("negative", "Neg", {x});
  if (!a.flag("use_length", false)) return layer.make(op, {x}, {{"axis", axis}});
  const std::string is_inside = inside_length(layer, axis);
  const std::string masked =
      layer.add("masked", "Where", {is_inside, x, layer.scalar_like("nothing", x, -1e30)});
  const std::string y = layer.add("softmax", op, {masked}, {{"axis", axis}});
  layer.make("Where", {is_inside, y, layer.scalar_like("zero", x, 0)});
}

QUERN_MXNET_OPERATOR(translate_softmax_output, "SoftmaxOutput", "Softmax");
QUERN_MXNET_OPERATOR(translate_softmax_activation, "SoftmaxActivation");
QUERN_MXNET_OPERATOR(translate_softmax, "softmax", "softmin", "log_softmax", "_npx_softmax",
                     "_npx_log_softmax");

}  // namespace
}  // namespace quern::frontend::mxnet

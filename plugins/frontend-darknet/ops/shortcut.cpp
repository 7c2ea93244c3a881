// [shortcut]: the layer before it plus others. These are cut or filled up with zeros to its channels and
// thinned out to its area, as in Darknet.
#include "ops/activation.hpp"

namespace quern::frontend::darknet {
namespace {

// How many cells of `from` one cell of `to` stands for; 0 where the areas do not fit.
int64_t thinning(const Dims& from, const Dims& to) {
  const int64_t step = from.width / to.width;
  return step == from.height / to.height ? step : 0;
}

void measure_shortcut(Geometry& layer) {
  check_activation(layer, "linear");
  if (layer.options().text("weights_type", "none") != "none")
    throw UnsupportedError("weighted sums (weights_type) cannot be translated",
                           layer.options().where("weights_type"));
  const Dims& out = layer.input();
  for (size_t i = 1; i < layer.input_count(); ++i) {
    if (thinning(layer.input(i), out) < 1)
      throw UnsupportedError("a layer of " + layer.input(i).text() + " cannot be added to " + out.text(),
                             layer.options().where("from"));
    if (layer.input(i).channels != out.channels && layer.options().number("alpha", 1) != 1)
      throw UnsupportedError("\"alpha\" with layers of different channels", layer.options().where("alpha"));
  }
  layer.output(out);
}

// The layer `from` with the channels and the area of the sum.
std::string fitted(Context& layer, size_t i) {
  Emitter& emit = layer.emit();
  const Dims &from = layer.in(i), &to = layer.out();
  std::string tensor = layer.input(i);
  const int64_t step = thinning(from, to);
  if (step > 1 || !from.same_area(to))
    tensor =
        emit.add("thinned", "Slice",
                 {tensor, emit.ints("begin", {0, 0}), emit.ints("end", {to.height * step, to.width * step}),
                  emit.ints("axes", {2, 3}), emit.ints("steps", {step, step})});
  if (from.channels > to.channels)
    tensor =
        emit.add("first_channels", "Slice",
                 {tensor, emit.ints("begin", {0}), emit.ints("end", {to.channels}), emit.ints("axes", {1})});
  if (from.channels < to.channels)
    tensor = emit.add("more_channels", "Pad",
                      {tensor, emit.ints("pads", {0, 0, 0, 0, 0, to.channels - from.channels, 0, 0})});
  return tensor;
}

std::string times(Context& layer, const char* option, const std::string& tensor) {
  const auto factor = float(layer.options().number(option, 1));
  return factor == 1 ? tensor
                     : layer.emit().add(option, "Mul", {tensor, layer.emit().scalar(option, factor)});
}

void translate_shortcut(Context& layer) {
  Emitter& emit = layer.emit();
  const std::string result = before_activation(layer, "linear");
  std::string sum = times(layer, "alpha", layer.input());
  for (size_t i = 1; i < layer.input_count(); ++i) {
    const std::string next = i + 1 == layer.input_count() ? result : emit.tensor("sum");
    emit.make(next, "Add", {sum, times(layer, "beta", fitted(layer, i))});
    sum = next;
  }
  activate(layer, result, "linear");
}

QUERN_TRANSLATOR(Geometry, "shortcut", measure_shortcut);
QUERN_TRANSLATOR(Context, "shortcut", translate_shortcut);

}  // namespace
}  // namespace quern::frontend::darknet

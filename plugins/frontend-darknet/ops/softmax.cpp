// [softmax]: over all numbers of an image, or over each of "groups" equal parts of them; with "spatial" over
// the channels of every position.
#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_softmax(Geometry& layer) {
  const Section& options = layer.options();
  if (options.has("tree"))
    throw UnsupportedError("softmax over a tree of classes cannot be translated", options.where("tree"));
  const int64_t groups = options.integer("groups", 1, 1, kMostOfAnything);
  if (layer.input().count() % groups != 0)
    layer.fail(std::to_string(layer.input().count()) + " numbers cannot be divided into " +
                   std::to_string(groups) + " groups",
               "groups");
  if (options.number("temperature", 1) == 0) layer.fail("the temperature is 0", "temperature");
  layer.output(layer.input());
}

void translate_softmax(Context& layer) {
  Emitter& emit = layer.emit();
  const Section& options = layer.options();
  const int64_t groups = options.integer("groups", 1, 1, kMostOfAnything);
  const auto temperature = float(options.number("temperature", 1));
  const Dims& dims = layer.out();
  std::string scores = layer.input();
  if (temperature != 1)
    scores = emit.add("tempered", "Div", {scores, emit.scalar("temperature", temperature)});
  const bool over_channels = options.flag("spatial") || (groups == 1 && dims.count() == dims.channels);
  if (over_channels) {
    emit.make(layer.output(), "Softmax", {scores}, {{"axis", int64_t(1)}});
    return;
  }
  const std::string parts = layer.reshaped("groups", scores, {layer.batch(), groups, dims.count() / groups});
  const std::string result = emit.add("softmax", "Softmax", {parts}, {{"axis", int64_t(2)}});
  layer.reshape(layer.output(), result, {layer.batch(), dims.channels, dims.height, dims.width});
}

QUERN_TRANSLATOR(Geometry, "softmax", measure_softmax);
QUERN_TRANSLATOR(Context, "softmax", translate_softmax);

}  // namespace
}  // namespace quern::frontend::darknet

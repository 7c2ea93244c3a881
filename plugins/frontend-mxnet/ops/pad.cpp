// Pad: pad_width has (before, after) of every axis.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_pad(Context& layer) {
  const Attributes& a = layer.attributes();
  const Shape widths = a.integers("pad_width");
  const size_t rank = layer.rank();
  if (widths.size() != 2 * rank)
    throw InputError("pad_width has " + std::to_string(widths.size()) + " entries for " +
                     std::to_string(rank) + " axes");
  Shape pads(2 * rank);
  for (size_t i = 0; i < rank; ++i) {
    pads[i] = widths[2 * i];
    pads[rank + i] = widths[2 * i + 1];
  }
  const std::string mode = a.text("mode", "constant");
  std::vector<std::string> inputs = {layer.input(), layer.emit().ints("pads", pads)};
  if (mode == "constant")
    inputs.push_back(layer.scalar_like("value", layer.input(), a.number("constant_value", 0)));
  else if (mode != "edge" && mode != "reflect")
    throw UnsupportedError("mode \"" + mode + "\"");
  layer.make("Pad", inputs, {{"mode", mode}});
}

QUERN_MXNET_OPERATOR(translate_pad, "Pad", "pad");

}  // namespace
}  // namespace quern::frontend::mxnet

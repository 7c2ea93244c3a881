#include "graph/measure.hpp"

#include <algorithm>

#include "ops/geometry.hpp"

namespace quern::frontend::darknet {

void measure(Network& network, size_t layer_count, bool decode, Unsupported& unsupported) {
  for (size_t i = 0; i < layer_count; ++i) {
    Layer& layer = network.layers[i];
    const Measures::Function function = Measures::find(layer.type);
    const std::string section = layer.section.where();
    if (!function) unsupported.add(layer.type, layer.name, layer.name, "the section at " + section);
    const bool known = std::all_of(layer.inputs.begin(), layer.inputs.end(), [&](size_t input) {
      return input == kImage || network.layers[input].measured;
    });
    if (!function || !known) continue;
    try {
      Geometry geometry(network, i, decode);
      function(geometry);
      layer.measured = true;
    } catch (const UnsupportedError& e) {
      const std::string where = e.where().empty() ? section : e.where();
      unsupported.add(layer.type, layer.name, layer.name, std::string(e.what()) + " (" + where + ")", e.hint());
    }
  }
}

}  // namespace quern::frontend::darknet

#include "graph/measure.hpp"

#include <algorithm>

#include "ops/geometry.hpp"

namespace quern::frontend::darknet {

void measure(Network& network, size_t layer_count, bool decode, Unsupported& unsupported) {
  for (size_t i = 0; i < layer_count; ++i) {
    Layer& layer = network.layers[i];
    const Measures::Function function = Measures::find(layer.type);
    const std::string section = layer.section.where();
    if (!function) unsupported.add(layer.type, layer.name, section);
    const bool known = std::all_of(layer.inputs.begin(), layer.inputs.end(), [&](size_t input) {
      return input == kImage || network.layers[input].measured;
    });
    if (!function || !known) continue;
    try {
      Geometry geometry(network, i, decode);
      function(geometry);
      layer.measured = true;
    } catch (const UnsupportedError& e) {
      unsupported.add(layer.type, layer.name, e.where().empty() ? section : e.where(), e.what(), e.hint());
    }
  }
}

}  // namespace quern::frontend::darknet

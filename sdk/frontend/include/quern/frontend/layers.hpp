// The layers of a source model as far as their order and their translation are concerned, whatever the
// format.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <quern/frontend/emitter.hpp>
#include <quern/frontend/unsupported.hpp>

namespace quern::frontend {

// What every layer has. Tensors have names; "" is an optional input that is left out.
struct LayerPorts {
  std::string type;  // the operator's name in the source format
  std::string name;  // unique within the model
  std::vector<std::string> inputs, outputs;
};

// Numbers of the layers that the tensors `wanted` depend on, in topological order (layers that are in order
// keep it). `given` says of a tensor that no layer makes whether the model gives it (input or weight). Throws
// InputError, naming layer and tensor, where a tensor is made twice or by nothing, or where layers depend on
// each other in a circle; where a wanted tensor does not exist it says the nearest names.
std::vector<size_t> needed_layers(std::span<const LayerPorts> layers, const std::vector<std::string>& wanted,
                                  const std::function<bool(const std::string&)>& given);

// Translates layers one after the other with `translate(number)`, after Emitter::begin(). What `supports`
// denies or what throws UnsupportedError goes to `unsupported`; layers behind such a layer are only looked
// up, so that all unsupported operators are found and none is blamed for another. An Error without a place
// gets the layer's name.
void translate_layers(std::span<const LayerPorts> layers, std::span<const size_t> order, Emitter& emitter,
                      Unsupported& unsupported, const std::function<bool(const LayerPorts&)>& supports,
                      const std::function<void(size_t)>& translate);

}  // namespace quern::frontend

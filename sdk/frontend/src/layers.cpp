#include <algorithm>
#include <queue>
#include <unordered_map>
#include <unordered_set>

#include <quern/frontend/layers.hpp>

namespace quern::frontend {
namespace {

using Producers = std::unordered_map<std::string, size_t>;  // tensor to the layer that makes it

std::string label(const LayerPorts& layer) { return layer.type + " \"" + layer.name + "\""; }

Producers producers_of(std::span<const LayerPorts> layers) {
  Producers made;
  for (size_t i = 0; i < layers.size(); ++i)
    for (const std::string& tensor : layers[i].outputs) {
      if (tensor.empty()) continue;
      const auto [first, is_new] = made.emplace(tensor, i);
      if (!is_new)
        throw InputError("tensor \"" + tensor + "\" is made twice, first by " + label(layers[first->second]),
                         label(layers[i]));
    }
  return made;
}

InputError unknown(const std::string& wanted, const Producers& made) {
  std::vector<std::string> tensors;
  for (const auto& [tensor, layer] : made) tensors.push_back(tensor);
  return InputError("the model has no tensor \"" + wanted + "\" to end at", wanted,
                    "The nearest names are " + quoted_list(nearest_names(wanted, tensors, 3)) + ".");
}

std::vector<bool> reachable(std::span<const LayerPorts> layers, const Producers& made,
                            const std::vector<std::string>& wanted,
                            const std::function<bool(const std::string&)>& given) {
  std::vector<bool> needed(layers.size(), false);
  std::vector<size_t> open;
  const auto need = [&](size_t layer) {
    if (!needed[layer]) open.push_back(layer);
    needed[layer] = true;
  };
  for (const std::string& tensor : wanted) {
    const auto producer = made.find(tensor);
    if (producer != made.end())
      need(producer->second);
    else if (!given(tensor))
      throw unknown(tensor, made);
  }
  while (!open.empty()) {
    const LayerPorts& layer = layers[open.back()];
    open.pop_back();
    for (const std::string& tensor : layer.inputs) {
      if (tensor.empty()) continue;
      const auto producer = made.find(tensor);
      if (producer != made.end())
        need(producer->second);
      else if (!given(tensor))
        throw InputError("tensor \"" + tensor + "\" is used but nothing makes it", label(layer));
    }
  }
  return needed;
}

}  // namespace

std::vector<size_t> needed_layers(std::span<const LayerPorts> layers, const std::vector<std::string>& wanted,
                                  const std::function<bool(const std::string&)>& given) {
  const Producers made = producers_of(layers);
  const std::vector<bool> needed = reachable(layers, made, wanted, given);
  // Kahn's algorithm; among the layers that are ready, the one that stood first goes first.
  std::vector<std::vector<size_t>> users(layers.size());
  std::vector<size_t> missing(layers.size(), 0);
  std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
  size_t count = 0;
  for (size_t i = 0; i < layers.size(); ++i) {
    if (!needed[i]) continue;
    ++count;
    for (const std::string& tensor : layers[i].inputs)
      if (const auto producer = made.find(tensor); producer != made.end()) {
        users[producer->second].push_back(i);
        ++missing[i];
      }
    if (missing[i] == 0) ready.push(i);
  }
  std::vector<size_t> order;
  while (!ready.empty()) {
    const size_t i = ready.top();
    ready.pop();
    order.push_back(i);
    for (const size_t user : users[i])
      if (--missing[user] == 0) ready.push(user);
  }
  if (order.size() == count) return order;
  size_t stuck = 0;
  while (!needed[stuck] || missing[stuck] == 0) ++stuck;
  throw InputError("the model has a cycle: this layer depends on its own output", label(layers[stuck]));
}

void translate_layers(std::span<const LayerPorts> layers, std::span<const size_t> order, Emitter& emitter,
                      Unsupported& unsupported, const std::function<bool(const LayerPorts&)>& supports,
                      const std::function<void(size_t)>& translate) {
  std::unordered_set<std::string> unknown;  // tensors behind something unsupported
  for (const size_t i : order) {
    const LayerPorts& layer = layers[i];
    const bool known = std::none_of(layer.inputs.begin(), layer.inputs.end(),
                                    [&](const std::string& tensor) { return unknown.contains(tensor); });
    const bool supported = supports(layer);
    bool translated = false;
    if (!supported) unsupported.add(layer.type, layer.name, layer.name);
    if (supported && known) {
      emitter.begin(layer.name);
      try {
        translate(i);
        translated = true;
      } catch (const UnsupportedError& e) {
        unsupported.add(layer.type, layer.name, layer.name, e.what(), e.hint());
      } catch (const Error& e) {
        if (!e.where().empty() && e.where() != layer.name) throw;
        throw Error(e.status(), e.what(), label(layer), e.hint());
      }
    }
    if (!translated) unknown.insert(layer.outputs.begin(), layer.outputs.end());
  }
}

}  // namespace quern::frontend

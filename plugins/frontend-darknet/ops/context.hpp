// What the translators of Darknet's layers work with.
#pragma once

#include <string>

#include <quern/frontend/emitter.hpp>
#include <quern/frontend/translators.hpp>

#include "model/network.hpp"

namespace quern::frontend::darknet {

// What becomes of detection heads.
struct Decoding {
  bool decode = false;
  float threshold = 0;  // probabilities up to this one become 0
};

// One layer, measured, with its weights loaded. Tensors are [batch, channels, height, width].
class Context {
 public:
  Context(const Network& network, size_t number, int64_t batch, const Decoding& decoding, Emitter& emitter)
      : network_(network),
        layer_(network.layers[number]),
        batch_(batch),
        decoding_(decoding),
        emitter_(emitter) {}

  [[nodiscard]] Emitter& emit() { return emitter_; }
  [[nodiscard]] const Section& options() const { return layer_.section; }
  [[nodiscard]] const Decoding& decoding() const { return decoding_; }
  [[nodiscard]] const Dims& image() const { return network_.image; }

  [[nodiscard]] size_t input_count() const { return layer_.inputs.size(); }
  [[nodiscard]] const std::string& input(size_t i = 0) const { return network_.tensor(layer_.inputs[i]); }
  [[nodiscard]] const Dims& in(size_t i = 0) const {
    return layer_.inputs[i] == kImage ? network_.image : network_.layers[layer_.inputs[i]].out;
  }
  [[nodiscard]] const std::string& output() const { return layer_.name; }
  [[nodiscard]] const Dims& out() const { return layer_.out; }
  [[nodiscard]] int64_t batch() const { return batch_; }

  // An array of the .weights file as an initializer; returns its name.
  std::string array(const std::string& name) { return emitter_.constant(name, values(name)); }
  [[nodiscard]] const Tensor& values(const std::string& name) const {
    for (const Array& a : layer_.arrays)
      if (a.name == name) return a.values;
    throw Error(QUERN_ERROR_INTERNAL, "layer " + layer_.name + " has no " + name);
  }

  // Makes `to` (or a new tensor, whose name it returns) by giving `from` another shape.
  void reshape(const std::string& to, const std::string& from, const std::vector<int64_t>& shape) {
    emitter_.make(to, "Reshape", {from, emitter_.ints("shape", shape)});
  }
  std::string reshaped(const std::string& suffix, const std::string& from,
                       const std::vector<int64_t>& shape) {
    return emitter_.add(suffix, "Reshape", {from, emitter_.ints(suffix + "_shape", shape)});
  }

 private:
  const Network& network_;
  const Layer& layer_;
  int64_t batch_;
  const Decoding& decoding_;
  Emitter& emitter_;
};

using Translations = Translators<Context>;

}  // namespace quern::frontend::darknet

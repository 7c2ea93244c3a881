// What a layer says about its sizes before anything is translated.
#pragma once

#include <string>

#include <quern/error.hpp>
#include <quern/frontend/translators.hpp>

#include "model/network.hpp"

namespace quern::frontend::darknet {

// Given to the function that measures a layer: it declares the layer's output and its arrays in the .weights
// file. Throws UnsupportedError for options that cannot be translated.
class Geometry {
 public:
  Geometry(Network& network, size_t number, bool decode)
      : network_(network), layer_(network.layers[number]), number_(number), decode_(decode) {}

  [[nodiscard]] const Section& options() const { return layer_.section; }
  [[nodiscard]] size_t input_count() const { return layer_.inputs.size(); }
  [[nodiscard]] const Dims& input(size_t i = 0) const {
    return layer_.inputs[i] == kImage ? network_.image : network_.layers[layer_.inputs[i]].out;
  }
  [[nodiscard]] bool decode() const { return decode_; }  // whether detection heads are translated
  [[nodiscard]] size_t number() const { return number_; }
  [[nodiscard]] const Network& network() const { return network_; }

  // Throws InputError where a dimension is not positive or the tensor is larger than any network's.
  void output(const Dims& dims);
  // Declares the next array in the .weights file. Throws InputError where it is absurdly large.
  void array(const std::string& name, Shape dims, Array::Storage storage = Array::Storage::Plain,
             bool may_be_missing = false);
  // Uses the arrays of an earlier layer instead, which must have the same shapes.
  void share(size_t layer);

  // Throws UnsupportedError where the option is set.
  void refuse(const char* option) const;
  // Throws InputError at this layer, or at the line of one of its options.
  [[noreturn]] void fail(const std::string& message, const std::string& key = {}) const;

 private:
  Network& network_;
  Layer& layer_;
  size_t number_;
  bool decode_;
};

// The functions that measure layers, registered under their types like the translators.
using Measures = Translators<Geometry>;

}  // namespace quern::frontend::darknet

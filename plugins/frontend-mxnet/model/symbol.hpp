// An MXNet model as its files describe it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

#include "model/attributes.hpp"

namespace quern::frontend::mxnet {

// Output number `output` of layer number `layer`.
struct Entry {
  size_t layer = 0, output = 0;
};

// A node of the symbol: an operator, or a variable (an input of the network or a parameter).
struct Layer {
  std::string op;    // "null" for a variable
  std::string name;  // not necessarily unique
  Attributes attributes;
  std::vector<Entry> inputs;

  [[nodiscard]] bool is_variable() const { return op == "null"; }
};

struct Symbol {
  std::vector<Layer> layers;
  std::vector<Entry> heads;  // the outputs of the network
  int64_t version = 800;     // of the MXNet that wrote it: 10300 is 1.3.0; before 0.9 it was not written
};

// By the names of their variables. Floating-point values are float32 whatever they were in the file.
using Parameters = std::map<std::string, Tensor>;

}  // namespace quern::frontend::mxnet

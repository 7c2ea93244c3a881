// Names for the tensors of a symbol, whose file knows nodes and output numbers only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <quern/frontend/layers.hpp>

#include "model/symbol.hpp"

namespace quern::frontend::mxnet {

// The operators of a symbol with named tensors.
//   variable            its name
//   one output          the name of the layer
//   several outputs     NAME_output0, NAME_output1, ... as MXNet's list_outputs() says; an RNN has
//                       NAME_output, NAME_state and NAME_state_cell
// Names that the file uses twice get a number behind them.
struct NamedLayers {
  std::vector<LayerPorts> ports;    // of each operator
  std::vector<size_t> numbers;      // which layer of the symbol that is
  std::vector<std::string> heads;   // the outputs of the network
  std::set<std::string> variables;  // names of the variables
};

NamedLayers name_tensors(const Symbol& symbol);

// The tensor that the user means by `name`: itself, or as MXNet's get_internals() calls it ("conv1_output").
// Names of nothing are handed back.
std::string find_tensor(const NamedLayers& layers, const std::string& name);

}  // namespace quern::frontend::mxnet

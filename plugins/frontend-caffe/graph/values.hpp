// From blobs, which layers may overwrite, to tensors, which are made once.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <quern/frontend/layers.hpp>
#include <quern/graph/graph.hpp>

#include "model/net.hpp"

namespace quern::frontend::caffe {

struct Values {
  std::vector<LayerPorts> layers;    // as in the net; names are unique, ports are names of tensors
  std::vector<std::string> outputs;  // tensors that no layer reads, in the order of their layers
};

// Names the tensors. Where several layers write one blob (in place: top == bottom), the last tensor has the
// blob's name and earlier ones are called "<blob>/<layer>". The blob of an input is the input; everything
// written over it later is called "<blob>/<layer>". `hidden` blobs are no outputs. Throws InputError where a
// layer reads a blob that no layer before it makes.
Values name_values(const Net& net, const std::vector<ValueInfo>& inputs, const std::set<std::string>& hidden);

}  // namespace quern::frontend::caffe

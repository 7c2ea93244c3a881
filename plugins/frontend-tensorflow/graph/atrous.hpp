// Dilated convolutions spelled as SpaceToBatchND, convolution, BatchToSpaceND.
#pragma once

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// What surrounds a SpaceToBatchND. Whether the sizes allow for one dilated convolution is known only when
// their values are.
struct AtrousConvolution {
  std::string convolution, batch_to_space;  // nodes
  std::string block, crops;                 // tensors that the BatchToSpaceND reads
  bool has_expanded_axis = false;           // a one-dimensional convolution, as a two-dimensional of height 1
};

// By the name of the SpaceToBatchND. Between it and its BatchToSpaceND stand only one convolution of stride 1
// without padding and operators that treat every position alike.
std::map<std::string, AtrousConvolution> find_atrous_convolutions(const SourceGraph& graph);

}  // namespace quern::frontend::tensorflow

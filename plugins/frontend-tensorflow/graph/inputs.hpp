// The inputs of the converted model: placeholders, and tensors inside of the graph that the user bound.
#pragma once

#include <unordered_set>

#include <quern/frontend/bind_inputs.hpp>

#include "graph/images.hpp"
#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

struct GraphInput {
  std::string tensor;
  DataType type = DataType::Float;
  PartialShape declared;       // in the source's order of axes
  std::optional<Shape> bound;  // likewise
  bool as_nchw = false;        // held with channels second
};

// The tensor that a name given by the user means: a tensor of the graph, a node (its output 0), or what a
// function call returned.
std::string tensor_of(const SourceGraph& graph, const std::string& name);

// Every placeholder, and every tensor that `bindings` names. Throws InputError where there is no such tensor.
// `nchw`: hold images in ONNX's order of axes.
std::vector<GraphInput> find_inputs(const SourceGraph& graph, const std::vector<Binding>& bindings,
                                    bool nchw);

// What ONNX says of an input, its order of axes applied.
ValueInfo value_info(const GraphInput& input);

}  // namespace quern::frontend::tensorflow

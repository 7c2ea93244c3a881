#include "report/macs.hpp"

#include <algorithm>

namespace quern::report {

int64_t macs_of(const Graph& graph, const Node& node) {
  const auto per_first_axis = [&](const std::string& weight) {
    const Shape& shape = graph.shape(weight);
    return element_count(shape) / std::max<int64_t>(1, shape.empty() ? 1 : shape[0]);
  };
  // A convolution's weight is [M, C/group, …]: each output element takes one filter.
  if (node.is("Conv") || node.is("QConv", kQuernDomain))
    return element_count(graph.shape(node.outputs.at(0))) * per_first_axis(node.inputs.at(1));
  // A transposed one's is [C, M/group, …]: each input element goes through one.
  if (node.is("ConvTranspose") || node.is("QConvTranspose", kQuernDomain))
    return element_count(graph.shape(node.inputs.at(0))) * per_first_axis(node.inputs.at(1));
  if (node.is("Gemm") || node.is("MatMul") || node.is("QGemm", kQuernDomain)) {
    const Shape& left = graph.shape(node.inputs.at(0));
    return left.empty() ? 0 : element_count(graph.shape(node.outputs.at(0))) * left.back();
  }
  return 0;
}

}  // namespace quern::report

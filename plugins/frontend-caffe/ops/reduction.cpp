// Reduction: sums, sums of magnitudes or squares, or means over all axes from `axis` on, times a coefficient.
#include <array>

#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  constexpr std::array kOperators = {"ReduceSum", "ReduceL1", "ReduceSumSquare", "ReduceMean"};
  const FieldTree& p = layer.parameters("reduction_param");
  Emitter& emit = layer.emit();
  const size_t rank = layer.shape().size(), first = layer.axis(p.get_int("axis", 0), rank);
  const int64_t operation = p.get_enum("operation", {{"SUM", 1}, {"ASUM", 2}, {"SUMSQ", 3}, {"MEAN", 4}}, 1);
  std::vector<int64_t> axes;
  for (size_t i = first; i < rank; ++i) axes.push_back(int64_t(i));
  const double coefficient = p.get_real("coeff", 1);
  const std::string reduced = coefficient == 1 ? layer.output() : emit.tensor("reduced");
  Node node(kOperators.at(size_t(operation - 1)), {layer.input()}, {reduced});
  node.set("keepdims", int64_t(0));
  if (operation == 1) {
    node.inputs.push_back(emit.ints("axes", axes));
  } else {
    node.set("axes", axes);
  }
  emit.append(std::move(node));
  if (coefficient != 1) emit.make(layer.output(), "Mul", {reduced, emit.scalar("coeff", float(coefficient))});
}

QUERN_CAFFE_LAYER("Reduction", translate);

}  // namespace
}  // namespace quern::frontend::caffe

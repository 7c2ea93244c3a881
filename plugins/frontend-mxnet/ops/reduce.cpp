// Reductions over the axes in "axis" (none: all), or over all others where "exclude" is on.
#include "ops/reduce.hpp"

#include <algorithm>

namespace quern::frontend::mxnet {

Reduction reduction_of(const Context& layer) {
  const Attributes& a = layer.attributes();
  const size_t rank = layer.rank();
  Reduction reduction;
  reduction.keep_axes = a.flag("keepdims", false);
  std::vector<bool> named(rank, false);
  const Shape given = a.integers("axis");
  for (const int64_t axis : given) named[axis_of(axis, rank)] = true;
  const bool is_reduced = given.empty() || !a.flag("exclude", false);
  for (size_t i = 0; i < rank; ++i)
    if (given.empty() || named[i] == is_reduced) reduction.axes.push_back(int64_t(i));
  reduction.to_one_value = reduction.axes.size() == rank && !reduction.keep_axes;
  return reduction;
}

void make_reduction(Context& layer, const std::string& op, const std::string& input,
                    const Reduction& reduction) {
  if (reduction.axes.empty()) return layer.make("Identity", {input});
  Node node(op, {input}, {});
  const bool has_axes_input = op == "ReduceSum";
  if (has_axes_input)
    node.inputs.push_back(layer.emit().ints("axes", reduction.axes));
  else
    node.set("axes", reduction.axes);
  node.set("keepdims", int64_t(reduction.keep_axes));
  node.outputs = {reduction.to_one_value ? layer.emit().tensor("reduced") : layer.output()};
  const std::string result = node.outputs[0];
  layer.emit().append(std::move(node));
  // MXNet has no tensors without axes: one value has the shape [1].
  if (reduction.to_one_value) layer.make_reshaped(result, {1});
}

namespace {

std::string op_of(const std::string& type) {
  if (type == "mean" || type == "_npi_mean") return "ReduceMean";
  if (type.starts_with("max") || type == "_np_max") return "ReduceMax";
  if (type.starts_with("min") || type == "_np_min") return "ReduceMin";
  return type == "prod" ? "ReduceProd" : "ReduceSum";
}

void translate_reduce(Context& layer) {
  make_reduction(layer, op_of(layer.type()), layer.input(), reduction_of(layer));
}

// NaN counts as nothing: as 0 in a sum, as 1 in a product.
void translate_nan_reduce(Context& layer) {
  const std::string is_nan = layer.add("is_nan", "IsNaN", {layer.input()});
  const bool is_sum = layer.type() == "nansum";
  const std::string neutral = layer.scalar_like("neutral", layer.input(), is_sum ? 0 : 1);
  const std::string cleaned = layer.add("cleaned", "Where", {is_nan, neutral, layer.input()});
  make_reduction(layer, is_sum ? "ReduceSum" : "ReduceProd", cleaned, reduction_of(layer));
}

void translate_norm(Context& layer) {
  const int64_t order = layer.attributes().integer("ord", 2);
  if (order != 1 && order != 2) throw UnsupportedError("ord " + std::to_string(order));
  make_reduction(layer, order == 1 ? "ReduceL1" : "ReduceL2", layer.input(), reduction_of(layer));
}

QUERN_MXNET_OPERATOR(translate_reduce, "sum", "sum_axis", "mean", "prod", "max", "max_axis", "min",
                     "min_axis", "_np_sum", "_npi_mean", "_np_max", "_np_min");
QUERN_MXNET_OPERATOR(translate_nan_reduce, "nansum", "nanprod");
QUERN_MXNET_OPERATOR(translate_norm, "norm");

}  // namespace
}  // namespace quern::frontend::mxnet

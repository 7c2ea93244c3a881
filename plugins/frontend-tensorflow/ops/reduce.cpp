// Reductions over axes.
#include <algorithm>

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

// The axes that input 1 names, sorted, each once.
Shape reduced_axes(Context& layer, size_t rank) {
  Shape axes;
  for (const int64_t axis : layer.ints(1, "the axes of a reduction")) axes.push_back(layer.axis(axis, rank));
  std::sort(axes.begin(), axes.end());
  axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
  return axes;
}

// Reduces `tensor`, which is input 0 in the order it lies in; returns the result and its order.
std::pair<std::string, Permutation> reduce(Context& layer, const char* op, const std::string& tensor) {
  const size_t rank = layer.rank(0);
  const Permutation order = layer.order(0);
  const Shape axes = reduced_axes(layer, rank);
  if (axes.empty()) return {layer.emit().add("same", "Identity", {tensor}), order};
  const bool keep = layer.flag("keep_dims");
  Shape held;
  for (const int64_t axis : axes) held.push_back(position_of(axis, order));
  std::sort(held.begin(), held.end());
  quern::Node node(op, {tensor}, {layer.emit().tensor("reduced")});
  if (std::string(op) == "ReduceSum")  // axes are an input of this one only
    node.inputs.push_back(layer.emit().ints("axes", held));
  else
    node.set("axes", held);
  node.set("keepdims", int64_t(keep));
  std::string result = node.outputs[0];
  layer.emit().append(std::move(node));
  return {std::move(result), keep ? order : without_axes(order, axes, rank)};
}

template <const char* const& Op>
void translate_reduction(Context& layer) {
  const auto [result, order] = reduce(layer, Op, layer.input(0, layer.order(0)));
  layer.define(result, order);
}
constexpr const char* kMean = "ReduceMean";
constexpr const char* kSum = "ReduceSum";
constexpr const char* kMax = "ReduceMax";
constexpr const char* kMin = "ReduceMin";
constexpr const char* kProd = "ReduceProd";
constexpr const char* kNorm = "ReduceL2";
QUERN_TRANSLATOR(Context, "Mean", translate_reduction<kMean>);
QUERN_TRANSLATOR(Context, "Sum", translate_reduction<kSum>);
QUERN_TRANSLATOR(Context, "Max", translate_reduction<kMax>);
QUERN_TRANSLATOR(Context, "Min", translate_reduction<kMin>);
QUERN_TRANSLATOR(Context, "Prod", translate_reduction<kProd>);
QUERN_TRANSLATOR(Context, "EuclideanNorm", translate_reduction<kNorm>);

// Of truth values: as numbers.
void reduce_truth(Context& layer, const char* op) {
  const std::string numbers = layer.emit().add("numbers", "Cast", {layer.input(0, layer.order(0))},
                                               {{"to", cast_to(DataType::Int32)}});
  const auto [result, order] = reduce(layer, op, numbers);
  layer.make("Cast", {result}, {{"to", cast_to(DataType::Bool)}}, order);
}
void translate_all(Context& layer) { reduce_truth(layer, "ReduceMin"); }
void translate_any(Context& layer) { reduce_truth(layer, "ReduceMax"); }
QUERN_TRANSLATOR(Context, "All", translate_all);
QUERN_TRANSLATOR(Context, "Any", translate_any);

// Half of the sum of squares.
void translate_l2_loss(Context& layer) {
  const std::string sum = layer.emit().add("sum", "ReduceSumSquare", {layer.input(0, layer.order(0))},
                                           {{"keepdims", int64_t(0)}});
  layer.make("Mul", {sum, layer.emit().scalar("half", 0.5f)});
}
QUERN_TRANSLATOR(Context, "L2Loss", translate_l2_loss);

}  // namespace
}  // namespace quern::frontend::tensorflow

// topk, sort and argsort.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

struct Sorted {
  std::string values, positions;  // positions as int64
  std::string input;              // flattened where there is no axis
  int64_t axis;
};

// The first `count` elements (0: all) along the attribute "axis".
Sorted sort(Context& layer, int64_t count, bool ascending) {
  const Attributes& a = layer.attributes();
  Sorted sorted{"", "", layer.input(), -1};
  if (a.is_none("axis")) sorted.input = layer.reshaped("all", layer.input(), {-1});
  const Shape shape = layer.emit().static_shape(sorted.input);
  sorted.axis = int64_t(axis_of(a.integer("axis", -1), shape.size()));
  const int64_t size = shape[size_t(sorted.axis)];
  const int64_t k = count < 1 ? size : count;
  if (k > size) throw InputError(std::to_string(k) + " elements are asked for of " + std::to_string(size));
  sorted.values = layer.emit().tensor("values");
  sorted.positions = layer.emit().tensor("positions");
  Node node("TopK", {sorted.input, layer.emit().ints("k", {k})}, {sorted.values, sorted.positions});
  node.set("axis", sorted.axis).set("largest", int64_t(!ascending)).set("sorted", int64_t(1));
  layer.emit().append(std::move(node));
  return sorted;
}

// 1 where an element is among the chosen, else 0.
void make_mask(Context& layer, const Sorted& sorted) {
  const Shape shape = layer.emit().static_shape(sorted.input),
              chosen = layer.emit().static_shape(sorted.values);
  const std::string zeros = layer.add("zeros", "ConstantOfShape", {layer.emit().ints("sizes", shape)},
                                      {{"value", Tensor::from<float>({0})}});
  const std::string ones = layer.add("ones", "ConstantOfShape", {layer.emit().ints("chosen", chosen)},
                                     {{"value", Tensor::from<float>({1})}});
  const std::string mask =
      layer.add("mask", "ScatterElements", {zeros, sorted.positions, ones}, {{"axis", sorted.axis}});
  layer.make_reshaped(mask, layer.shape());
}

void translate_top_k(Context& layer) {
  const Attributes& a = layer.attributes();
  const std::string wanted = a.text("ret_typ", "indices");
  const DataType index_type = a.data_type("dtype", DataType::Float);
  const Sorted sorted = sort(layer, a.integer("k", 1), a.flag("is_ascend", false));
  if (wanted == "indices") return layer.make_cast(sorted.positions, index_type);
  if (wanted == "value") return layer.make("Identity", {sorted.values});
  if (wanted == "mask") return make_mask(layer, sorted);
  if (wanted != "both") throw UnsupportedError("ret_typ \"" + wanted + "\"");
  layer.make("Identity", {sorted.values});
  layer.emit().make(layer.output(1), "Cast", {sorted.positions}, {{"to", int64_t(index_type)}});
}

void translate_sort(Context& layer) {
  layer.make("Identity", {sort(layer, 0, layer.attributes().flag("is_ascend", true)).values});
}

void translate_argsort(Context& layer) {
  const Sorted sorted = sort(layer, 0, layer.attributes().flag("is_ascend", true));
  layer.make_cast(sorted.positions, layer.attributes().data_type("dtype", DataType::Float));
}

QUERN_MXNET_OPERATOR(translate_top_k, "topk");
QUERN_MXNET_OPERATOR(translate_sort, "sort");
QUERN_MXNET_OPERATOR(translate_argsort, "argsort");

}  // namespace
}  // namespace quern::frontend::mxnet

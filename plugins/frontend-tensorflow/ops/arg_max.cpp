// Where the largest elements are: ArgMax, ArgMin, TopK.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_arg(Context& layer) {
  const size_t rank = layer.rank(0);
  const int64_t axis = layer.axis(layer.input_count() > 1 ? layer.integer(1, "the axis") : 0, rank);
  const Permutation order = layer.order(0), result = without_axes(order, {axis}, rank);
  const std::string found = layer.emit().add("index", layer.op(), {layer.input(0, order)},
                                             {{"axis", position_of(axis, order)}, {"keepdims", int64_t(0)}});
  const DataType type = converted_type(layer.node().type("output_type", Type::Int64));
  if (type == DataType::Int64) return layer.define(found, result);
  layer.make("Cast", {found}, {{"to", cast_to(type)}}, result);
}
QUERN_TRANSLATOR(Context, "ArgMax", translate_arg);
QUERN_TRANSLATOR(Context, "ArgMin", translate_arg);

// Along the last axis. The number is an attribute of TopK and an input of TopKV2.
void translate_top_k(Context& layer) {
  const int64_t k =
      layer.op() == "TopK" ? layer.attribute("k", int64_t(1)) : layer.integer(1, "the number k");
  Emitter& emit = layer.emit();
  const std::string indices = emit.tensor("indices");
  quern::Node node("TopK", {layer.input(0), emit.ints("k", {k})}, {layer.output(0), indices});
  node.set("axis", int64_t(-1)).set("sorted", int64_t(layer.flag("sorted", true)));
  layer.append(std::move(node));
  emit.make(layer.output(1), "Cast", {indices}, {{"to", cast_to(DataType::Int32)}});
  layer.layouts().define(layer.output(1), layer.output(1));
}
QUERN_TRANSLATOR(Context, "TopK", translate_top_k);
QUERN_TRANSLATOR(Context, "TopKV2", translate_top_k);

}  // namespace
}  // namespace quern::frontend::tensorflow

// ArgMax: the numbers (as floats) or the values of the top_k largest entries along an axis; without an axis,
// of each batch item: [N, 1, top_k], or with out_max_val numbers and values: [N, 2, top_k].
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

struct Largest {
  std::string numbers, values;
};

Largest find_largest(Emitter& emit, const std::string& input, int64_t axis, int64_t count) {
  Node node("TopK", {input, emit.ints("count", {count})}, {emit.tensor("values"), emit.tensor("indices")});
  node.set("axis", axis);
  Largest result{node.outputs[1], node.outputs[0]};
  emit.append(std::move(node));
  result.numbers = emit.add("numbers", "Cast", {result.numbers}, {{"to", int64_t(DataType::Float)}});
  return result;
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("argmax_param");
  Emitter& emit = layer.emit();
  const Shape shape = layer.shape();
  const int64_t count = layer.bounded(p, "top_k", 1, 1);
  const bool wants_values = p.get_bool("out_max_val", false);
  if (p.has("axis")) {
    const auto axis = int64_t(layer.axis(p.get_int("axis", 0), shape.size()));
    const Largest largest = find_largest(emit, layer.input(), axis, count);
    return emit.make(layer.output(), "Identity", {wants_values ? largest.values : largest.numbers});
  }
  if (shape.empty()) throw InputError("it needs a batch axis");
  const int64_t rest = element_count(Shape(shape.begin() + 1, shape.end()));
  const std::string rows =
      emit.add("rows", "Reshape", {layer.input(), emit.ints("rows_shape", {shape[0], 1, rest})});
  const Largest largest = find_largest(emit, rows, 2, count);
  if (!wants_values) return emit.make(layer.output(), "Identity", {largest.numbers});
  emit.make(layer.output(), "Concat", {largest.numbers, largest.values}, {{"axis", int64_t(1)}});
}

QUERN_CAFFE_LAYER("ArgMax", translate);

}  // namespace
}  // namespace quern::frontend::caffe

// Choosing between two tensors: Select, SelectV2; and where a tensor is not 0: Where.
#include <algorithm>

#include "ops/elementwise.hpp"

namespace quern::frontend::tensorflow {
namespace {

// The input that a condition known beforehand chooses; 0 where it is not known, or chooses both.
size_t chosen(Context& layer) {
  if (!layer.is_constant(0) && (!layer.known_shape(0) || element_count(layer.shape(0)) > 1024)) return 0;
  const std::optional<Tensor> condition = layer.value(0);
  if (!condition || condition->count() == 0) return 0;
  const std::vector<int64_t> values = condition->to_int64();
  const bool all_equal = std::all_of(values.begin(), values.end(), [&](int64_t v) { return v == values[0]; });
  return !all_equal ? 0 : values[0] ? 1 : 2;
}

void translate_select_v2(Context& layer) {
  if (const size_t i = chosen(layer); i && layer.shape(1) == layer.shape(2)) return layer.forward(i);
  const Operands operands = aligned(layer);
  layer.make("Where", operands.inputs, {}, operands.order);
}
QUERN_TRANSLATOR(Context, "SelectV2", translate_select_v2);

// Select: all of one shape, except that a vector of conditions chooses among the rows.
void translate_select(Context& layer) {
  if (layer.rank(0) != 1 || layer.rank(1) <= 1) return translate_select_v2(layer);
  if (const size_t i = chosen(layer)) return layer.forward(i);
  Shape dims(layer.rank(1), 1);
  dims[0] = -1;
  const std::string rows =
      layer.emit().add("rows", "Reshape", {layer.input(0), layer.emit().ints("rows_dims", dims)});
  layer.make("Where", {rows, layer.input(1), layer.input(2)});
}
QUERN_TRANSLATOR(Context, "Select", translate_select);

// Where(tensor): indices of what is not 0, one row each.
void translate_where(Context& layer) {
  const std::string columns = layer.emit().add("columns", "NonZero", {layer.input(0)});
  layer.make("Transpose", {columns}, {{"perm", Shape{1, 0}}});
}
QUERN_TRANSLATOR(Context, "Where", translate_where);

// ClipByValue(tensor, low, high).
void translate_clip(Context& layer) {
  if (layer.rank(1) == 0 && layer.rank(2) == 0) {
    const Permutation order = layer.order(0);
    layer.make("Clip", {layer.input(0, order), layer.input(1), layer.input(2)}, {}, order);
    return;
  }
  const Operands o = aligned(layer);
  const std::string raised = layer.emit().add("raised", "Max", {o.inputs[0], o.inputs[1]});
  layer.make("Min", {raised, o.inputs[2]}, {}, o.order);
}
QUERN_TRANSLATOR(Context, "ClipByValue", translate_clip);

}  // namespace
}  // namespace quern::frontend::tensorflow

// Look-ups: gather, gather_nd, index_select, index_sample, take_along_axis, lookup_table, one_hot.
#include <algorithm>

#include "ops/fill.hpp"

namespace quern::frontend::paddle {
namespace {

// Lists of indices of shape [n, 1], as old programs have them, as [n].
std::string index_list(Context& layer, const std::string& index) {
  const Shape dims = layer.shape(index);
  return dims.size() == 2 && dims[1] == 1 ? layer.reshape("indices", index, {dims[0]}) : index;
}

void translate_gather(Context& layer) {
  const std::string x = layer.input("X");
  const auto axis = int64_t(axis_from_front(layer.integer_of("axis", "Axis", 0), layer.rank(x)));
  layer.make("Gather", {x, index_list(layer, layer.input("Index"))}, {{"axis", axis}});
}

void translate_gather_nd(Context& layer) {
  const std::string index = layer.cast(layer.input("Index"), DataType::Int64);
  layer.make("GatherND", {layer.input("X"), index});
}

void translate_index_select(Context& layer) {
  const std::string x = layer.input("X");
  const auto axis = int64_t(axis_from_front(layer.integer("dim", 0), layer.rank(x)));
  layer.make("Gather", {x, layer.input("Index")}, {{"axis", axis}});
}

void translate_index_sample(Context& layer) {
  layer.make("GatherElements", {layer.input("X"), layer.input("Index")}, {{"axis", int64_t(1)}});
}

// The index is broadcast against the input on all other axes.
void translate_take_along_axis(Context& layer) {
  const std::string x = layer.input("Input");
  std::string index = layer.input("Index");
  const Shape dims = layer.shape(x), given = layer.shape(index);
  const size_t axis = axis_from_front(layer.integer("Axis", 0), dims.size());
  Shape wanted = dims;
  if (given.size() != dims.size()) throw InputError("the index has another rank than the input");
  wanted[axis] = given[axis];
  if (given != wanted) index = layer.add("wide", "Expand", {index, layer.emit().ints("shape", wanted)});
  layer.emit().make(layer.output("Result"), "GatherElements", {x, index}, {{"axis", int64_t(axis)}});
}

bool row_is_zero(const Tensor& table, int64_t row) {
  const int64_t width = table.dims.at(1);
  const float* values = table.data<float>() + row * width;
  return std::all_of(values, values + width, [](float v) { return v == 0; });
}

// Rows of W; `padding_idx` stands for a row of zeros.
void look_up(Context& layer, const std::string& ids) {
  const std::string table = layer.input("W");
  const int64_t padding = layer.integer("padding_idx", -1);
  std::string rows = layer.add("rows", "Gather", {table, ids}, {{"axis", int64_t(0)}});
  const Shape dims = layer.shape(table);
  const Tensor* values = layer.emit().value(table);
  if (dims.size() != 2) throw InputError("a table of shape " + to_string(dims));
  const bool has_row = padding >= 0 && padding < dims[0];
  if (has_row && !(values && values->type == DataType::Float && row_is_zero(*values, padding))) {
    const std::string wide = layer.cast(ids, DataType::Int64);
    const std::string is_padding =
        layer.add("is_padding", "Equal", {wide, layer.emit().constant("padding", Tensor::scalar(padding))});
    Shape shape = layer.shape(ids);
    shape.push_back(1);
    rows = layer.add("masked", "Where",
                     {layer.reshape("mask", is_padding, shape), layer.emit().scalar("zero", 0.0f), rows});
  }
  layer.make("Identity", {rows});
}

// The first generation has a last axis of size 1 in Ids.
void translate_lookup_v1(Context& layer) {
  const std::string ids = layer.input("Ids");
  Shape shape = layer.shape(ids);
  if (shape.empty() || shape.back() != 1) return look_up(layer, ids);
  shape.pop_back();
  look_up(layer, layer.reshape("ids", ids, shape));
}
void translate_lookup_v2(Context& layer) { look_up(layer, layer.input("Ids")); }

void make_one_hot(Context& layer, const std::string& x) {
  const int64_t depth = layer.integer_of("depth", "depth_tensor", 1);
  const DataType type = attribute_type(layer, "dtype", DataType::Float);
  Tensor values = filled(type, {2}, 0);
  with_type(type, [&]<class T>() {
    if constexpr (std::is_arithmetic_v<T>) values.mutable_data<T>()[1] = T(1);
  });
  layer.make(
      "OneHot",
      {x, layer.emit().constant("depth", Tensor::scalar(depth)), layer.emit().constant("values", values)},
      {{"axis", int64_t(-1)}});
}

void translate_one_hot(Context& layer) {
  const std::string x = layer.input("X");
  Shape shape = layer.shape(x);
  if (shape.empty() || shape.back() != 1) throw InputError("one_hot needs a last axis of size 1");
  shape.pop_back();
  make_one_hot(layer, layer.reshape("indices", x, shape));
}
void translate_one_hot_v2(Context& layer) { make_one_hot(layer, layer.input("X")); }

QUERN_PADDLE_OP("gather", translate_gather);
QUERN_PADDLE_OP("gather_nd", translate_gather_nd);
QUERN_PADDLE_OP("index_select", translate_index_select);
QUERN_PADDLE_OP("index_sample", translate_index_sample);
QUERN_PADDLE_OP("take_along_axis", translate_take_along_axis);
QUERN_PADDLE_OP("lookup_table", translate_lookup_v1);
QUERN_PADDLE_OP("lookup_table_v2", translate_lookup_v2);
QUERN_PADDLE_OP("one_hot", translate_one_hot);
QUERN_PADDLE_OP("one_hot_v2", translate_one_hot_v2);

}  // namespace
}  // namespace quern::frontend::paddle

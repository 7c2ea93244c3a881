// Tensors of one value: fill_constant and its relatives; assign_value; eye.
#include "ops/fill.hpp"

#include <charconv>
#include <cmath>

#include "reader/tensor_desc.hpp"

namespace quern::frontend::paddle {

Tensor filled(DataType type, const Shape& shape, double value) {
  if (!is_static(shape)) throw InputError("a constant of shape " + to_string(shape));
  if (element_count(shape) > kMostConstantElements)
    throw UnsupportedError("a constant of shape " + to_string(shape) + " is too large");
  Tensor tensor(type, shape);
  with_type(type,
            [&]<class T>() { std::fill_n(tensor.mutable_data<T>(), tensor.count(), to_element<T>(value)); });
  return tensor;
}

std::string filled_tensor(Context& layer, DataType type, const Shape& shape, double value) {
  constexpr int64_t kSmall = 1024;
  if (is_static(shape) && element_count(shape) <= kSmall)
    return layer.emit().constant("value", filled(type, shape, value));
  const std::string one = layer.emit().constant("value", filled(type, {}, value));
  return layer.add("filled", "Expand", {one, layer.emit().ints("shape", shape)});
}

DataType attribute_type(const Context& layer, const char* name, DataType like) {
  const int64_t number = layer.integer(name, -1);
  const DataType type = number < 0 ? like : converted_type(element_type(number));
  if (type == DataType::Undefined) throw UnsupportedError("element type " + std::to_string(number));
  return type;
}

namespace {

// str_value, where it is not empty, is more exact than the float attribute value.
double value_of(const Context& layer) {
  const std::string text = layer.text("str_value", "");
  if (text.empty()) return double(layer.number("value", 0));
  if (text == "inf") return HUGE_VAL;
  if (text == "-inf") return -HUGE_VAL;
  if (text == "nan") return std::nan("");
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw InputError("the value \"" + text + "\" of a constant is no number");
  return value;
}

void translate_fill(Context& layer) {
  const Shape shape = layer.ints_of("shape", "ShapeTensor", "ShapeTensorList");
  const double value =
      layer.has_input("ValueTensor") ? layer.number_of("value", "ValueTensor", 0) : value_of(layer);
  layer.make("Identity",
             {filled_tensor(layer, attribute_type(layer, "dtype", DataType::Float), shape, value)});
}

// `shape` with one dimension, usually the batch, taken from the input.
void translate_fill_batch(Context& layer) {
  const Shape dims = layer.shape(layer.input("Input"));
  Shape shape = layer.ints("shape");
  shape.at(axis_from_front(layer.integer("output_dim_idx", 0), shape.size())) =
      dims.at(axis_from_front(layer.integer("input_dim_idx", 0), dims.size()));
  layer.make("Identity",
             {filled_tensor(layer, attribute_type(layer, "dtype", DataType::Float), shape, value_of(layer))});
}

void translate_fill_like(Context& layer) {
  const std::string x = layer.input("X");
  layer.finish_constant(layer.output(), filled(attribute_type(layer, "dtype", layer.type(x)), layer.shape(x),
                                               double(layer.number("value", 0))));
}

void translate_eye(Context& layer) {
  const int64_t rows = layer.integer_of("num_rows", "RowsTensor", 1),
                given = layer.integer_of("num_columns", "ColumnsTensor", -1);
  const int64_t columns = given < 0 ? rows : given;
  const std::string zeros =
      filled_tensor(layer, attribute_type(layer, "dtype", DataType::Float), {rows, columns}, 0);
  layer.make("EyeLike", {zeros});
}

// The values stand in the attribute of their type: fp32_values, int32_values, int64_values, bool_values,
// since 2.5 all in `values`.
void translate_assign_value(Context& layer) {
  const Shape shape = layer.ints("shape");
  const DataType type = attribute_type(layer, "dtype", DataType::Float);
  std::vector<float> floats;
  std::vector<int64_t> integers;
  for (const char* name : {"int64_values", "int32_values", "bool_values", "int8_values"})
    if (integers.empty()) integers = layer.ints(name);
  for (const char* name : {"fp32_values", "fp64_values", "values"})
    if (floats.empty() && integers.empty()) floats = layer.floats(name);
  const auto count = size_t(element_count(shape));
  if (count != (integers.empty() ? floats.size() : integers.size()))
    throw InputError("a constant of shape " + to_string(shape) + " has " +
                     std::to_string(integers.empty() ? floats.size() : integers.size()) + " values");
  Tensor tensor = filled(type, shape, 0);
  with_type(type, [&]<class T>() {
    for (size_t i = 0; i < count; ++i)
      if constexpr (!std::is_same_v<T, Half> && !std::is_same_v<T, BFloat16>)
        tensor.mutable_data<T>()[i] = integers.empty() ? to_element<T>(double(floats[i])) : T(integers[i]);
  });
  layer.finish_constant(layer.output(), std::move(tensor));
}

QUERN_PADDLE_OP("fill_constant", translate_fill);
QUERN_PADDLE_OP("fill_constant_batch_size_like", translate_fill_batch);
QUERN_PADDLE_OP("fill_any_like", translate_fill_like);
QUERN_PADDLE_OP("fill_zeros_like", translate_fill_like);
QUERN_PADDLE_OP("fill_zeros_like2", translate_fill_like);
QUERN_PADDLE_OP("eye", translate_eye);
QUERN_PADDLE_OP("assign_value", translate_assign_value);

}  // namespace
}  // namespace quern::frontend::paddle

#include "ops/binary.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace quern::frontend::mxnet {
namespace {

// As Python has it: the result has the divisor's sign, a - floor(a / b) * b.
void make_mod(Context& layer, const std::string& a, const std::string& b) {
  if (layer.emit().type(a) != DataType::Float) return layer.make("Mod", {a, b});
  const std::string floor = layer.add("floor", "Floor", {layer.add("quotient", "Div", {a, b})});
  layer.make("Sub", {a, layer.add("multiple", "Mul", {floor, b})});
}

void make_hypot(Context& layer, const std::string& a, const std::string& b) {
  const std::string sum =
      layer.add("sum", "Add", {layer.add("a2", "Mul", {a, a}), layer.add("b2", "Mul", {b, b})});
  layer.make("Sqrt", {sum});
}

DataType type_of(const Context& layer, const std::string& tensor) {
  const DataType type = layer.emit().type(tensor);
  return type == DataType::Undefined ? DataType::Float : type;
}

void make_comparison(Context& layer, const char* op, const std::string& a, const std::string& b) {
  layer.make_cast(layer.add("is_true", op, {a, b}), type_of(layer, a));
}

void make_not_equal(Context& layer, const std::string& a, const std::string& b) {
  const std::string equal = layer.add("equal", "Equal", {a, b});
  layer.make_cast(layer.add("is_true", "Not", {equal}), type_of(layer, a));
}

void make_logic(Context& layer, const char* op, const std::string& a, const std::string& b) {
  const std::string x = layer.cast("a", a, DataType::Bool), y = layer.cast("b", b, DataType::Bool);
  layer.make_cast(layer.add("is_true", op, {x, y}), type_of(layer, a));
}

struct Name {
  std::string_view mxnet;
  Binary function;
};

// With two tensors: of equal shapes ("elemwise_add", and the names of old versions) or broadcast.
constexpr auto kNames = std::to_array<Name>({
    {"elemwise_add", Binary::Add},
    {"_plus", Binary::Add},
    {"_Plus", Binary::Add},
    {"_add", Binary::Add},
    {"_grad_add", Binary::Add},
    {"broadcast_add", Binary::Add},
    {"broadcast_plus", Binary::Add},
    {"_npi_add", Binary::Add},
    {"elemwise_sub", Binary::Sub},
    {"_minus", Binary::Sub},
    {"_Minus", Binary::Sub},
    {"_sub", Binary::Sub},
    {"broadcast_sub", Binary::Sub},
    {"broadcast_minus", Binary::Sub},
    {"_npi_subtract", Binary::Sub},
    {"elemwise_mul", Binary::Mul},
    {"_mul", Binary::Mul},
    {"_Mul", Binary::Mul},
    {"broadcast_mul", Binary::Mul},
    {"_npi_multiply", Binary::Mul},
    {"elemwise_div", Binary::Div},
    {"_div", Binary::Div},
    {"_Div", Binary::Div},
    {"broadcast_div", Binary::Div},
    {"_npi_true_divide", Binary::Div},
    {"_mod", Binary::Mod},
    {"_Mod", Binary::Mod},
    {"broadcast_mod", Binary::Mod},
    {"_power", Binary::Pow},
    {"_Power", Binary::Pow},
    {"broadcast_power", Binary::Pow},
    {"_npi_power", Binary::Pow},
    {"_maximum", Binary::Max},
    {"_Maximum", Binary::Max},
    {"broadcast_maximum", Binary::Max},
    {"_npi_maximum", Binary::Max},
    {"_minimum", Binary::Min},
    {"_Minimum", Binary::Min},
    {"broadcast_minimum", Binary::Min},
    {"_npi_minimum", Binary::Min},
    {"_hypot", Binary::Hypot},
    {"broadcast_hypot", Binary::Hypot},
    {"_equal", Binary::Equal},
    {"_Equal", Binary::Equal},
    {"broadcast_equal", Binary::Equal},
    {"_not_equal", Binary::NotEqual},
    {"_Not_Equal", Binary::NotEqual},
    {"broadcast_not_equal", Binary::NotEqual},
    {"_greater", Binary::Greater},
    {"_Greater", Binary::Greater},
    {"broadcast_greater", Binary::Greater},
    {"_greater_equal", Binary::GreaterEqual},
    {"_Greater_Equal", Binary::GreaterEqual},
    {"broadcast_greater_equal", Binary::GreaterEqual},
    {"_lesser", Binary::Less},
    {"_Lesser", Binary::Less},
    {"broadcast_lesser", Binary::Less},
    {"_lesser_equal", Binary::LessEqual},
    {"_Lesser_Equal", Binary::LessEqual},
    {"broadcast_lesser_equal", Binary::LessEqual},
    {"_logical_and", Binary::And},
    {"_Logical_And", Binary::And},
    {"broadcast_logical_and", Binary::And},
    {"_logical_or", Binary::Or},
    {"_Logical_Or", Binary::Or},
    {"broadcast_logical_or", Binary::Or},
    {"_logical_xor", Binary::Xor},
    {"_Logical_Xor", Binary::Xor},
    {"broadcast_logical_xor", Binary::Xor},
});

void translate_binary(Context& layer) {
  const auto it = std::find_if(kNames.begin(), kNames.end(),
                               [&](const Name& name) { return name.mxnet == layer.type(); });
  make_binary(layer, it->function, layer.input(0), layer.input(1));
}

const bool kRegistered = [] {
  for (const Name& name : kNames) Translators<Context>::Registration(name.mxnet, translate_binary);
  return true;
}();

void translate_logical_not(Context& layer) {
  const std::string boolean = layer.cast("boolean", layer.input(), DataType::Bool);
  layer.make_cast(layer.add("not", "Not", {boolean}), layer.element_type());
}

QUERN_MXNET_OPERATOR(translate_logical_not, "logical_not");

}  // namespace

void make_binary(Context& layer, Binary function, const std::string& a, const std::string& b) {
  switch (function) {
    case Binary::Add:
      return layer.make("Add", {a, b});
    case Binary::Sub:
      return layer.make("Sub", {a, b});
    case Binary::Mul:
      return layer.make("Mul", {a, b});
    case Binary::Div:
      return layer.make("Div", {a, b});
    case Binary::Mod:
      return make_mod(layer, a, b);
    case Binary::Pow:
      return layer.make("Pow", {a, b});
    case Binary::Max:
      return layer.make("Max", {a, b});
    case Binary::Min:
      return layer.make("Min", {a, b});
    case Binary::Hypot:
      return make_hypot(layer, a, b);
    case Binary::Equal:
      return make_comparison(layer, "Equal", a, b);
    case Binary::NotEqual:
      return make_not_equal(layer, a, b);
    case Binary::Greater:
      return make_comparison(layer, "Greater", a, b);
    case Binary::GreaterEqual:
      return make_comparison(layer, "GreaterOrEqual", a, b);
    case Binary::Less:
      return make_comparison(layer, "Less", a, b);
    case Binary::LessEqual:
      return make_comparison(layer, "LessOrEqual", a, b);
    case Binary::And:
      return make_logic(layer, "And", a, b);
    case Binary::Or:
      return make_logic(layer, "Or", a, b);
    case Binary::Xor:
      return make_logic(layer, "Xor", a, b);
  }
}

}  // namespace quern::frontend::mxnet

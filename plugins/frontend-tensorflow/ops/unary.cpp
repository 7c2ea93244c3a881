// Operators on single elements that have the same meaning in ONNX, maybe under another name.
#include <map>
#include <string_view>

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

const std::map<std::string_view, const char*>& onnx_names() {
  static const std::map<std::string_view, const char*> names = {
      {"Abs", "Abs"},     {"Acos", "Acos"},      {"Acosh", "Acosh"}, {"Asin", "Asin"},
      {"Asinh", "Asinh"}, {"Atan", "Atan"},      {"Atanh", "Atanh"}, {"Ceil", "Ceil"},
      {"Cos", "Cos"},     {"Cosh", "Cosh"},      {"Erf", "Erf"},     {"Exp", "Exp"},
      {"Floor", "Floor"}, {"Inv", "Reciprocal"}, {"IsInf", "IsInf"}, {"IsNan", "IsNaN"},
      {"Log", "Log"},     {"LogicalNot", "Not"}, {"Neg", "Neg"},     {"Reciprocal", "Reciprocal"},
      {"Rint", "Round"},  {"Round", "Round"},    {"Sign", "Sign"},   {"Sin", "Sin"},
      {"Sinh", "Sinh"},   {"Sqrt", "Sqrt"},      {"Tan", "Tan"}};
  return names;
}

void translate_unary(Context& layer) {
  const Permutation order = layer.order(0);
  layer.make(onnx_names().at(layer.op()), {layer.input(0, order)}, {}, order);
}

[[maybe_unused]] const bool registered = [] {
  for (const auto& [name, onnx] : onnx_names()) Translators::Registration(name, translate_unary);
  return true;
}();

void translate_square(Context& layer) {
  const Permutation order = layer.order(0);
  const std::string x = layer.input(0, order);
  layer.make("Mul", {x, x}, {}, order);
}
QUERN_TRANSLATOR(Context, "Square", translate_square);

void translate_rsqrt(Context& layer) {
  const Permutation order = layer.order(0);
  const std::string root = layer.emit().add("root", "Sqrt", {layer.input(0, order)});
  layer.make("Reciprocal", {root}, {}, order);
}
QUERN_TRANSLATOR(Context, "Rsqrt", translate_rsqrt);

void translate_log1p(Context& layer) {
  const Permutation order = layer.order(0);
  const std::string sum =
      layer.emit().add("sum", "Add", {layer.input(0, order), layer.emit().scalar("one", 1)});
  layer.make("Log", {sum}, {}, order);
}
QUERN_TRANSLATOR(Context, "Log1p", translate_log1p);

void translate_expm1(Context& layer) {
  const Permutation order = layer.order(0);
  const std::string power = layer.emit().add("power", "Exp", {layer.input(0, order)});
  layer.make("Sub", {power, layer.emit().scalar("one", 1)}, {}, order);
}
QUERN_TRANSLATOR(Context, "Expm1", translate_expm1);

void translate_erfc(Context& layer) {
  const Permutation order = layer.order(0);
  const std::string erf = layer.emit().add("erf", "Erf", {layer.input(0, order)});
  layer.make("Sub", {layer.emit().scalar("one", 1), erf}, {}, order);
}
QUERN_TRANSLATOR(Context, "Erfc", translate_erfc);

void translate_is_finite(Context& layer) {
  const Permutation order = layer.order(0);
  const std::string x = layer.input(0, order);
  const std::string inf = layer.emit().add("inf", "IsInf", {x}), nan = layer.emit().add("nan", "IsNaN", {x});
  layer.make("Not", {layer.emit().add("either", "Or", {inf, nan})}, {}, order);
}
QUERN_TRANSLATOR(Context, "IsFinite", translate_is_finite);

}  // namespace
}  // namespace quern::frontend::tensorflow

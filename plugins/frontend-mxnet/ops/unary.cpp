// Functions of one element that ONNX has too.
#include <algorithm>
#include <array>
#include <utility>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

constexpr auto kOperators = std::to_array<std::pair<std::string_view, const char*>>({
    {"abs", "Abs"},           {"arccos", "Acos"},
    {"arccosh", "Acosh"},     {"arcsin", "Asin"},
    {"arcsinh", "Asinh"},     {"arctan", "Atan"},
    {"arctanh", "Atanh"},     {"ceil", "Ceil"},
    {"cos", "Cos"},           {"cosh", "Cosh"},
    {"erf", "Erf"},           {"exp", "Exp"},
    {"floor", "Floor"},       {"log", "Log"},
    {"negative", "Neg"},      {"reciprocal", "Reciprocal"},
    {"relu", "Relu"},         {"sigmoid", "Sigmoid"},
    {"sign", "Sign"},         {"sin", "Sin"},
    {"sinh", "Sinh"},         {"softsign", "Softsign"},
    {"sqrt", "Sqrt"},         {"tan", "Tan"},
    {"tanh", "Tanh"},         {"_np_copy", "Identity"},
    {"_npi_negative", "Neg"}, {"_npi_exp", "Exp"},
    {"_npi_log", "Log"},      {"_npi_sqrt", "Sqrt"},
    {"_npi_tanh", "Tanh"},    {"_npi_absolute", "Abs"},
    {"_npx_relu", "Relu"},    {"_npx_sigmoid", "Sigmoid"},
});

void translate_unary(Context& layer) {
  const auto it = std::find_if(kOperators.begin(), kOperators.end(),
                               [&](const auto& entry) { return entry.first == layer.type(); });
  layer.make(it->second, {layer.input()});
}

const bool kRegistered = [] {
  for (const auto& [name, op] : kOperators) Translators<Context>::Registration(name, translate_unary);
  return true;
}();

}  // namespace
}  // namespace quern::frontend::mxnet

// Operators on two tensors that broadcast, with the same meaning in ONNX.
#include <map>
#include <string_view>

#include "ops/elementwise.hpp"

namespace quern::frontend::tensorflow {
namespace {

const std::map<std::string_view, const char*>& onnx_names() {
  static const std::map<std::string_view, const char*> names = {
      {"Add", "Add"},         {"AddV2", "Add"},
      {"Div", "Div"},         {"Equal", "Equal"},
      {"Greater", "Greater"}, {"GreaterEqual", "GreaterOrEqual"},
      {"Less", "Less"},       {"LessEqual", "LessOrEqual"},
      {"LogicalAnd", "And"},  {"LogicalOr", "Or"},
      {"LogicalXor", "Xor"},  {"Maximum", "Max"},
      {"Minimum", "Min"},     {"Mul", "Mul"},
      {"Pow", "Pow"},         {"RealDiv", "Div"},
      {"Sub", "Sub"},         {"TruncateDiv", "Div"}};
  return names;
}

void translate_binary(Context& layer) {
  const Operands operands = aligned(layer, {0, 1});
  layer.make(onnx_names().at(layer.op()), operands.inputs, {}, operands.order);
}

[[maybe_unused]] const bool registered = [] {
  for (const auto& [name, onnx] : onnx_names()) Translators::Registration(name, translate_binary);
  return true;
}();

void translate_not_equal(Context& layer) {
  const Operands operands = aligned(layer, {0, 1});
  layer.make("Not", {layer.emit().add("equal", "Equal", operands.inputs)}, {}, operands.order);
}
QUERN_TRANSLATOR(Context, "NotEqual", translate_not_equal);

void translate_squared_difference(Context& layer) {
  const Operands operands = aligned(layer, {0, 1});
  const std::string difference = layer.emit().add("difference", "Sub", operands.inputs);
  layer.make("Mul", {difference, difference}, {}, operands.order);
}
QUERN_TRANSLATOR(Context, "SquaredDifference", translate_squared_difference);

void translate_sum(Context& layer) {
  const Operands operands = aligned(layer);
  layer.make("Sum", operands.inputs, {}, operands.order);
}
QUERN_TRANSLATOR(Context, "AddN", translate_sum);
QUERN_TRANSLATOR(Context, "AccumulateNV2", translate_sum);

}  // namespace
}  // namespace quern::frontend::tensorflow

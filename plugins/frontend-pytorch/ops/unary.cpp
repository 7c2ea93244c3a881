// Functions of one float tensor that ONNX has under another name; integers become floats first.
#include <cmath>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

struct Name {
  const char *torch, *onnx;
};

constexpr Name kNames[] = {{"sigmoid", "Sigmoid"}, {"tanh", "Tanh"},
                           {"exp", "Exp"},         {"log", "Log"},
                           {"sqrt", "Sqrt"},       {"sin", "Sin"},
                           {"cos", "Cos"},         {"tan", "Tan"},
                           {"asin", "Asin"},       {"acos", "Acos"},
                           {"atan", "Atan"},       {"sinh", "Sinh"},
                           {"cosh", "Cosh"},       {"asinh", "Asinh"},
                           {"acosh", "Acosh"},     {"atanh", "Atanh"},
                           {"erf", "Erf"},         {"reciprocal", "Reciprocal"},
                           {"arcsin", "Asin"},     {"arccos", "Acos"},
                           {"arctan", "Atan"},     {"arcsinh", "Asinh"},
                           {"arccosh", "Acosh"},   {"arctanh", "Atanh"},
                           {"special_erf", "Erf"}, {"special_expit", "Sigmoid"}};

void translate(Call& call) {
  const std::string name = call.op().substr(std::string("aten::").size());
  for (const Name& known : kNames)
    if (name == known.torch) return call.make(known.onnx, {call.cast(call.tensor(0), DataType::Float)});
}

const bool registered = [] {
  static std::vector<std::string> operators;  // the table keeps views of the names
  for (const Name& known : kNames) operators.push_back(std::string("aten::") + known.torch);
  for (const std::string& op : operators) OperatorTable::Registration(op, translate);
  return true;
}();

// Functions that ONNX builds from two nodes.
void rsqrt(Call& call) {
  call.make("Reciprocal", {call.add("sqrt", "Sqrt", {call.cast(call.tensor(0), DataType::Float)})});
}
void expm1(Call& call) {
  call.make("Sub",
            {call.add("exp", "Exp", {call.cast(call.tensor(0), DataType::Float)}), call.scalar("one", 1)});
}
void log1p(Call& call) {
  call.make("Log",
            {call.add("sum", "Add", {call.cast(call.tensor(0), DataType::Float), call.scalar("one", 1)})});
}
// exp2(x) = exp(x ln 2), log2(x) = log(x) / ln 2 and so on.
void exp2(Call& call) {
  call.make("Pow", {call.scalar("two", 2), call.cast(call.tensor(0), DataType::Float)});
}
void log_to_base(Call& call, double base) {
  call.make("Mul", {call.add("log", "Log", {call.cast(call.tensor(0), DataType::Float)}),
                    call.scalar("factor", 1 / std::log(base))});
}
void log2(Call& call) { log_to_base(call, 2); }
void log10(Call& call) { log_to_base(call, 10); }
void erfc(Call& call) {
  call.make("Sub",
            {call.scalar("one", 1), call.add("erf", "Erf", {call.cast(call.tensor(0), DataType::Float)})});
}
void logit(Call& call) {
  std::string x = call.cast(call.tensor(0), DataType::Float);
  if (call.has(1))
    x = call.add("clipped", "Clip",
                 {x, call.scalar("low", call.number(1)), call.scalar("high", 1 - call.number(1))});
  call.make("Log", {call.add("odds", "Div", {x, call.add("rest", "Sub", {call.scalar("one", 1), x})})});
}
void sinc(Call& call) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  const std::string angle = call.add("angle", "Mul", {x, call.scalar("pi", 3.14159265358979323846)});
  const std::string ratio = call.add("ratio", "Div", {call.add("sin", "Sin", {angle}), angle});
  const std::string zero = call.add("is_zero", "Equal", {x, call.scalar("zero", 0)});
  call.make("Where", {zero, call.scalar("one", 1), ratio});
}

QUERN_TRANSLATOR(Call, "aten::rsqrt", rsqrt);
QUERN_TRANSLATOR(Call, "aten::expm1", expm1);
QUERN_TRANSLATOR(Call, "aten::log1p", log1p);
QUERN_TRANSLATOR(Call, "aten::exp2", exp2);
QUERN_TRANSLATOR(Call, "aten::log2", log2);
QUERN_TRANSLATOR(Call, "aten::log10", log10);
QUERN_TRANSLATOR(Call, "aten::erfc", erfc);
QUERN_TRANSLATOR(Call, "aten::logit", logit);
QUERN_TRANSLATOR(Call, "aten::sinc", sinc);

}  // namespace
}  // namespace quern::frontend::pytorch

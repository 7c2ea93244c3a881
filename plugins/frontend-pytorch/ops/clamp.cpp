// Limits, and the larger or smaller of two tensors.
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// Limits are numbers or tensors; either may be left out.
void clamp_to(Call& call, const Value& low, const Value& high) {
  const DataType type = promoted(call, {call.arg(0), low, high});
  std::string x = operand(call, call.arg(0), type);
  const bool tensors = low.ref<TensorValue>() || high.ref<TensorValue>();
  if (tensors) {
    if (!low.is_none()) x = call.add("raised", "Max", {x, operand(call, low, type)});
    if (!high.is_none()) x = call.add("limited", "Min", {x, operand(call, high, type)});
    return call.make("Identity", {x});
  }
  call.make("Clip", {x, low.is_none() ? "" : operand(call, low, type),
                     high.is_none() ? "" : operand(call, high, type)});
}
void clamp(Call& call) { clamp_to(call, call.arg(1), call.arg(2)); }
void clamp_min(Call& call) { clamp_to(call, call.arg(1), None()); }
void clamp_max(Call& call) { clamp_to(call, None(), call.arg(1)); }
void hardtanh(Call& call) {
  const Value low = call.has(1) ? call.arg(1) : Value(-1.0), high = call.has(2) ? call.arg(2) : Value(1.0);
  clamp_to(call, low, high);
}
void relu6(Call& call) { clamp_to(call, 0.0, 6.0); }

void choose(Call& call, const char* op) {
  const DataType type = promoted(call, {call.arg(0), call.arg(1)});
  call.make(op, {operand(call, call.arg(0), type), operand(call, call.arg(1), type)});
}
void maximum(Call& call) { choose(call, "Max"); }
void minimum(Call& call) { choose(call, "Min"); }

QUERN_TRANSLATOR(Call, "aten::clamp", clamp);
QUERN_TRANSLATOR(Call, "aten::clip", clamp);
QUERN_TRANSLATOR(Call, "aten::clamp_min", clamp_min);
QUERN_TRANSLATOR(Call, "aten::clamp_max", clamp_max);
QUERN_TRANSLATOR(Call, "aten::hardtanh", hardtanh);
QUERN_TRANSLATOR(Call, "aten::relu6", relu6);
QUERN_TRANSLATOR(Call, "aten::maximum", maximum);
QUERN_TRANSLATOR(Call, "aten::minimum", minimum);
QUERN_TRANSLATOR(Call, "aten::fmax", maximum);
QUERN_TRANSLATOR(Call, "aten::fmin", minimum);

}  // namespace
}  // namespace quern::frontend::pytorch

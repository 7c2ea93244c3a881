// Divisions that round or that mind zeros.
#include "ops/elementwise.hpp"

namespace quern::frontend::tensorflow {
namespace {

bool is_float(Context& layer) { return layer.type(0) == DataType::Float; }

// Rounds towards minus infinity.
void translate_floor_div(Context& layer) {
  const Operands o = aligned(layer, {0, 1});
  Emitter& emit = layer.emit();
  if (is_float(layer)) {
    layer.make("Floor", {emit.add("quotient", "Div", o.inputs)}, {}, o.order);
    return;
  }
  // ONNX divides integers towards zero; without the remainder, which has the divisor's sign, it is exact.
  const std::string remainder = emit.add("remainder", "Mod", o.inputs);
  const std::string multiple = emit.add("multiple", "Sub", {o.inputs[0], remainder});
  layer.make("Div", {multiple, o.inputs[1]}, {}, o.order);
}
QUERN_TRANSLATOR(Context, "FloorDiv", translate_floor_div);

// The remainder has the sign of the divisor.
void translate_floor_mod(Context& layer) {
  const Operands o = aligned(layer, {0, 1});
  Emitter& emit = layer.emit();
  if (!is_float(layer)) {
    layer.make("Mod", o.inputs, {}, o.order);
    return;
  }
  const std::string floor = emit.add("floor", "Floor", {emit.add("quotient", "Div", o.inputs)});
  const std::string multiple = emit.add("multiple", "Mul", {floor, o.inputs[1]});
  layer.make("Sub", {o.inputs[0], multiple}, {}, o.order);
}
QUERN_TRANSLATOR(Context, "FloorMod", translate_floor_mod);

// The remainder has the sign of the dividend.
void translate_truncate_mod(Context& layer) {
  const Operands o = aligned(layer, {0, 1});
  layer.make("Mod", o.inputs, {{"fmod", int64_t(1)}}, o.order);
}
QUERN_TRANSLATOR(Context, "Mod", translate_truncate_mod);
QUERN_TRANSLATOR(Context, "TruncateMod", translate_truncate_mod);

// 0 where input `zero` is 0, else op(x, y).
void make_guarded(Context& layer, const char* op, size_t zero) {
  const Operands o = aligned(layer, {0, 1});
  Emitter& emit = layer.emit();
  const std::string nothing = emit.scalar("zero", 0);
  const std::string is_zero = emit.add("is_zero", "Equal", {o.inputs[zero], nothing});
  layer.make("Where", {is_zero, nothing, emit.add("result", op, o.inputs)}, {}, o.order);
}
void translate_div_no_nan(Context& layer) { make_guarded(layer, "Div", 1); }
void translate_mul_no_nan(Context& layer) { make_guarded(layer, "Mul", 1); }
void translate_xdivy(Context& layer) { make_guarded(layer, "Div", 0); }
QUERN_TRANSLATOR(Context, "DivNoNan", translate_div_no_nan);
QUERN_TRANSLATOR(Context, "MulNoNan", translate_mul_no_nan);
QUERN_TRANSLATOR(Context, "Xdivy", translate_xdivy);

}  // namespace
}  // namespace quern::frontend::tensorflow

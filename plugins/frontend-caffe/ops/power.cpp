// Power: (shift + scale x) ^ power. Exp: base ^ (shift + scale x). Log: log_base(shift + scale x). Without a
// base it is e.
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

// `input` * scale + shift, leaving out what does nothing.
std::string affine(Emitter& emit, std::string x, double scale, double shift) {
  if (scale != 1) x = emit.add("scaled", "Mul", {x, emit.scalar("scale", float(scale))});
  if (shift != 0) x = emit.add("shifted", "Add", {x, emit.scalar("shift", float(shift))});
  return x;
}

double natural_log_of_base(const FieldTree& p) {
  const double base = p.get_real("base", -1);
  if (base == -1) return 1;
  if (!(base > 0) || !std::isfinite(base)) throw InputError("base must be above 0");
  return std::log(base);
}

void translate_power(Context& layer) {
  const FieldTree& p = layer.parameters("power_param");
  Emitter& emit = layer.emit();
  const double power = p.get_real("power", 1);
  const std::string x = affine(emit, layer.input(), p.get_real("scale", 1), p.get_real("shift", 0));
  if (power == 1) return emit.make(layer.output(), "Identity", {x});
  if (power == 2) return emit.make(layer.output(), "Mul", {x, x});
  emit.make(layer.output(), "Pow", {x, emit.scalar("power", float(power))});
}

void translate_exp(Context& layer) {
  const FieldTree& p = layer.parameters("exp_param");
  Emitter& emit = layer.emit();
  const double log = natural_log_of_base(p);
  emit.make(layer.output(), "Exp",
            {affine(emit, layer.input(), p.get_real("scale", 1) * log, p.get_real("shift", 0) * log)});
}

void translate_log(Context& layer) {
  const FieldTree& p = layer.parameters("log_param");
  Emitter& emit = layer.emit();
  const double log = natural_log_of_base(p);
  if (log == 0) throw InputError("the base of a logarithm cannot be 1");
  const std::string x = affine(emit, layer.input(), p.get_real("scale", 1), p.get_real("shift", 0));
  if (log == 1) return emit.make(layer.output(), "Log", {x});
  emit.make(layer.output(), "Mul", {emit.add("ln", "Log", {x}), emit.scalar("per_base", float(1 / log))});
}

QUERN_CAFFE_LAYER("Power", translate_power);
QUERN_CAFFE_LAYER("Exp", translate_exp);
QUERN_CAFFE_LAYER("Log", translate_log);

}  // namespace
}  // namespace quern::frontend::caffe

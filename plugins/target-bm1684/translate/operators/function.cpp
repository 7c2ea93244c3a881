// Float functions of single elements: activations, roots, logarithms, rounding.
#include "layers/function.hpp"

#include <cmath>
#include <map>
#include <numbers>

#include "layers/functions/error_function.hpp"
#include "layers/functions/exponential.hpp"
#include "layers/functions/logarithm.hpp"
#include "layers/functions/power.hpp"
#include "layers/functions/rounding.hpp"
#include "layers/functions/trigonometry.hpp"
#include "translate/operators.hpp"
#include "translate/polynomial_table.hpp"

namespace quern::bm1684 {
namespace {

using std::string;

// Functions without attributes.
const std::map<string, void (*)(Elements&, const Operand&, const Operand&)>& plain() {
  static const std::map<string, void (*)(Elements&, const Operand&, const Operand&)> functions = {
      {"Abs", [](Elements& e, const Operand& y, const Operand& x) { e.bits_and(y, x, 0x7fff'ffff); }},
      {"Ceil", round_up},
      {"Exp", exponential},
      {"Floor", round_down},
      {"Mish", mish},
      {"Neg", [](Elements& e, const Operand& y, const Operand& x) { e.bits_xor(y, x, 0x8000'0000); }},
      {"Reciprocal", [](Elements& e, const Operand& y, const Operand& x) { e.divide(y, constant(1.0f), x); }},
      {"Round", round_to_even},
      {"Sigmoid", sigmoid},
      {"Sign", sign},
      {"Silu", [](Elements& e, const Operand& y, const Operand& x) { gated(e, y, x, 1); }},
      {"Softsign",
       [](Elements& e, const Operand& y, const Operand& x) {
         e.bits_and(y, x, 0x7fff'ffff);
         e.add(y, y, constant(1.0f));
         e.divide(y, x, y);
       }},
      {"Sqrt", square_root},
      {"Tanh", hyperbolic_tangent},
  };
  return functions;
}

// gamma * (x >= 0 ? x : alpha * (e^(x * inner) - 1))
Function exponential_unit(float alpha, float inner, float gamma) {
  return [=](Elements& e, const Operand& y, const Operand& x) {
    e.minimum(y, x, constant(0.0f));
    if (inner != 1) e.multiply(y, y, constant(inner));
    exponential_minus_one(e, y, y);
    if (alpha != 1) e.multiply(y, y, constant(alpha));
    const Temporary positive(e);
    e.maximum(positive, x, constant(0.0f));
    e.add(y, y, positive);
    if (gamma != 1) e.multiply(y, y, constant(gamma));
  };
}

// min(max(x * alpha + beta, 0), 1), times x or not
Function hard_gate(float alpha, float beta, bool is_times_x) {
  return [=](Elements& e, const Operand& y, const Operand& x) {
    e.multiply(y, x, constant(alpha));
    e.add(y, y, constant(beta));
    e.maximum(y, y, constant(0.0f));
    e.minimum(y, y, constant(1.0f));
    if (is_times_x) e.multiply(y, y, x);
  };
}

Function gelu(Translator& t, bool is_tanh) {
  if (is_tanh)  // tanh(z) = 2 sigmoid(2z) - 1
    return [](Elements& e, const Operand& y, const Operand& x) {
      const Temporary z(e);
      e.multiply(z, x, x);
      e.multiply(z, z, constant(0.044715f));
      e.add(z, z, constant(1.0f));
      e.multiply(z, z, x);
      e.multiply(z, z, constant(float(-2 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi)));
      exponential(e, z, z);
      e.add(z, z, constant(1.0f));
      e.divide(y, x, z);
    };
  const Polynomial erf = with_table(t, relative_error_function());
  return [erf](Elements& e, const Operand& y, const Operand& x) {
    error_function(e, y, x, float(1 / std::numbers::sqrt2), erf);
    e.add(y, y, constant(1.0f));
    e.multiply(y, y, constant(0.5f));
    e.multiply(y, y, x);
  };
}

// Functions with attributes or polynomials. Empty: there is no such function.
Function made(Translator& t, const Node& node) {
  const float alpha = node.get_float("alpha", 1);
  if (node.is("Celu")) return exponential_unit(alpha, 1 / alpha, 1);
  if (node.is("Elu")) return exponential_unit(alpha, 1, 1);
  if (node.is("Selu"))
    return exponential_unit(node.get_float("alpha", 1.67326319217681884765625f), 1,
                            node.get_float("gamma", 1.05070102214813232421875f));
  if (node.is("HardSigmoid"))
    return hard_gate(node.get_float("alpha", 0.2f), node.get_float("beta", 0.5f), false);
  if (node.is("HardSwish")) return hard_gate(1.0f / 6, 0.5f, true);
  if (node.is("ThresholdedRelu"))
    return [alpha](Elements& e, const Operand& y, const Operand& x) {
      e.select_greater(y, x, constant(alpha), 1);
      e.multiply(y, y, x);
    };
  if (node.op_type == "Gelu") return gelu(t, node.get_string("approximate", "none") == "tanh");
  if (node.is("Erf"))
    return [erf = with_table(t, relative_error_function())](Elements& e, const Operand& y, const Operand& x) {
      error_function(e, y, x, 1, erf);
    };
  if (node.is("Log"))
    return [p = with_table(t, logarithm_near_one())](Elements& e, const Operand& y, const Operand& x) {
      logarithm(e, y, x, p);
    };
  if (node.is("Softplus"))
    return [p = with_table(t, logarithm_above_one())](Elements& e, const Operand& y, const Operand& x) {
      softplus(e, y, x, p);
    };
  if (node.is("Sin"))
    return [p = with_table(t, relative_sine())](Elements& e, const Operand& y, const Operand& x) {
      sine(e, y, x, p);
    };
  if (node.is("Cos"))
    return [p = with_table(t, cosine_of_square())](Elements& e, const Operand& y, const Operand& x) {
      cosine(e, y, x, p);
    };
  return {};
}

string add_function(Translator& t, const Node& node, Function function) {
  auto layer = std::make_unique<FunctionLayer>(std::move(function));
  layer->inputs = {t.canonical(node.inputs[0])};
  layer->output = {t.make(node.outputs[0]), layer->inputs[0].dims};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace

string translate_function(Translator& t, const Node& node) {
  if (t.element(node.inputs[0]) != Element::F32) return "the chip computes with float and 8-bit numbers only";
  if (const auto it = plain().find(node.op_type); it != plain().end())
    return add_function(t, node, it->second);
  return add_function(t, node, made(t, node));
}

string translate_pow(Translator& t, const Node& node) {
  if (t.element(node.inputs[0]) != Element::F32) return "the chip computes with float and 8-bit numbers only";
  const quern::Tensor* exponent = t.constant(node, 1);
  if (!exponent || exponent->count() != 1) return "its exponent is not one constant number";
  const float p = exponent->to_float()[0];
  if (has_exact_power(p))
    return add_function(t, node,
                        [p](Elements& e, const Operand& y, const Operand& x) { exact_power(e, y, x, p); });
  return add_function(
      t, node,
      [p, ln = with_table(t, logarithm_near_one())](Elements& e, const Operand& y, const Operand& x) {
        logarithm(e, y, x, ln);
        e.multiply(y, y, constant(p));
        exponential(e, y, y);
      });
}

}  // namespace quern::bm1684

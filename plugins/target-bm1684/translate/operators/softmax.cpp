// Softmax, LogSoftmax and ReduceLogSumExp-like forms along one axis, and LpNormalization.
#include <limits>

#include "layers/functions/exponential.hpp"
#include "layers/functions/logarithm.hpp"
#include "translate/composer.hpp"
#include "translate/operators.hpp"
#include "translate/polynomial_table.hpp"
#include "translate/reduced_view.hpp"

namespace quern::bm1684 {
namespace {

using Kind = Arithmetic::Kind;

constexpr const char* kTooLong = "local memory cannot hold its axis";

ReducedView view_along(const Node& node, const Shape& shape) {
  const int64_t given = node.get_int("axis", -1);
  const auto axis = size_t(given < 0 ? given + int64_t(shape.size()) : given);
  return reduced_view(shape, axis, axis);
}

void invert(Elements& e, const Operand& y, const Operand& x) { e.divide(y, constant(1.0f), x); }

}  // namespace

std::string translate_softmax(Translator& t, const Node& node) {
  const int source = t.tensor(node.inputs[0]);
  if (t.at(source).element != Element::F32) return "the chip computes this with float numbers only";
  const ReducedView view = view_along(node, t.at(source).shape);
  if (!can_reduce(view.dims)) return kTooLong;
  Composer compose(t, node);
  const LayerTensor x = view.of(t, source);
  const LayerTensor y = view.of(t, t.make(node.outputs[0]));
  const LayerTensor largest = compose.reduce(Kind::Max, x, view.over_columns);
  const LayerTensor below = compose.arithmetic(Kind::Sub, x, largest);
  const LayerTensor powers = compose.function(below, exponential);
  const LayerTensor sum = compose.reduce(Kind::Add, powers, view.over_columns);
  if (node.is("LogSoftmax")) {
    const Polynomial p = with_table(t, logarithm_near_one());
    const LayerTensor log = compose.function(
        sum, [p](Elements& e, const Operand& l, const Operand& s) { logarithm(e, l, s, p); });
    compose.arithmetic(Kind::Sub, below, log, y);
  } else {
    compose.arithmetic(Kind::Mul, powers, compose.function(sum, invert), y);
  }
  return "";
}

// x divided by the norm of its axis; 0 where the norm is 0.
std::string translate_lp_normalization(Translator& t, const Node& node) {
  const int source = t.tensor(node.inputs[0]);
  if (t.at(source).element != Element::F32) return "the chip computes this with float numbers only";
  const int64_t p = node.get_int("p", 2);
  const ReducedView view = view_along(node, t.at(source).shape);
  if (!can_reduce(view.dims)) return kTooLong;
  Composer compose(t, node);
  const LayerTensor x = view.of(t, source);
  const LayerTensor y = view.of(t, t.make(node.outputs[0]));
  const LayerTensor parts = compose.function(x, [p](Elements& e, const Operand& part, const Operand& value) {
    if (p == 2) return e.multiply(part, value, value);
    e.bits_and(part, value, 0x7fff'ffff);
  });
  const LayerTensor sum = compose.reduce(Kind::Add, parts, view.over_columns);
  const LayerTensor factor = compose.function(sum, [p](Elements& e, const Operand& f, const Operand& s) {
    e.maximum(f, s, constant(std::numeric_limits<float>::min()));
    if (p == 2) return e.reciprocal_sqrt(f, f);
    e.divide(f, constant(1.0f), f);
  });
  compose.arithmetic(Kind::Mul, x, factor, y);
  return "";
}

}  // namespace quern::bm1684

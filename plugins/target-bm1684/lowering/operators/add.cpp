// Add, Sub and Sum: every input is brought to the output's scale by its own multiplier and shift.
#include <algorithm>
#include <cmath>

#include "lowering/fixed_point.hpp"
#include "lowering/operators.hpp"

namespace quern::bm1684 {
namespace {

struct Term {
  std::string tensor;
  Quantisation quantisation;
  const Tensor* constant = nullptr;
  Multiplier multiplier;
};

// A constant takes its own absolute maximum as threshold.
Quantisation quantisation_of(const Tensor& constant) {
  double largest = 0, smallest = 0;
  for (const float v : constant.values<float>()) {
    largest = std::max(largest, std::fabs(double(v)));
    smallest = std::min(smallest, double(v));
  }
  return {largest > 0 ? largest : 1, smallest < 0};
}

Tensor quantised(const Tensor& constant, const Quantisation& q) {
  Tensor result(q.is_signed ? DataType::Int8 : DataType::Uint8, constant.dims);
  const std::span<const float> values = constant.values<float>();
  auto* out = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(result.blob.data()));
  for (size_t i = 0; i < values.size(); ++i) out[i] = uint8_t(int(std::round(values[i] / q.scale())));
  return result;
}

}  // namespace

std::string lower_add(Lowering& l, const Node& node) {
  std::vector<Term> terms;
  bool any_integer = false;
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    Term term{node.inputs[i], {}, l.constant(node, i), {}};
    if (term.constant) {
      if (term.constant->type != DataType::Float) return "it does not compute in float32";
      term.quantisation = quantisation_of(*term.constant);
    } else {
      const auto q = l.input_quantisation(term.tensor);
      if (!q) return l.no_threshold(term.tensor);
      term.quantisation = *q;
      any_integer = any_integer || l.integer(term.tensor);
    }
    terms.push_back(std::move(term));
  }
  if (!any_integer) return "none of its inputs is INT8";

  const FusedOutput output = l.fused_output(node);
  const auto out = l.output_quantisation(output);
  if (!out) return l.no_threshold(output.tensor);
  for (size_t i = 0; i < terms.size(); ++i) {
    const double sign = node.is("Sub") && i == 1 ? -1 : 1;
    const auto m = multiplier_for(sign * terms[i].quantisation.scale() / out->scale());
    if (!m) return "the scale of \"" + terms[i].tensor + "\" is too large for that of the output";
    terms[i].multiplier = *m;
  }

  std::vector<std::string> inputs;
  std::vector<int64_t> multipliers, shifts;
  for (const Term& term : terms) {
    inputs.push_back(term.constant ? l.add_constant(term.tensor, quantised(*term.constant, term.quantisation))
                                   : l.integer_input(term.tensor));
    multipliers.push_back(term.multiplier.multiplier);
    shifts.push_back(term.multiplier.shift);
  }
  Node integer("QAdd", std::move(inputs), {l.integer_output(output.tensor, *out)}, kQuernDomain);
  integer.set("multipliers", multipliers).set("rshifts", shifts).set("relu", int64_t(!out->is_signed));
  l.emit(std::move(integer), node, output.activation);
  l.consume(output.activation);
  return "";
}

}  // namespace quern::bm1684

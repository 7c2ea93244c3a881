// LayerNormalization and InstanceNormalization: (x - mean) / sqrt(variance + epsilon) * scale + bias.
#include "translate/composer.hpp"
#include "translate/operators.hpp"
#include "translate/reduced_view.hpp"

namespace quern::bm1684 {
namespace {

using Kind = Arithmetic::Kind;

struct Normalised {
  LayerTensor centred, factor;  // x - mean; 1 / sqrt(variance + epsilon)
};

Normalised normalise(Composer& compose, const ReducedView& view, const LayerTensor& x, float epsilon) {
  const auto mean = [&](const LayerTensor& of) {
    return compose.function(compose.reduce(Kind::Add, of, view.over_columns),
                            scaled(1.0f / float(view.reduced())));
  };
  const LayerTensor centred = compose.arithmetic(Kind::Sub, x, mean(x));
  const LayerTensor variance = mean(compose.function(centred, square()));
  return {centred, compose.function(variance, [epsilon](Elements& e, const Operand& y, const Operand& v) {
            e.add(y, v, constant(epsilon));
            e.reciprocal_sqrt(y, y);
          })};
}

}  // namespace

std::string translate_layer_normalization(Translator& t, const Node& node) {
  for (const size_t i : {1, 2})
    if (node.has_output(i)) return "its statistics are outputs";
  const int source = t.tensor(node.inputs[0]);
  const Shape shape = t.at(source).shape;
  const int64_t given = node.get_int("axis", -1);
  const auto axis = size_t(given < 0 ? given + int64_t(shape.size()) : given);
  const ReducedView view = reduced_view(shape, axis, shape.size() - 1);
  if (!can_reduce(view.dims)) return "local memory cannot hold what it normalises";
  for (const size_t i : {1, 2})
    if (node.has_input(i) && element_count(t.shape(node.inputs[i])) != view.reduced())
      return "its scale or bias is broadcast";
  Composer compose(t, node);
  const LayerTensor y{t.make(node.outputs[0]), view.dims};
  const Normalised parts = normalise(compose, view, view.of(t, source), node.get_float("epsilon", 1e-5f));
  // Parameters are the same on all lanes.
  const auto parameter = [&](size_t i) {
    const Dims& d = view.dims;
    const int flat = t.dense(t.tensor(node.inputs[i]));
    return compose.view(flat, {1, d.c, d.h, d.w}, 0, {0, 0, uint32_t(d.w), 1});
  };
  const LayerTensor unit = compose.arithmetic(Kind::Mul, parts.centred, parts.factor);
  const bool has_bias = node.has_input(2);
  const LayerTensor result =
      compose.arithmetic(Kind::Mul, unit, parameter(1), has_bias ? std::nullopt : std::optional(y));
  if (has_bias) compose.arithmetic(Kind::Add, result, parameter(2), y);
  return "";
}

std::string translate_instance_normalization(Translator& t, const Node& node) {
  const int source = t.tensor(node.inputs[0]);
  const Shape shape = t.at(source).shape;
  const ReducedView view = reduced_view(shape, 2, shape.size() - 1);
  if (!can_reduce(view.dims)) return "local memory cannot hold what it normalises";
  Composer compose(t, node);
  const LayerTensor y{t.make(node.outputs[0]), view.dims};
  const Normalised parts = normalise(compose, view, view.of(t, source), node.get_float("epsilon", 1e-5f));
  const auto per_channel = [&](size_t i) {
    return compose.view(t.dense(t.tensor(node.inputs[i])), {1, view.dims.c, 1, 1}, 0, {0, 1, 0, 0});
  };
  const LayerTensor factor = compose.arithmetic(Kind::Mul, parts.factor, per_channel(1));
  compose.arithmetic(Kind::Add, compose.arithmetic(Kind::Mul, parts.centred, factor), per_channel(2), y);
  return "";
}

}  // namespace quern::bm1684

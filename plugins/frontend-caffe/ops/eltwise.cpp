// Eltwise: products, sums with a coefficient per input, maxima; minima of forks.
#include <algorithm>

#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

enum Operation { kProduct = 0, kSum = 1, kMaximum = 2, kMinimum = 3 };

// Joins the inputs two at a time.
void chain(Context& layer, const char* op, const std::vector<std::string>& inputs) {
  Emitter& emit = layer.emit();
  if (inputs.size() == 1) return emit.make(layer.output(), "Identity", inputs);
  std::string joined = inputs[0];
  for (size_t i = 1; i + 1 < inputs.size(); ++i)
    joined = emit.add("part" + std::to_string(i), op, {joined, inputs[i]});
  emit.make(layer.output(), op, {joined, inputs.back()});
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("eltwise_param");
  Emitter& emit = layer.emit();
  const int64_t operation = p.get_enum(
      "operation", {{"PROD", kProduct}, {"SUM", kSum}, {"MAX", kMaximum}, {"MIN", kMinimum}}, kSum);
  const std::vector<float> coefficients = p.get_floats("coeff");
  if (!coefficients.empty() && coefficients.size() != layer.input_count())
    throw InputError("it has " + std::to_string(coefficients.size()) + " coefficients for " +
                     std::to_string(layer.input_count()) + " bottoms");
  if (!coefficients.empty() && operation == kProduct) throw InputError("coefficients are for sums only");
  std::vector<std::string> inputs;
  for (size_t i = 0; i < layer.input_count(); ++i) {
    if (layer.shape(i) != layer.shape(0))
      throw InputError("its bottoms differ in shape: " + to_string(layer.shape(0)) + " and " +
                       to_string(layer.shape(i)));
    inputs.push_back(layer.input(i));
  }
  if (inputs.empty()) throw InputError("it has no bottom");
  switch (operation) {
    case kProduct:
      return chain(layer, "Mul", inputs);
    case kMaximum:
      return chain(layer, "Max", inputs);
    case kMinimum:
      return chain(layer, "Min", inputs);
    default:
      break;
  }
  if (coefficients == std::vector<float>{1, -1}) return emit.make(layer.output(), "Sub", inputs);
  for (size_t i = 0; i < coefficients.size(); ++i) {
    if (coefficients[i] == 1) continue;
    const std::string number = std::to_string(i);
    inputs[i] = emit.add("term" + number, "Mul", {inputs[i], emit.scalar("coeff" + number, coefficients[i])});
  }
  chain(layer, "Add", inputs);
}

QUERN_CAFFE_LAYER("Eltwise", translate);

}  // namespace
}  // namespace quern::frontend::caffe

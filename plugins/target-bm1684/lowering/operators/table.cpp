// Functions of one value become a table of 256 entries, made with the operator's reference kernel.
#include <algorithm>
#include <cmath>

#include <quern/ops/operator.hpp>

#include "lowering/operators.hpp"

namespace quern::bm1684 {
namespace {

// The real value of every byte, indexed by the byte taken as unsigned.
Tensor byte_values(const Quantisation& q) {
  Tensor values(DataType::Float, {256});
  for (int byte = 0; byte < 256; ++byte) {
    const int integer = q.is_signed ? int(int8_t(uint8_t(byte))) : byte;
    values.mutable_data<float>()[byte] = float(integer) * q.scale();
  }
  return values;
}

// Half away from zero; what is not a number becomes 0.
int quantised(float value, const Quantisation& q) {
  if (std::isnan(value)) return 0;
  const double low = q.is_signed ? -128 : 0;
  return int(std::clamp(std::round(double(value) / q.scale()), low, double(q.maximum())));
}

}  // namespace

std::string lower_table(Lowering& l, const Node& node) {
  if (!l.integer(node.inputs[0])) return "its input is not INT8";
  const Quantisation in = *l.input_quantisation(node.inputs[0]);
  const auto out = l.output_quantisation({node.outputs[0], nullptr});
  if (!out) return l.no_threshold(node.outputs[0]);

  const Tensor values = byte_values(in);
  std::vector<const Tensor*> arguments = {&values};
  for (size_t i = 1; i < node.inputs.size(); ++i) {
    const Tensor* parameter = l.constant(node, i);
    if (node.has_input(i) && (!parameter || parameter->count() != 1))
      return "it has a second input that is not one constant";
    arguments.push_back(parameter);
  }
  const Tensor result = ops::compute(node, arguments).at(0);
  if (result.type != DataType::Float || result.count() != 256) return "it is not a function of one value";
  Tensor table(out->is_signed ? DataType::Int8 : DataType::Uint8, {256});
  auto* entries = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(table.blob.data()));
  for (int byte = 0; byte < 256; ++byte) entries[byte] = uint8_t(quantised(result.data<float>()[byte], *out));

  const std::string name = l.add_constant(node.outputs[0] + "_table", std::move(table));
  l.emit(Node("QLut", {l.integer_input(node.inputs[0]), name}, {l.integer_output(node.outputs[0], *out)},
              kQuernDomain),
         node);
  return "";
}

}  // namespace quern::bm1684

#include "nn/float_types.hpp"

#include <algorithm>

namespace quern::ops::nn {

Tensor convert_float(const Tensor& tensor, DataType type) {
  Tensor result(type, tensor.dims);
  with_type(tensor.type, [&]<class From>() {
    with_type(type, [&]<class To>() {
      const std::span<const From> values = tensor.values<From>();
      std::transform(values.begin(), values.end(), result.mutable_data<To>(),
                     [](From v) { return To(float(v)); });
    });
  });
  return result;
}

void run_half_as_float(ComputeContext& ctx, void (*kernel)(ComputeContext&)) {
  DataType narrow = DataType::Undefined;
  for (size_t i = 0; i < ctx.input_count(); ++i)
    if (ctx.has_input(i) && is_half(ctx.input(i).type)) narrow = ctx.input(i).type;
  if (narrow == DataType::Undefined) return kernel(ctx);

  std::vector<Tensor> widened(ctx.input_count());
  std::vector<const Tensor*> inputs(ctx.input_count());
  for (size_t i = 0; i < inputs.size(); ++i) {
    inputs[i] = ctx.optional_input(i);
    if (!inputs[i] || !is_half(inputs[i]->type)) continue;
    widened[i] = convert_float(*inputs[i], DataType::Float);
    inputs[i] = &widened[i];
  }
  ComputeContext wide(ctx.node(), std::move(inputs));
  wide.scope = ctx.scope;
  kernel(wide);
  for (size_t i = 0; i < wide.outputs().size(); ++i) {
    const Tensor& output = wide.outputs()[i];
    if (output.is_defined())
      ctx.output(i, output.type == DataType::Float ? convert_float(output, narrow) : output);
  }
}

}  // namespace quern::ops::nn

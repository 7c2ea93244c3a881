// Convolutions and matrix products of quantised models.
#include "ops/convolution.hpp"
#include "ops/quantised.hpp"
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// The float convolution as an intermediate tensor.
std::string convolved(Call& call, const PackedParameters& p) {
  Convolution c;
  c.input = call.tensor(0);
  c.weight = call.tensor(p.weight);
  c.bias = p.bias.is_none() ? "" : call.tensor(p.bias);
  c.strides = p.strides;
  c.padding = p.padding;
  c.dilations = p.dilations;
  c.output_padding = p.output_padding;
  c.groups = p.groups;
  c.transposed = p.transposed;
  std::vector<Value> none;
  Keywords no_keywords;
  Call inner(call.session(), call.op(), none, no_keywords, call.emit().tensor("convolution"));
  make_convolution(inner, c);
  return inner.output();
}

// input, packed, (for old archives: stride, padding, dilation, groups,) scale, zero_point
void conv(Call& call, bool relu) {
  PackedParameters p = packed_parameters(call, call.arg(1));
  size_t next = 2;
  if (call.arg(2).ref<List>()) {
    p.strides = call.ints(2);
    p.padding = call.ints(3);
    p.dilations = call.ints(4);
    p.groups = call.integer(5);
    next = 6;
  }
  std::string y = convolved(call, p);
  if (relu) y = call.add("relu", "Relu", {y});
  give_quantised(call, y, call.number(next), call.integer(next + 1));
}
void conv_plain(Call& call) { conv(call, false); }
void conv_relu(Call& call) { conv(call, true); }

std::string product(Call& call, const PackedParameters& p) {
  const std::string turned =
      call.add("turned", "Transpose", {call.tensor(p.weight)}, {{"perm", std::vector<int64_t>{1, 0}}});
  const std::string y = call.add("product", "MatMul", {call.tensor(0), turned});
  return p.bias.is_none() ? y : call.add("sum", "Add", {y, call.tensor(p.bias)});
}
// input, packed, scale, zero_point
void linear(Call& call) {
  give_quantised(call, product(call, packed_parameters(call, call.arg(1))), call.number(2), call.integer(3));
}
void linear_relu(Call& call) {
  const std::string y = call.add("relu", "Relu", {product(call, packed_parameters(call, call.arg(1)))});
  give_quantised(call, y, call.number(2), call.integer(3));
}
// Dynamic quantisation: only the weights are integers. input, packed, reduce_range
void linear_dynamic(Call& call) {
  call.make("Identity", {product(call, packed_parameters(call, call.arg(1)))});
}
void linear_relu_dynamic(Call& call) {
  call.make("Relu", {product(call, packed_parameters(call, call.arg(1)))});
}
void conv_dynamic(Call& call) {
  call.make("Identity", {convolved(call, packed_parameters(call, call.arg(1)))});
}

// What prepack() makes: an object with the state that packed_parameters() reads.
void prepack(Call& call) {
  std::vector<Value> state;
  for (size_t i = 0; i < call.count(); ++i) state.push_back(call.arg(i));
  Object object{"__torch__.torch.classes.quantized.PackedParams"};
  object.state = call.session().heap().tuple(std::move(state));
  call.give(call.session().heap().make(std::move(object)));
}
void unpack(Call& call) {
  const PackedParameters p = packed_parameters(call, call.arg(0));
  call.give(call.session().heap().tuple({p.weight, p.bias}));
}

QUERN_TRANSLATOR(Call, "quantized::conv1d", conv_plain);
QUERN_TRANSLATOR(Call, "quantized::conv2d", conv_plain);
QUERN_TRANSLATOR(Call, "quantized::conv3d", conv_plain);
QUERN_TRANSLATOR(Call, "quantized::conv1d_relu", conv_relu);
QUERN_TRANSLATOR(Call, "quantized::conv2d_relu", conv_relu);
QUERN_TRANSLATOR(Call, "quantized::conv3d_relu", conv_relu);
QUERN_TRANSLATOR(Call, "quantized::conv_transpose1d", conv_plain);
QUERN_TRANSLATOR(Call, "quantized::conv_transpose2d", conv_plain);
QUERN_TRANSLATOR(Call, "quantized::conv_transpose3d", conv_plain);
QUERN_TRANSLATOR(Call, "quantized::linear", linear);
QUERN_TRANSLATOR(Call, "quantized::linear_relu", linear_relu);
QUERN_TRANSLATOR(Call, "quantized::linear_dynamic", linear_dynamic);
QUERN_TRANSLATOR(Call, "quantized::linear_dynamic_fp16", linear_dynamic);
QUERN_TRANSLATOR(Call, "quantized::linear_relu_dynamic", linear_relu_dynamic);
QUERN_TRANSLATOR(Call, "quantized::conv1d_dynamic", conv_dynamic);
QUERN_TRANSLATOR(Call, "quantized::conv2d_dynamic", conv_dynamic);
QUERN_TRANSLATOR(Call, "quantized::conv3d_dynamic", conv_dynamic);
QUERN_TRANSLATOR(Call, "quantized::linear_prepack", prepack);
QUERN_TRANSLATOR(Call, "quantized::linear_prepack_fp16", prepack);
QUERN_TRANSLATOR(Call, "quantized::conv1d_prepack", prepack);
QUERN_TRANSLATOR(Call, "quantized::conv2d_prepack", prepack);
QUERN_TRANSLATOR(Call, "quantized::conv3d_prepack", prepack);
QUERN_TRANSLATOR(Call, "quantized::linear_unpack", unpack);
QUERN_TRANSLATOR(Call, "quantized::conv2d_unpack", unpack);

}  // namespace
}  // namespace quern::frontend::pytorch

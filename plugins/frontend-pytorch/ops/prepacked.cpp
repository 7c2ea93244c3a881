// Operators of models that were optimised for mobile devices: convolutions and matrix products with limits.
// State of their parameters (ATen/native/xnnpack/OpContext.h): weight, bias, stride, padding, (output padding
// of transposed ones,) dilation, groups, lowest, highest; of matrix products weight, bias, lowest, highest.
#include "ops/convolution.hpp"
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

const std::vector<Value>& state_of(const Call& call, size_t least) {
  const Object* object = call.arg(1).ref<Object>();
  const Tuple* state = object ? object->state.ref<Tuple>() : nullptr;
  if (!state || state->items.size() < least) throw call.wrong("the packed parameters are damaged");
  return state->items;
}

std::vector<int64_t> ints_of(Call& call, const Value& value) {
  std::vector<int64_t> numbers;
  if (const List* list = value.ref<List>())
    for (const Value& item : list->items) numbers.push_back(call.to_integer(item));
  return numbers;
}

// Limits, as the call's result; either may be None.
void finish(Call& call, const std::string& y, const Value& low, const Value& high) {
  if (low.is_none() && high.is_none()) return call.make("Identity", {y});
  const auto limit = [&](const Value& value) {
    return value.is_none() ? "" : operand(call, value, DataType::Float);
  };
  call.make("Clip", {y, limit(low), limit(high)});
}

void convolution(Call& call, bool transposed) {
  const size_t shift = transposed ? 1 : 0;
  const std::vector<Value>& state = state_of(call, 8 + shift);
  Convolution c;
  c.input = call.tensor(0);
  c.weight = call.tensor(state[0]);
  c.bias = state[1].is_none() ? "" : call.tensor(state[1]);
  c.strides = ints_of(call, state[2]);
  c.padding = ints_of(call, state[3]);
  if (transposed) c.output_padding = ints_of(call, state[4]);
  c.dilations = ints_of(call, state[4 + shift]);
  c.groups = call.to_integer(state[5 + shift]);
  c.transposed = transposed;
  std::vector<Value> none;
  Keywords no_keywords;
  Call inner(call.session(), call.op(), none, no_keywords, call.emit().tensor("convolution"));
  make_convolution(inner, c);
  finish(call, inner.output(), state[6 + shift], state[7 + shift]);
}
void conv2d(Call& call) { convolution(call, false); }
void conv2d_transpose(Call& call) { convolution(call, true); }

void linear(Call& call) {
  const std::vector<Value>& state = state_of(call, 4);
  const std::string turned =
      call.add("turned", "Transpose", {call.tensor(state[0])}, {{"perm", std::vector<int64_t>{1, 0}}});
  std::string y = call.add("product", "MatMul", {call.tensor(0), turned});
  if (!state[1].is_none()) y = call.add("sum", "Add", {y, call.tensor(state[1])});
  finish(call, y, state[2], state[3]);
}

// What prepack() makes of its arguments is their list.
void prepack(Call& call) {
  std::vector<Value> state;
  const bool is_linear = call.op() == "prepacked::linear_clamp_prepack";
  for (size_t i = 0; i < (is_linear ? 4u : 8u); ++i) state.push_back(call.arg(i));
  Object object{"__torch__.torch.classes.xnnpack.OpContext"};
  object.state = call.session().heap().tuple(std::move(state));
  call.give(call.session().heap().make(std::move(object)));
}

QUERN_TRANSLATOR(Call, "prepacked::conv2d_clamp_run", conv2d);
QUERN_TRANSLATOR(Call, "prepacked::conv2d_transpose_clamp_run", conv2d_transpose);
QUERN_TRANSLATOR(Call, "prepacked::linear_clamp_run", linear);
QUERN_TRANSLATOR(Call, "prepacked::conv2d_clamp_prepack", prepack);
QUERN_TRANSLATOR(Call, "prepacked::linear_clamp_prepack", prepack);

}  // namespace
}  // namespace quern::frontend::pytorch

#include "ops/quantised.hpp"
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// Axes, then strides, padding, dilations and output padding for each of them, groups, transposed.
void read_config(const Call& call, PackedParameters& p, const std::vector<int64_t>& config) {
  const int64_t axes = config.empty() ? 0 : config[0];
  if (axes < 1 || axes > 3 || config.size() < size_t(4 * axes + 2))
    throw call.wrong("the parameters of a convolution are damaged");
  const auto part = [&](int64_t i) {
    return std::vector<int64_t>(config.begin() + 1 + i * axes, config.begin() + 1 + (i + 1) * axes);
  };
  p.strides = part(0);
  p.padding = part(1);
  p.dilations = part(2);
  p.output_padding = part(3);
  p.groups = config[size_t(4 * axes + 1)];
  p.transposed = config.size() > size_t(4 * axes + 2) && config[size_t(4 * axes + 2)] != 0;
}

std::vector<int64_t> numbers_of(Call& call, const Value& value) {
  if (TensorValue* tensor = value.ref<TensorValue>())
    return call.emit().constant_ints(call.session().name_of(*tensor), "a parameter of a convolution");
  std::vector<int64_t> numbers;
  if (const List* list = value.ref<List>())
    for (const Value& item : list->items)
      for (const int64_t n :
           item.ref<TensorValue>() ? numbers_of(call, item) : std::vector<int64_t>{call.to_integer(item)})
        numbers.push_back(n);
  return numbers;
}

const std::vector<Value>& items_of(const Call& call, const Value& value) {
  if (const List* list = value.ref<List>()) return list->items;
  if (const Tuple* tuple = value.ref<Tuple>()) return tuple->items;
  throw call.wrong("packed parameters are damaged");
}

// Weights are the tensors with more than one axis.
void take_tensors(Call& call, PackedParameters& p, const std::vector<Value>& values) {
  for (const Value& value : values) {
    TensorValue* tensor = value.ref<TensorValue>();
    if (!tensor) continue;
    const size_t rank = call.rank(call.session().name_of(*tensor));
    if (rank > 1)
      p.weight = value;
    else if (!p.weight.is_none() || p.bias.is_none())
      p.bias = value;
  }
}

}  // namespace

// The states that PyTorch wrote over time (ATen/native/quantized/.../conv_serialization.h, fbgemm_utils):
//   linear           (weight, bias)
//   convolution 1    (weight, bias, [stride], [padding], [dilation], groups), numbers as tensors
//               2    ("2", [config, weight], [bias])
//               3    (3, [config...], [None, weight, bias])
PackedParameters packed_parameters(Call& call, const Value& value) {
  const Object* object = value.ref<Object>();
  if (!object)
    throw call.wrong(std::string("a ") + type_name(value) + " stands where packed parameters are expected");
  const std::vector<Value>& state = items_of(call, object->state);
  PackedParameters p;
  if (state.empty()) throw call.wrong("packed parameters are empty");
  if (state[0].is<std::string>() && state.size() >= 3) {
    const std::vector<Value>& tensors = items_of(call, state[1]);
    if (tensors.size() < 2) throw call.wrong("packed parameters are damaged");
    read_config(call, p, numbers_of(call, tensors[0]));
    p.weight = tensors[1];
    if (!items_of(call, state[2]).empty()) p.bias = items_of(call, state[2])[0];
  } else if (state[0].is<int64_t>() && state.size() >= 3) {
    read_config(call, p, numbers_of(call, state[1]));
    take_tensors(call, p, items_of(call, state[2]));
  } else {
    p.weight = state[0];
    if (state.size() > 1) p.bias = state[1];
    if (state.size() >= 6) {
      p.strides = numbers_of(call, state[2]);
      p.padding = numbers_of(call, state[3]);
      p.dilations = numbers_of(call, state[4]);
      p.groups = state[5].ref<TensorValue>() ? numbers_of(call, state[5]).at(0) : call.to_integer(state[5]);
    }
  }
  if (!p.weight.ref<TensorValue>()) throw call.wrong("packed parameters hold no weights");
  return p;
}

}  // namespace quern::frontend::pytorch

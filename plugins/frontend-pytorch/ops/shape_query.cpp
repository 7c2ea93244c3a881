// Questions about tensors, which have constant answers once the input shapes are bound.
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

Shape shape_of(Call& call) { return call.shape(call.tensor(0)); }

Value list_of(Call& call, const Shape& values) {
  std::vector<Value> items;
  for (const int64_t v : values) items.emplace_back(v);
  return call.session().heap().list(std::move(items));
}

void size(Call& call) {
  const Shape shape = shape_of(call);
  if (!call.has(1)) return call.give(list_of(call, shape));
  call.give(shape.at(size_t(call.axis(1, shape.size()))));
}
void dim(Call& call) { call.give(int64_t(call.rank(call.tensor(0)))); }
void numel(Call& call) { call.give(element_count(shape_of(call))); }
void len(Call& call) {
  const Shape shape = shape_of(call);
  if (shape.empty()) throw call.wrong("a scalar has no length");
  call.give(shape[0]);
}
void stride(Call& call) {
  const Shape strides = strides_of(shape_of(call));
  if (!call.has(1)) return call.give(list_of(call, strides));
  call.give(strides.at(size_t(call.axis(1, strides.size()))));
}

void dtype(Call& call) { call.give(dtype_of(call.type(call.tensor(0)))); }
void device(Call& call) { call.give(Device{"cpu"}); }
void layout(Call& call) { call.give(int64_t(0)); }  // strided
void is_floating_point(Call& call) { call.give(is_float(call.type(call.tensor(0)))); }
void is_contiguous(Call& call) { call.give(call.tensor_value(0).contiguous); }
void is_quantized(Call& call) { call.give(call.tensor_value(0).quantised.has_value()); }
void no(Call& call) { call.give(false); }
void yes(Call& call) { call.give(true); }
void nothing(Call& call) { call.give(Value()); }

// A number as a tensor, and back.
void number_to_tensor(Call& call) {
  const Value& value = call.arg(0);
  if (value.ref<TensorValue>()) return call.give_argument(0);
  call.give_tensor(call.tensor(value));
}
void to_int(Call& call) { call.give(call.integer(0)); }
void to_float(Call& call) { call.give(call.number(0)); }
void to_bool(Call& call) { call.give(call.number(0) != 0); }
// The number in the type that the tensor has.
void item(Call& call) {
  const DataType type = call.type(call.tensor(0));
  if (type == DataType::Bool) return to_bool(call);
  return is_integer(type) ? to_int(call) : to_float(call);
}

// The values as nested lists.
Value nested(Call& call, const Tensor& values, size_t axis, int64_t& next) {
  if (axis == values.dims.size()) {
    const int64_t i = next++;
    if (is_integer(values.type)) return values.to_int64()[size_t(i)];
    return double(values.to_float()[size_t(i)]);
  }
  std::vector<Value> items;
  for (int64_t i = 0; i < values.dims[axis]; ++i) items.push_back(nested(call, values, axis + 1, next));
  return call.session().heap().list(std::move(items));
}
void to_list(Call& call) {
  const Tensor* known = call.emit().value(call.tensor(0));
  if (!known || known->count() > 1024)
    throw Call::unsupported("a list is made of numbers that are computed from the network's input");
  int64_t next = 0;
  call.give(nested(call, *known, 0, next));
}

QUERN_TRANSLATOR(Call, "aten::size", size);
QUERN_TRANSLATOR(Call, "prim::shape", size);
QUERN_TRANSLATOR(Call, "aten::dim", dim);
QUERN_TRANSLATOR(Call, "prim::ndim", dim);
QUERN_TRANSLATOR(Call, "aten::numel", numel);
QUERN_TRANSLATOR(Call, "aten::len", len);
QUERN_TRANSLATOR(Call, "aten::stride", stride);
QUERN_TRANSLATOR(Call, "prim::dtype", dtype);
QUERN_TRANSLATOR(Call, "prim::device", device);
QUERN_TRANSLATOR(Call, "prim::layout", layout);
QUERN_TRANSLATOR(Call, "aten::is_floating_point", is_floating_point);
QUERN_TRANSLATOR(Call, "aten::is_contiguous", is_contiguous);
QUERN_TRANSLATOR(Call, "prim::is_quantized", is_quantized);
QUERN_TRANSLATOR(Call, "aten::is_complex", no);
QUERN_TRANSLATOR(Call, "prim::is_cuda", no);
QUERN_TRANSLATOR(Call, "prim::is_sparse", no);
QUERN_TRANSLATOR(Call, "prim::is_mkldnn", no);
QUERN_TRANSLATOR(Call, "prim::is_nested", no);
QUERN_TRANSLATOR(Call, "prim::is_cpu", yes);
QUERN_TRANSLATOR(Call, "prim::is_leaf", yes);
QUERN_TRANSLATOR(Call, "prim::requires_grad", no);
QUERN_TRANSLATOR(Call, "prim::grad", nothing);
QUERN_TRANSLATOR(Call, "aten::is_inference", yes);
QUERN_TRANSLATOR(Call, "prim::NumToTensor", number_to_tensor);
QUERN_TRANSLATOR(Call, "aten::scalar_tensor", number_to_tensor);
QUERN_TRANSLATOR(Call, "aten::Int", to_int);
QUERN_TRANSLATOR(Call, "aten::IntImplicit", to_int);
QUERN_TRANSLATOR(Call, "aten::Float", to_float);
QUERN_TRANSLATOR(Call, "aten::FloatImplicit", to_float);
QUERN_TRANSLATOR(Call, "aten::Bool", to_bool);
QUERN_TRANSLATOR(Call, "aten::ScalarImplicit", item);
QUERN_TRANSLATOR(Call, "aten::item", item);
QUERN_TRANSLATOR(Call, "aten::_local_scalar_dense", item);
QUERN_TRANSLATOR(Call, "aten::tolist", to_list);
QUERN_TRANSLATOR(Call, "prim::tolist", to_list);

}  // namespace
}  // namespace quern::frontend::pytorch

// Tensors of one value.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void make_filled(Context& layer, const Shape& shape, DataType type, double value) {
  Tensor one(type, {1});
  with_type(type, [&]<class T>() { one.mutable_data<T>()[0] = T(float(value)); });
  layer.make("ConstantOfShape", {layer.emit().ints("shape", shape)}, {{"value", one}});
}

// Sizes of 0 are ones that MXNet would infer from what the tensor is combined with (the batch of a recurrent
// network's first state). 1 is right wherever it is broadcast.
void translate_fill(Context& layer) {
  const Attributes& a = layer.attributes();
  Shape shape = a.integers("shape");
  for (int64_t& size : shape)
    if (size <= 0) size = 1;
  if (shape.empty()) shape = {1};
  const double value = layer.type() == "_zeros" ? 0 : layer.type() == "_ones" ? 1 : a.number("value", 0);
  make_filled(layer, shape, a.data_type("dtype", DataType::Float), value);
}

void translate_fill_like(Context& layer) {
  const double value = layer.type() == "zeros_like"  ? 0
                       : layer.type() == "ones_like" ? 1
                                                     : layer.attributes().number("fill_value", 0);
  make_filled(layer, layer.shape(), layer.element_type(), value);
}

void translate_shape_array(Context& layer) { layer.make("Shape", {layer.input()}); }
void translate_size_array(Context& layer) {
  layer.make_reshaped(layer.add("size", "Size", {layer.input()}), {1});
}

QUERN_MXNET_OPERATOR(translate_fill, "_zeros", "_ones", "_full", "_zeros_without_dtype", "_npi_zeros",
                     "_npi_ones");
QUERN_MXNET_OPERATOR(translate_fill_like, "zeros_like", "ones_like", "_npi_full_like");
QUERN_MXNET_OPERATOR(translate_shape_array, "shape_array");
QUERN_MXNET_OPERATOR(translate_size_array, "size_array");

}  // namespace
}  // namespace quern::frontend::mxnet

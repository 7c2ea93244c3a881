// Shapes as tensors. All shapes are known after binding, so these are constants; what depends on data is
// asked for when the network runs.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

Tensor numbers(Context& layer, const std::vector<int64_t>& values, const Shape& dims) {
  if (layer.node().type("out_type", Type::Int32) == Type::Int64) return Tensor::from(values, dims);
  return Tensor::from(std::vector<int32_t>(values.begin(), values.end()), dims);
}

void translate_shape(Context& layer) {
  for (size_t i = 0; i < layer.input_count(); ++i) {
    const std::optional<Shape> dims = layer.known_shape(i);
    if (dims && is_static(*dims)) {
      layer.define_constant(numbers(layer, *dims, {int64_t(dims->size())}), i);
      continue;
    }
    const std::string shape = layer.emit().add("shape", "Shape", {layer.input(i)});
    const DataType type = converted_type(layer.node().type("out_type", Type::Int32));
    layer.define(layer.emit().add("cast", "Cast", {shape}, {{"to", cast_to(type)}}), {}, i);
  }
}
QUERN_TRANSLATOR(Context, "Shape", translate_shape);
QUERN_TRANSLATOR(Context, "ShapeN", translate_shape);

void translate_size(Context& layer) {
  layer.define_constant(numbers(layer, {element_count(layer.shape(0))}, {}));
}
QUERN_TRANSLATOR(Context, "Size", translate_size);

void translate_rank(Context& layer) { layer.define_constant(Tensor::scalar(int32_t(layer.rank(0)))); }
QUERN_TRANSLATOR(Context, "Rank", translate_rank);

void translate_cast(Context& layer) {
  const DataType to = converted_type(layer.node().type("DstT", Type::Float));
  if (to == DataType::Undefined || to == DataType::String)
    throw UnsupportedError("a cast to TensorFlow's type number " +
                           std::to_string(int(layer.node().type("DstT", Type::Float))));
  const Permutation order = layer.order(0);
  if (layer.type(0) == to) return layer.forward(0);
  layer.make("Cast", {layer.input(0, order)}, {{"to", cast_to(to)}}, order);
}
QUERN_TRANSLATOR(Context, "Cast", translate_cast);

}  // namespace
}  // namespace quern::frontend::tensorflow

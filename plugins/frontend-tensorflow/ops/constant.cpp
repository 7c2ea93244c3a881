// Const and what follows from it alone.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_const(Context& layer) {
  const auto* value = layer.node().find<Constant>("value");
  if (!value) throw InputError("a constant has no value");
  if (converted_type(value->type) == DataType::Undefined)
    throw UnsupportedError("a constant of TensorFlow's type number " + std::to_string(int(value->type)));
  layer.layouts().define_constant(layer.output(), *value);
}
QUERN_TRANSLATOR(Context, "Const", translate_const);
QUERN_TRANSLATOR(Context, "HostConst", translate_const);

// A new tensor of input 0's dimensions filled with `value`.
void make_filled_like(Context& layer, float value) {
  const Shape dims = layer.shape(0);
  const std::string extent = layer.emit().ints("extent", dims);
  const std::string scalar = layer.emit().scalar("value", value);
  const DataType type = layer.type(0);
  if (type == DataType::Float) {
    layer.make("Expand", {scalar, extent});
    return;
  }
  const std::string cast = layer.emit().add("cast", "Cast", {scalar}, {{"to", cast_to(type)}});
  layer.make("Expand", {cast, extent});
}
void translate_zeros_like(Context& layer) { make_filled_like(layer, 0); }
void translate_ones_like(Context& layer) { make_filled_like(layer, 1); }
QUERN_TRANSLATOR(Context, "ZerosLike", translate_zeros_like);
QUERN_TRANSLATOR(Context, "OnesLike", translate_ones_like);

// Fill(dims, value).
void translate_fill(Context& layer) {
  const std::optional<Tensor> dims = layer.value(0);
  layer.make("Expand",
             {layer.input(1), dims ? layer.emit().ints("dims", dims->to_int64()) : layer.as_int64(0)});
}
QUERN_TRANSLATOR(Context, "Fill", translate_fill);

// Range(start, limit, delta).
void translate_range(Context& layer) {
  layer.make("Range", {layer.input(0), layer.input(1), layer.input(2)});
}
QUERN_TRANSLATOR(Context, "Range", translate_range);

}  // namespace
}  // namespace quern::frontend::tensorflow

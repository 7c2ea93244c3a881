// shape, size, cast, and operators that hand a tensor on.
#include "ops/context.hpp"
#include "reader/tensor_desc.hpp"

namespace quern::frontend::paddle {
namespace {

// Paddle's shapes are int32.
void translate_shape(Context& layer) {
  const std::string dims = layer.add("shape", "Shape", {layer.input("Input")});
  layer.make("Cast", {dims}, {{"to", int64_t(DataType::Int32)}});
}

void translate_size(Context& layer) { layer.finish(layer.add("size", "Size", {layer.input("Input")})); }

void translate_cast(Context& layer) {
  const int64_t number = layer.integer("out_dtype", 5);
  const DataType type = converted_type(element_type(number));
  if (type == DataType::Undefined) throw UnsupportedError("element type " + std::to_string(number));
  layer.make("Cast", {layer.input("X")}, {{"to", int64_t(type)}});
}

void translate_copy(Context& layer) { layer.make("Identity", {layer.input("X")}); }

void translate_print(Context& layer) {
  layer.make("Identity", {layer.has_input("In") ? layer.input("In") : layer.input("X")});
}

QUERN_PADDLE_OP("shape", translate_shape);
QUERN_PADDLE_OP("size", translate_size);
QUERN_PADDLE_OP("cast", translate_cast);
QUERN_PADDLE_OP("assign", translate_copy);
QUERN_PADDLE_OP("share_data", translate_copy);
QUERN_PADDLE_OP("memcpy", translate_copy);
QUERN_PADDLE_OP("memcpy_d2h", translate_copy);
QUERN_PADDLE_OP("memcpy_h2d", translate_copy);
QUERN_PADDLE_OP("lod_reset", translate_copy);
QUERN_PADDLE_OP("print", translate_print);

}  // namespace
}  // namespace quern::frontend::paddle

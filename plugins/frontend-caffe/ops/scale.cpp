// Scale and Bias: multiply by, and add, a tensor that covers some axes of the input from `axis` on. It is a
// weight, or a second bottom.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

// How many axes a learned tensor covers: num_axes, or with -1 all from `axis` on.
Shape covered(const Context& layer, const FieldTree& p, size_t axis) {
  const Shape shape = layer.shape();
  const auto rest = int64_t(shape.size() - axis);
  const int64_t given = layer.bounded(p, "num_axes", 1, -1, rest);
  const auto first = shape.begin() + std::ptrdiff_t(axis);
  return {first, first + std::ptrdiff_t(given < 0 ? rest : given)};
}

// A shape that broadcasts as it should: ones behind, so that the first entry meets `axis`. One that covers
// nothing is a single value.
Shape aligned(const Shape& shape, size_t axis, size_t rank) {
  if (shape.empty()) return {};
  if (axis + shape.size() > rank)
    throw InputError("the second bottom has more axes than the first one leaves for it");
  Shape result = shape;
  result.resize(rank - axis, 1);
  return result;
}

// Number `blob` of the weights, in that shape.
std::string learned(Context& layer, const std::string& suffix, size_t blob, const Shape& shape, size_t axis,
                    const FieldTree& filler) {
  const Shape dims = aligned(shape, axis, layer.shape().size());
  return layer.constant(suffix, blob, dims, filler);
}

// The second bottom, in that shape.
std::string given(Context& layer, size_t axis) {
  const Shape shape = layer.shape(1), dims = aligned(shape, axis, layer.shape().size());
  if (dims == shape) return layer.input(1);
  return layer.emit().add("aligned", "Reshape", {layer.input(1), layer.emit().ints("aligned_shape", dims)});
}

void translate_scale(Context& layer) {
  const FieldTree& p = layer.parameters("scale_param");
  Emitter& emit = layer.emit();
  const size_t axis = layer.axis(p.get_int("axis", 1), layer.shape().size());
  const bool is_learned = layer.input_count() == 1, has_bias = p.get_bool("bias_term", false);
  const Shape shape = is_learned ? covered(layer, p, axis) : layer.shape(1);
  FieldTree ones;
  ones.add("value", {int64_t(1)});
  const std::string factor =
      is_learned ? learned(layer, "scale", 0, shape, axis, p.has("filler") ? p.message("filler") : ones)
                 : given(layer, axis);
  if (!has_bias) return emit.make(layer.output(), "Mul", {layer.input(), factor});
  FieldTree zeros;
  zeros.add("value", {int64_t(0)});
  const std::string shift = learned(layer, "bias", is_learned ? 1 : 0, shape, axis,
                                    p.has("bias_filler") ? p.message("bias_filler") : zeros);
  emit.make(layer.output(), "Add", {emit.add("scaled", "Mul", {layer.input(), factor}), shift});
}

void translate_bias(Context& layer) {
  const FieldTree& p = layer.parameters("bias_param");
  const size_t axis = layer.axis(p.get_int("axis", 1), layer.shape().size());
  const std::string shift =
      layer.input_count() > 1 ? given(layer, axis)
                              : learned(layer, "bias", 0, covered(layer, p, axis), axis, p.message("filler"));
  layer.emit().make(layer.output(), "Add", {layer.input(), shift});
}

// Axpy of SENet: bottoms a [N, C] (with or without ones behind), x and y; a x + y.
void translate_axpy(Context& layer) {
  Emitter& emit = layer.emit();
  const Shape a = layer.shape(0), x = layer.shape(1);
  if (x.size() < 2 || element_count(a) != element_count({x[0], x[1]}))
    throw InputError("its first bottom is " + to_string(a) + ", it must have one value per channel of " +
                     to_string(x));
  Shape dims(x.size(), 1);
  dims[0] = x[0];
  dims[1] = x[1];
  std::string factor = layer.input(0);
  if (a != dims) factor = emit.add("aligned", "Reshape", {factor, emit.ints("aligned_shape", dims)});
  emit.make(layer.output(), "Add", {emit.add("scaled", "Mul", {layer.input(1), factor}), layer.input(2)});
}

QUERN_CAFFE_LAYER("Scale", translate_scale);
QUERN_CAFFE_LAYER("Bias", translate_bias);
QUERN_CAFFE_LAYER("Axpy", translate_axpy);

}  // namespace
}  // namespace quern::frontend::caffe

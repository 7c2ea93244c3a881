// Dequantize: integers to real numbers, mostly of weights; QuantizeV2 in front of it rounds activations.
#include "ops/quantisation.hpp"

namespace quern::frontend::tensorflow {
namespace {

// Which element of scale and offset belongs to each element: slices of `axis`, or all to the only one.
Tensor dequantised(const Tensor& quantised, const Affine& affine, int64_t axis) {
  Tensor result(DataType::Float, quantised.dims);
  auto* to = result.mutable_data<float>();
  int64_t inner = 1;
  for (size_t i = axis < 0 ? 0 : size_t(axis) + 1; i < quantised.dims.size(); ++i) inner *= quantised.dims[i];
  const auto slices = int64_t(affine.scale.size());
  with_type(quantised.type, [&]<class T>() {
    if constexpr (std::is_integral_v<T>) {
      const T* from = quantised.data<T>();
      for (int64_t i = 0; i < quantised.count(); ++i) {
        const auto slice = size_t(slices == 1 ? 0 : i / inner % slices);
        to[i] = float(double(affine.scale[slice]) * double(from[i]) + affine.offset[slice]);
      }
    } else {
      throw InputError("integers are expected here");
    }
  });
  return result;
}

// Scale or offset as a converted tensor that broadcasts along `axis` of a tensor of `rank` axes.
std::string along(Context& layer, const std::string& name, const std::vector<float>& values, int64_t axis,
                  size_t rank) {
  if (values.size() == 1) return layer.emit().scalar(name, values[0]);
  Shape dims(rank, 1);
  dims[size_t(axis)] = int64_t(values.size());
  return layer.emit().constant(name, Tensor::from(values, dims));
}

void translate_dequantize(Context& layer) {
  if (layer.notes().quantised_as_float.contains(layer.source(0))) return layer.forward(0);
  const Shape dims = layer.shape(0);
  const std::vector<float> min = layer.constant(1, "the lowest value of a quantised tensor").to_float(),
                           max = layer.constant(2, "the highest value of a quantised tensor").to_float();
  int64_t axis = layer.attribute("axis", int64_t(-1));
  if (axis >= 0) axis = layer.axis(axis, dims.size());
  const size_t slices = axis < 0 ? 1 : size_t(dims[size_t(axis)]);
  if (min.size() != slices || max.size() != slices)
    throw InputError("a quantised tensor of " + to_string(dims) + " has " + std::to_string(min.size()) +
                     " lowest and " + std::to_string(max.size()) + " highest values");
  const Affine affine = affine_of(layer.text("mode", "MIN_COMBINED"), layer.node().type("T", Type::Quint8),
                                  layer.flag("narrow_range"), min, max);
  if (layer.is_constant(0)) {
    layer.define_constant(dequantised(*layer.value(0), affine, axis));
    return;
  }
  Emitter& emit = layer.emit();
  const std::string real = emit.add("real", "Cast", {layer.input(0)}, {{"to", cast_to(DataType::Float)}});
  const std::string scaled =
      emit.add("scaled", "Mul", {real, along(layer, "scale", affine.scale, axis, dims.size())});
  layer.make("Add", {scaled, along(layer, "offset", affine.offset, axis, dims.size())});
}
QUERN_TRANSLATOR(Context, "Dequantize", translate_dequantize);

// QuantizeV2(x, min, max): the numbers stay real, what is known of their range becomes a hint for
// calibration.
void translate_quantize(Context& layer) {
  const float min = layer.number(1, "the lowest value to quantise"),
              max = layer.number(2, "the highest value to quantise");
  layer.forward(0);
  for (const size_t k : {1, 2}) layer.forward(k, k);
  layer.notes().quantised_as_float.insert(layer.output());
  add_hint(layer, min, max);
}
QUERN_TRANSLATOR(Context, "QuantizeV2", translate_quantize);

}  // namespace
}  // namespace quern::frontend::tensorflow

// Layers without bottoms that make constants: DummyData with constant fillers, and Parameter, a weight as a
// blob.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

Shape dummy_shape(const FieldTree& p, size_t top) {
  const auto at = [top](const auto& list) { return list[std::min(top, list.size() - 1)]; };
  Shape shape;
  if (const auto shapes = p.messages("shape"); !shapes.empty()) {
    shape = at(shapes)->get_ints("dim");
  } else {
    for (const char* name : {"num", "channels", "height", "width"}) {
      const std::vector<int64_t> sizes = p.get_ints(name);
      if (sizes.empty()) throw InputError("dummy_data_param has no shape");
      shape.push_back(at(sizes));
    }
  }
  if (shape.size() > kMostAxes) throw InputError("its shape has more than 32 axes");
  for (const int64_t d : shape)
    if (d < 1) throw InputError("its shape is " + to_string(shape));
  return shape;
}

// The network gets the constant under the blob's name.
void make_constant(Context& layer, size_t top, Tensor value) {
  Emitter& emit = layer.emit();
  emit.make(layer.output(top), "Identity", {emit.constant("value" + std::to_string(top), std::move(value))});
}

void translate_dummy_data(Context& layer) {
  const FieldTree& p = layer.parameters("dummy_data_param");
  const auto fillers = p.messages("data_filler");
  for (size_t top = 0; top < layer.output_count(); ++top) {
    const double value =
        fillers.empty() ? 0 : fillers[std::min(top, fillers.size() - 1)]->get_real("value", 0);
    const Shape shape = dummy_shape(p, top);
    layer.claim(element_count(shape));
    make_constant(layer, top,
                  Tensor::from(std::vector<float>(size_t(element_count(shape)), float(value)), shape));
  }
}

void translate_parameter(Context& layer) {
  const Shape shape = layer.parameters("parameter_param").message("shape").get_ints("dim");
  for (const int64_t d : shape)
    if (d < 1) throw InputError("its shape is " + to_string(shape));
  make_constant(layer, 0, layer.weight(0, shape));
}

QUERN_CAFFE_LAYER("DummyData", translate_dummy_data);
QUERN_CAFFE_LAYER("Parameter", translate_parameter);

}  // namespace
}  // namespace quern::frontend::caffe

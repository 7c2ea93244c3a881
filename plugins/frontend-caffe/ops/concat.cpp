// Concat: joins the bottoms along an axis, the channels by default.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("concat_param");
  std::vector<std::string> inputs;
  for (size_t i = 0; i < layer.input_count(); ++i) inputs.push_back(layer.input(i));
  if (inputs.empty()) throw InputError("it has no bottom");
  // concat_dim is what the axis was called first.
  const size_t axis = layer.axis(p.get_int("axis", p.get_int("concat_dim", 1)), layer.shape().size());
  layer.emit().make(layer.output(), "Concat", inputs, {{"axis", int64_t(axis)}});
}

QUERN_CAFFE_LAYER("Concat", translate);

}  // namespace
}  // namespace quern::frontend::caffe

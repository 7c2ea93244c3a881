// Writing elements to indices.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

// ScatterNd(indices, updates, shape): into zeros; updates of one place add up.
void translate_scatter_nd(Context& layer) {
  const std::vector<int64_t> dims = layer.ints(2, "the shape to scatter into");
  Emitter& emit = layer.emit();
  std::string zero = emit.scalar("zero", 0);
  if (layer.type(1) != DataType::Float)
    zero = emit.add("cast", "Cast", {zero}, {{"to", cast_to(layer.type(1))}});
  const std::string zeros = emit.add("zeros", "Expand", {zero, emit.ints("dims", dims)});
  layer.make("ScatterND", {zeros, layer.as_int64(0), layer.input(1)}, {{"reduction", std::string("add")}});
}
QUERN_TRANSLATOR(Context, "ScatterNd", translate_scatter_nd);

// TensorScatterUpdate(tensor, indices, updates), TensorScatterAdd.
void translate_tensor_scatter(Context& layer) {
  const char* reduction = layer.op() == "TensorScatterAdd" ? "add" : "none";
  layer.make("ScatterND", {layer.input(0), layer.as_int64(1), layer.input(2)},
             {{"reduction", std::string(reduction)}});
}
QUERN_TRANSLATOR(Context, "TensorScatterUpdate", translate_tensor_scatter);
QUERN_TRANSLATOR(Context, "TensorScatterAdd", translate_tensor_scatter);

}  // namespace
}  // namespace quern::frontend::tensorflow

// InnerProduct: y = x W^T + b over everything from `axis` on. Weights [outputs, inner], with `transpose`
// [inner, outputs].
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("inner_product_param");
  Emitter& emit = layer.emit();
  const Shape shape = layer.shape();
  const size_t axis = layer.axis(p.get_int("axis", 1), shape.size());
  const auto at = shape.begin() + std::ptrdiff_t(axis);
  const int64_t outer = element_count(Shape(shape.begin(), at)),
                inner = element_count(Shape(at, shape.end()));
  const int64_t outputs = layer.bounded(p, "num_output", 0, 1);
  if (p.get_bool("normalize", false)) throw UnsupportedError("an inner product that normalises its weights");
  const bool transposed = p.get_bool("transpose", false);

  std::string x = layer.input();
  if (shape.size() != 2 || axis != 1)
    x = emit.add("rows", "Reshape", {x, emit.ints("rows_shape", {outer, inner})});
  Node node("Gemm",
            {x, layer.constant("weight", 0, transposed ? Shape{inner, outputs} : Shape{outputs, inner},
                               p.message("weight_filler"))},
            {layer.output()});
  if (p.get_bool("bias_term", true))
    node.inputs.push_back(layer.constant("bias", 1, {outputs}, p.message("bias_filler")));
  node.set("transB", int64_t(!transposed));
  if (axis == 1) return emit.append(std::move(node));

  Shape result(shape.begin(), at);
  result.push_back(outputs);
  const std::string rows = emit.tensor("product");
  node.outputs = {rows};
  emit.append(std::move(node));
  emit.make(layer.output(), "Reshape", {rows, emit.ints("shape", result)});
}

QUERN_CAFFE_LAYER("InnerProduct", translate);

}  // namespace
}  // namespace quern::frontend::caffe

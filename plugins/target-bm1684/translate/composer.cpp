#include "translate/composer.hpp"

#include "layers/elementwise.hpp"

namespace quern::bm1684 {

LayerTensor Composer::helper(const Dims& dims) {
  return {t_->helper(node_->name + "/part", Element::F32, {dims.n, dims.c, dims.h, dims.w}), dims};
}

LayerTensor Composer::view(int tensor, const Dims& dims, int64_t offset, const Strides& s) {
  return {t_->make_view(t_->at(tensor).name + "/view", {dims.n, dims.c, dims.h, dims.w}, tensor, offset,
                        {int64_t(s.n), int64_t(s.c), int64_t(s.h), int64_t(s.w)}),
          dims};
}

LayerTensor Composer::function(const LayerTensor& x, const Function& f, std::optional<LayerTensor> into) {
  auto layer = std::make_unique<FunctionLayer>(f);
  layer->inputs = {x};
  layer->output = into ? *into : helper(x.dims);
  return t_->add(*node_, std::move(layer)).output;
}

LayerTensor Composer::arithmetic(Arithmetic::Kind kind, const LayerTensor& a, const LayerTensor& b,
                                 std::optional<LayerTensor> into) {
  auto layer = std::make_unique<ElementwiseLayer>();
  layer->operation = kind;
  layer->inputs = {a, b};
  layer->output = into ? *into : helper(a.dims);
  return t_->add(*node_, std::move(layer)).output;
}

LayerTensor Composer::reduce_axis(Arithmetic::Kind kind, const LayerTensor& x, ReductionLayer::Axis axis,
                                  std::optional<LayerTensor> into) {
  auto layer = std::make_unique<ReductionLayer>();
  layer->operation = kind;
  layer->axis = axis;
  layer->inputs = {x};
  Dims dims = x.dims;
  (axis == ReductionLayer::Axis::Rows ? dims.h : dims.w) = 1;
  layer->output = into ? *into : helper(dims);
  return t_->add(*node_, std::move(layer)).output;
}

LayerTensor Composer::reduce(Arithmetic::Kind kind, const LayerTensor& x, bool over_columns,
                             std::optional<LayerTensor> into) {
  if (!over_columns || x.dims.w == 1) return reduce_axis(kind, x, ReductionLayer::Axis::Rows, into);
  if (x.dims.h == 1) return reduce_axis(kind, x, ReductionLayer::Axis::Columns, into);
  return reduce_axis(kind, reduce_axis(kind, x, ReductionLayer::Axis::Columns, {}),
                     ReductionLayer::Axis::Rows, into);
}

Function scaled(float factor) {
  return [factor](Elements& e, const Operand& y, const Operand& x) { e.multiply(y, x, constant(factor)); };
}

Function square() {
  return [](Elements& e, const Operand& y, const Operand& x) { e.multiply(y, x, x); };
}

}  // namespace quern::bm1684

// One node as several layers: the pieces that normalisations and reductions are made of. All tensors are
// seen in four dimensions; those between the layers are helpers.
#pragma once

#include "layers/function.hpp"
#include "layers/reduction.hpp"
#include "translate/translator.hpp"

namespace quern::bm1684 {

class Composer {
 public:
  Composer(Translator& t, const Node& node) : t_(&t), node_(&node) {}

  // Each adds a layer and returns its output, which is a helper tensor unless `into` names one.
  LayerTensor function(const LayerTensor& x, const Function& f, std::optional<LayerTensor> into = {});
  // a (kind) b; sizes of 1 of b along n, h and w are repeated.
  LayerTensor arithmetic(Arithmetic::Kind kind, const LayerTensor& a, const LayerTensor& b,
                         std::optional<LayerTensor> into = {});
  // All columns, then all rows joined by `kind`.
  LayerTensor reduce(Arithmetic::Kind kind, const LayerTensor& x, bool over_columns,
                     std::optional<LayerTensor> into = {});

  // A tensor of these sizes in other memory.
  LayerTensor helper(const Dims& dims);
  // A view of `tensor` with explicit strides in words.
  LayerTensor view(int tensor, const Dims& dims, int64_t offset, const Strides& strides);

 private:
  LayerTensor reduce_axis(Arithmetic::Kind kind, const LayerTensor& x, ReductionLayer::Axis axis,
                          std::optional<LayerTensor> into);

  Translator* t_;
  const Node* node_;
};

// Functions that compositions use.
Function scaled(float factor);
Function square();

}  // namespace quern::bm1684

// What the fused operators of optimised graphs (_FusedConv2D, _FusedMatMul, ...) do behind their product.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {

// Attribute "fused_ops"; empty where there is none.
std::vector<std::string> fused_operators(Context& layer);

// Applies the fused operators (BiasAdd, FusedBatchNorm, Add, activations) to `tensor`, which lies in `order`
// and has `rank` axes, and defines output 0. Their operands are the inputs from number `first` on.
void make_fused(Context& layer, std::string tensor, const Permutation& order, size_t rank, size_t first);

}  // namespace quern::frontend::tensorflow

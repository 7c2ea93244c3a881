// What builds the steps of each operator. A builder returns false where the node is outside of what it
// handles; it has then left nothing behind but, at most, changes of layout. Builders are called with static,
// proven shapes; all tensors but constants hold at least one element.
#pragma once

#include "fusion.hpp"

namespace quern::cpu {

class Planner;

// Builds the group with the builder of its first node; false where there is none or it declines.
bool build_fast(Planner& planner, const FusedNode& node);

// Builds any node that quern::ops knows.
void build_generic(Planner& planner, const Node& node);

// Whether the node's builder wants feature maps channels last.
bool is_channels_last_reader(const Node& node);

// Builders, by file.
bool build_convolution(Planner& planner, const FusedNode& node);
bool build_transposed_convolution(Planner& planner, const FusedNode& node);
bool build_max_pool(Planner& planner, const FusedNode& node);
bool build_average_pool(Planner& planner, const FusedNode& node);
bool build_global_pool(Planner& planner, const FusedNode& node);
bool build_gemm(Planner& planner, const FusedNode& node);
bool build_matmul(Planner& planner, const FusedNode& node);
bool build_eltwise(Planner& planner, const FusedNode& node);
bool build_binary(Planner& planner, const FusedNode& node);
bool build_batch_normalization(Planner& planner, const FusedNode& node);
bool build_concat(Planner& planner, const FusedNode& node);
bool build_slice(Planner& planner, const FusedNode& node);
bool build_split(Planner& planner, const FusedNode& node);
bool build_gather(Planner& planner, const FusedNode& node);
bool build_pad(Planner& planner, const FusedNode& node);
bool build_reshape(Planner& planner, const FusedNode& node);
bool build_transpose(Planner& planner, const FusedNode& node);
bool build_resize(Planner& planner, const FusedNode& node);
bool build_softmax(Planner& planner, const FusedNode& node);
bool build_reduce(Planner& planner, const FusedNode& node);

bool build_quantize(Planner& planner, const FusedNode& node);
bool build_dequantize(Planner& planner, const FusedNode& node);
bool build_quantized_convolution(Planner& planner, const FusedNode& node);
bool build_quantized_transposed_convolution(Planner& planner, const FusedNode& node);
bool build_quantized_gemm(Planner& planner, const FusedNode& node);
bool build_quantized_average_pool(Planner& planner, const FusedNode& node);
bool build_integer_max_pool(Planner& planner, const FusedNode& node);
bool build_quantized_add(Planner& planner, const FusedNode& node);
bool build_quantized_mul(Planner& planner, const FusedNode& node);
bool build_quantized_rescale(Planner& planner, const FusedNode& node);
bool build_quantized_scale(Planner& planner, const FusedNode& node);
bool build_quantized_leaky_relu(Planner& planner, const FusedNode& node);
bool build_quantized_prelu(Planner& planner, const FusedNode& node);
bool build_quantized_lut(Planner& planner, const FusedNode& node);

}  // namespace quern::cpu

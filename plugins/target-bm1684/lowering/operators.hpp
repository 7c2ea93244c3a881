// Which operators have an integer form, and where to find it: one file per row under operators/.
#pragma once

#include <string>
#include <vector>

#include "lowering/lowering.hpp"

namespace quern::bm1684 {

// Emits the integer form of `node` and returns "", or emits nothing and returns why it stays in float.
using LowerFunction = std::string (*)(Lowering&, const Node& node);

// The function for a node's operator, or null.
LowerFunction find_lowering(const Node& node);

// Names of all operators with an integer form, sorted; those of other domains as "domain.Name".
std::vector<std::string> lowered_operators();

std::string lower_conv(Lowering& l, const Node& node);
std::string lower_conv_transpose(Lowering& l, const Node& node);
std::string lower_gemm(Lowering& l, const Node& node);
std::string lower_matmul(Lowering& l, const Node& node);
std::string lower_add(Lowering& l, const Node& node);
std::string lower_mul(Lowering& l, const Node& node);
std::string lower_relu(Lowering& l, const Node& node);
std::string lower_leaky_relu(Lowering& l, const Node& node);
std::string lower_prelu(Lowering& l, const Node& node);
std::string lower_table(Lowering& l, const Node& node);
std::string lower_max_pool(Lowering& l, const Node& node);
std::string lower_average_pool(Lowering& l, const Node& node);
std::string lower_concat(Lowering& l, const Node& node);
std::string lower_max_min(Lowering& l, const Node& node);
std::string lower_pad(Lowering& l, const Node& node);
std::string lower_resize(Lowering& l, const Node& node);
std::string lower_movement(Lowering& l, const Node& node);

}  // namespace quern::bm1684

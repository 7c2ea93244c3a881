// The functions that translate operators; operators.cpp says which operator each is for.
#pragma once

#include "translate/translator.hpp"

namespace quern::bm1684 {

std::string translate_clamp(Translator& t, const Node& node);
std::string translate_concat(Translator& t, const Node& node);
std::string translate_conv(Translator& t, const Node& node);
std::string translate_conv_transpose(Translator& t, const Node& node);
std::string translate_depth_to_space(Translator& t, const Node& node);
std::string translate_dequantize(Translator& t, const Node& node);
std::string translate_elementwise(Translator& t, const Node& node);
std::string translate_expand(Translator& t, const Node& node);
std::string translate_fully_connected(Translator& t, const Node& node);
std::string translate_function(Translator& t, const Node& node);
std::string translate_gather(Translator& t, const Node& node);
std::string translate_instance_normalization(Translator& t, const Node& node);
std::string translate_integer_add(Translator& t, const Node& node);
std::string translate_integer_extremum(Translator& t, const Node& node);
std::string translate_integer_leaky(Translator& t, const Node& node);
std::string translate_integer_mul(Translator& t, const Node& node);
std::string translate_integer_scale(Translator& t, const Node& node);
std::string translate_layer_normalization(Translator& t, const Node& node);
std::string translate_leaky(Translator& t, const Node& node);
std::string translate_lookup(Translator& t, const Node& node);
std::string translate_lp_normalization(Translator& t, const Node& node);
std::string translate_lrn(Translator& t, const Node& node);
std::string translate_matrix_product(Translator& t, const Node& node);
std::string translate_pad(Translator& t, const Node& node);
std::string translate_pool(Translator& t, const Node& node);
std::string translate_pow(Translator& t, const Node& node);
std::string translate_quantize(Translator& t, const Node& node);
std::string translate_reduce(Translator& t, const Node& node);
std::string translate_reshape(Translator& t, const Node& node);
std::string translate_resize(Translator& t, const Node& node);
std::string translate_slice(Translator& t, const Node& node);
std::string translate_softmax(Translator& t, const Node& node);
std::string translate_split(Translator& t, const Node& node);
std::string translate_tile(Translator& t, const Node& node);
std::string translate_transpose(Translator& t, const Node& node);

// The operators that programs for the chip can hold, as `quern ops` lists them.
std::vector<std::string> translated_operators();

}  // namespace quern::bm1684

#include "ops/attention.hpp"

#include <cmath>
#include <limits>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

std::string last_two_swapped(Call& call, const std::string& x) {
  std::vector<int64_t> order(call.rank(x));
  if (order.size() < 2) throw call.wrong("keys need two axes");
  for (size_t i = 0; i < order.size(); ++i) order[i] = int64_t(i);
  std::swap(order[order.size() - 1], order[order.size() - 2]);
  return call.add("turned", "Transpose", {x}, {{"perm", order}});
}

// 0 where the mask is true, minus infinity where it is false.
std::string as_addend(Call& call, const std::string& mask) {
  if (call.type(mask) != DataType::Bool) return mask;
  return call.add(
      "addend", "Where",
      {mask, call.scalar("zero", 0), call.scalar("never", -std::numeric_limits<double>::infinity())});
}

std::string causal_mask(Call& call, int64_t queries, int64_t keys) {
  if (queries * keys > (int64_t(1) << 26)) throw call.wrong("the mask is too large");
  std::vector<float> mask(size_t(queries * keys), 0);
  for (int64_t i = 0; i < queries; ++i)
    for (int64_t k = i + 1; k < keys; ++k)
      mask[size_t(i * keys + k)] = -std::numeric_limits<float>::infinity();
  return call.constant("causal", Tensor::from(mask, {queries, keys}));
}

}  // namespace

std::string attend(Call& call, const Attention& a, std::string* weights) {
  const Shape query = call.shape(a.query), key = call.shape(a.key);
  const double scale = a.scale != 0 ? a.scale : 1 / std::sqrt(double(query.back()));
  const std::string scaled = call.add("scaled", "Mul", {a.query, call.scalar("scale", scale)});
  std::string scores = call.add("scores", "MatMul", {scaled, last_two_swapped(call, a.key)});
  if (a.causal)
    scores = call.add("causal_scores", "Add",
                      {scores, causal_mask(call, query[query.size() - 2], key[key.size() - 2])});
  if (!a.mask.empty()) scores = call.add("masked_scores", "Add", {scores, as_addend(call, a.mask)});
  const std::string softmax = call.add("weights", "Softmax", {scores}, {{"axis", int64_t(-1)}});
  if (weights) *weights = softmax;
  return call.add("attended", "MatMul", {softmax, a.value});
}

namespace {

// query, key, value, attn_mask, dropout_p, is_causal, *, scale, enable_gqa
void scaled_dot_product(Call& call) {
  Attention a{call.tensor(0),          call.tensor(1),      call.tensor(2),
              call.optional_tensor(3), call.flag(5, false), 0};
  if (!call.keyword("scale").is_none()) a.scale = call.to_number(call.keyword("scale"));
  if (!call.keyword("enable_gqa").is_none() && call.to_integer(call.keyword("enable_gqa")) != 0) {
    // Fewer heads of keys and values, each of which serves several heads of queries.
    if (call.shape(a.key).at(1) < 1) throw call.wrong("there are no keys");
    const int64_t repeats = call.shape(a.query).at(1) / call.shape(a.key).at(1);
    const auto repeated = [&](const std::string& x) {
      std::vector<int64_t> indices;
      for (int64_t i = 0; i < call.shape(x)[1] * repeats; ++i) indices.push_back(i / repeats);
      return call.add("repeated", "Gather", {x, call.ints_constant("heads", indices)},
                      {{"axis", int64_t(1)}});
    };
    a.key = repeated(a.key);
    a.value = repeated(a.value);
  }
  call.make("Identity", {attend(call, a)});
}

// The old private form: query, key, value, attn_mask, dropout_p, need_attn_weights, is_causal -> (y, weights)
void old_scaled_dot_product(Call& call) {
  std::string weights;
  const Attention a{call.tensor(0),          call.tensor(1),      call.tensor(2),
                    call.optional_tensor(3), call.flag(6, false), 0};
  const std::string y = attend(call, a, &weights);
  call.give_tensors({y, weights}, false);
}

// x W^T + b
std::string projected(Call& call, const std::string& x, const std::string& weight, const std::string& bias) {
  const std::string turned =
      call.add("turned", "Transpose", {weight}, {{"perm", std::vector<int64_t>{1, 0}}});
  const std::string product = call.add("product", "MatMul", {x, turned});
  return bias.empty() ? product : call.add("projected", "Add", {product, bias});
}

// Weights as the fused operators of torch.nn have them.
struct Heads {
  std::string in_weight, in_bias, out_weight, out_bias;
  int64_t features, heads;
};

// [batch, length, features] to [batch, heads, length, features / heads], of part `part` of q, k and v.
std::string head_part(Call& call, const std::string& all, int64_t part, const Heads& h) {
  const Shape shape = call.shape(all);
  const std::string slice =
      call.add("part", "Slice",
               {all, call.ints_constant("begin", {part * h.features}),
                call.ints_constant("end", {(part + 1) * h.features}), call.ints_constant("axis", {-1})});
  const std::string split = call.reshape("heads", slice, {shape[0], shape[1], h.heads, h.features / h.heads});
  return call.add("by_head", "Transpose", {split}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}}});
}

// A mask that is true where one may NOT look, as torch.nn has it, turned round and given the axes of scores.
std::string forbidden_mask(Call& call, const Value& value, int64_t type) {
  if (value.is_none()) return "";
  std::string mask = call.tensor(value);
  const Shape shape = call.shape(mask);
  if (call.type(mask) == DataType::Bool) mask = call.add("allowed", "Not", {mask});
  // Type 1 masks keys of each item of the batch: [batch, length].
  if (type == 1 && shape.size() == 2) return call.reshape("key_mask", mask, {shape[0], 1, 1, shape[1]});
  return mask;
}

std::string self_attention(Call& call, const std::string& x, const Heads& h, const std::string& mask,
                           std::string* weights) {
  if (h.heads < 1 || h.features < 1 || h.features > (1 << 20) || h.features % h.heads != 0)
    throw call.wrong("the features do not divide into " + std::to_string(h.heads) + " heads");
  const Shape shape = call.shape(x);
  if (shape.size() != 3) throw call.wrong("the input has the shape " + to_string(shape));
  const std::string all = projected(call, x, h.in_weight, h.in_bias);
  const Attention a{
      head_part(call, all, 0, h), head_part(call, all, 1, h), head_part(call, all, 2, h), mask, false, 0};
  const std::string by_head = attend(call, a, weights);
  const std::string turned =
      call.add("by_position", "Transpose", {by_head}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}}});
  return projected(call, call.reshape("merged", turned, shape), h.out_weight, h.out_bias);
}

// query, key, value, embed_dim, num_head, qkv_weight, qkv_bias, proj_weight, proj_bias, mask, need_weights,
// average_attn_weights, mask_type -> (y, weights)
void native_multi_head_attention(Call& call) {
  const std::string x = call.tensor(0);
  if (call.tensor(1) != x || call.tensor(2) != x)
    throw Call::unsupported("fused attention to another sequence");
  const Heads h{call.tensor(5), call.tensor(6),  call.tensor(7),
                call.tensor(8), call.integer(3), call.integer(4)};
  std::string weights;
  const std::string y =
      self_attention(call, x, h, forbidden_mask(call, call.arg(9), call.integer(12, -1)), &weights);
  if (call.flag(11, true))
    weights = call.add("mean_weights", "ReduceMean", {weights},
                       {{"axes", std::vector<int64_t>{1}}, {"keepdims", int64_t(0)}});
  call.give_tensors({y, weights}, false);
}

std::string layer_norm(Call& call, const std::string& x, size_t weight, size_t bias, double eps) {
  return call.add("normalised", "LayerNormalization", {x, call.tensor(weight), call.tensor(bias)},
                  {{"axis", int64_t(-1)}, {"epsilon", float(eps)}});
}

// src, embed_dim, num_heads, qkv_weight, qkv_bias, proj_weight, proj_bias, use_gelu, norm_first, eps,
// norm_weight_1, norm_bias_1, norm_weight_2, norm_bias_2, ffn_weight_1, ffn_bias_1, ffn_weight_2, ffn_bias_2,
// mask, mask_type
void transformer_encoder_layer(Call& call) {
  const std::string x = call.tensor(0);
  const Heads h{call.tensor(3), call.tensor(4),  call.tensor(5),
                call.tensor(6), call.integer(1), call.integer(2)};
  const bool norm_first = call.flag(8, false), use_gelu = call.flag(7, false);
  const double eps = call.number(9, 1e-5);
  const std::string mask = forbidden_mask(call, call.arg(18), call.integer(19, -1));
  const std::string first = norm_first ? layer_norm(call, x, 10, 11, eps) : x;
  std::string y = call.add("residual", "Add", {x, self_attention(call, first, h, mask, nullptr)});
  if (!norm_first) y = layer_norm(call, y, 10, 11, eps);
  const std::string second = norm_first ? layer_norm(call, y, 12, 13, eps) : y;
  const std::string wide = projected(call, second, call.tensor(14), call.tensor(15));
  const std::string active =
      use_gelu ? call.add("gelu", "Gelu", {wide}, {{"approximate", std::string("none")}}, kQuernDomain)
               : call.add("relu", "Relu", {wide});
  y = call.add("residual", "Add", {y, projected(call, active, call.tensor(16), call.tensor(17))});
  call.make("Identity", {norm_first ? y : layer_norm(call, y, 12, 13, eps)});
}

QUERN_TRANSLATOR(Call, "aten::scaled_dot_product_attention", scaled_dot_product);
QUERN_TRANSLATOR(Call, "aten::_scaled_dot_product_attention", old_scaled_dot_product);
QUERN_TRANSLATOR(Call, "aten::_native_multi_head_attention", native_multi_head_attention);
QUERN_TRANSLATOR(Call, "aten::_transformer_encoder_layer_fwd", transformer_encoder_layer);

}  // namespace
}  // namespace quern::frontend::pytorch

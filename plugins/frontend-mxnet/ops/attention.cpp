// The interleaved products of GluonNLP's transformers. One tensor [length, batch, heads * parts * size] holds
// the queries, keys and values of every head side by side (selfatt: 3 parts), or its keys and values (encdec:
// 2 parts, the queries being another tensor).
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

struct Heads {
  int64_t length, batch, heads, size;
};

Heads heads_of(const Context& layer, size_t input, int64_t parts) {
  const Shape shape = layer.shape(input);
  const int64_t heads = layer.attributes().integer("heads", 0);
  if (shape.size() != 3 || heads < 1 || heads > shape[2] || shape[2] % (heads * parts) != 0)
    throw InputError(to_string(shape) + " cannot be divided into " + std::to_string(heads) + " heads");
  return {shape[0], shape[1], heads, shape[2] / heads / parts};
}

// Part number `part` of an input as [batch * heads, length, size].
std::string part_of(Context& layer, size_t input, int64_t part, int64_t parts, const std::string& name) {
  const Heads h = heads_of(layer, input, parts);
  const std::string all =
      layer.reshaped(name + "_parts", layer.input(input), {h.length, h.batch * h.heads, parts, h.size});
  const std::string chosen =
      layer.add(name + "_part", "Gather", {all, layer.emit().constant("part", Tensor::scalar(part))},
                {{"axis", int64_t(2)}});
  return layer.add(name, "Transpose", {chosen}, {{"perm", Shape{1, 0, 2}}});
}

// [batch * heads, queries, keys]: their products, over the root of their size.
void make_scores(Context& layer, const std::string& queries, const std::string& keys, int64_t size) {
  const std::string root = layer.emit().scalar("root", float(std::sqrt(double(size))));
  const std::string scaled = layer.add("scaled", "Div", {queries, root});
  layer.make("MatMul", {scaled, layer.add("columns", "Transpose", {keys}, {{"perm", Shape{0, 2, 1}}})});
}

void translate_self_scores(Context& layer) {
  const int64_t size = heads_of(layer, 0, 3).size;
  make_scores(layer, part_of(layer, 0, 0, 3, "queries"), part_of(layer, 0, 1, 3, "keys"), size);
}

void translate_cross_scores(Context& layer) {
  const int64_t size = heads_of(layer, 0, 1).size;
  make_scores(layer, part_of(layer, 0, 0, 1, "queries"), part_of(layer, 1, 0, 2, "keys"), size);
}

// Attention times values, the last of the parts, with the heads side by side again:
// [length of the attention, batch, heads * size].
void translate_values(Context& layer) {
  const int64_t parts = layer.type().find("selfatt") != std::string::npos ? 3 : 2;
  const Heads h = heads_of(layer, 0, parts);
  const std::string values = part_of(layer, 0, parts - 1, parts, "values");
  const std::string mixed = layer.add("mixed", "MatMul", {layer.input(1), values});
  const std::string rows = layer.add("rows", "Transpose", {mixed}, {{"perm", Shape{1, 0, 2}}});
  layer.make_reshaped(rows, {layer.shape(1).at(1), h.batch, h.heads * h.size});
}

QUERN_MXNET_OPERATOR(translate_self_scores, "_contrib_interleaved_matmul_selfatt_qk");
QUERN_MXNET_OPERATOR(translate_cross_scores, "_contrib_interleaved_matmul_encdec_qk");
QUERN_MXNET_OPERATOR(translate_values, "_contrib_interleaved_matmul_selfatt_valatt",
                     "_contrib_interleaved_matmul_encdec_valatt");

}  // namespace
}  // namespace quern::frontend::mxnet

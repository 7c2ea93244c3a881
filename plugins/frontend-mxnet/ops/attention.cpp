// The interleaved products of GluonNLP's BERT: one tensor [length, batch, heads * 3 * size] holds queries,
// keys and values of every head side by side.
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

struct Heads {
  int64_t length, batch, heads, size;
};

Heads heads_of(const Context& layer, int64_t parts) {
  const Shape shape = layer.shape();
  const int64_t heads = layer.attributes().integer("heads", 0);
  if (shape.size() != 3 || heads < 1 || heads > shape[2] || shape[2] % (heads * parts) != 0)
    throw InputError(to_string(shape) + " cannot be divided into " + std::to_string(heads) + " heads");
  return {shape[0], shape[1], heads, shape[2] / heads / parts};
}

// Part number `part` of the three as [batch * heads, length, size].
std::string part_of(Context& layer, const Heads& h, int64_t part, const char* suffix) {
  const std::string name = suffix;
  const std::string parts =
      layer.reshaped(name + "_parts", layer.input(), {h.length, h.batch * h.heads, 3, h.size});
  const std::string chosen =
      layer.add(name + "_part", "Gather", {parts, layer.emit().constant("part", Tensor::scalar(part))},
                {{"axis", int64_t(2)}});
  return layer.add(name, "Transpose", {chosen}, {{"perm", Shape{1, 0, 2}}});
}

// [batch * heads, length, length]: queries times keys, over the root of their size.
void translate_scores(Context& layer) {
  const Heads h = heads_of(layer, 3);
  const std::string queries = part_of(layer, h, 0, "queries"), keys = part_of(layer, h, 1, "keys");
  const std::string scaled =
      layer.add("scaled", "Div", {queries, layer.emit().scalar("root", float(std::sqrt(double(h.size))))});
  layer.make("MatMul", {scaled, layer.add("columns", "Transpose", {keys}, {{"perm", Shape{0, 2, 1}}})});
}

// Attention times values, with the heads side by side again: [length, batch, heads * size].
void translate_values(Context& layer) {
  const Heads h = heads_of(layer, 3);
  const std::string mixed = layer.add("mixed", "MatMul", {layer.input(1), part_of(layer, h, 2, "values")});
  const std::string rows = layer.add("rows", "Transpose", {mixed}, {{"perm", Shape{1, 0, 2}}});
  layer.make_reshaped(rows, {h.length, h.batch, h.heads * h.size});
}

QUERN_MXNET_OPERATOR(translate_scores, "_contrib_interleaved_matmul_selfatt_qk");
QUERN_MXNET_OPERATOR(translate_values, "_contrib_interleaved_matmul_selfatt_valatt");

}  // namespace
}  // namespace quern::frontend::mxnet

// Embed: rows of a table [input_dim, num_output] by number. BatchReindex: batch items by number.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

std::string as_numbers(Emitter& emit, const std::string& tensor) {
  return emit.add("numbers", "Cast", {tensor}, {{"to", int64_t(DataType::Int64)}});
}

void translate_embed(Context& layer) {
  const FieldTree& p = layer.parameters("embed_param");
  Emitter& emit = layer.emit();
  const int64_t rows = layer.bounded(p, "input_dim", 0, 1), columns = layer.bounded(p, "num_output", 0, 1);
  const std::string table = layer.constant("table", 0, {rows, columns}, p.message("weight_filler"));
  const std::string numbers = as_numbers(emit, layer.input());
  if (!p.get_bool("bias_term", true)) return emit.make(layer.output(), "Gather", {table, numbers});
  const std::string bias = layer.constant("bias", 1, {columns}, p.message("bias_filler"));
  emit.make(layer.output(), "Add", {emit.add("rows", "Gather", {table, numbers}), bias});
}

void translate_batch_reindex(Context& layer) {
  layer.emit().make(layer.output(), "Gather", {layer.input(0), as_numbers(layer.emit(), layer.input(1))});
}

QUERN_CAFFE_LAYER("Embed", translate_embed);
QUERN_CAFFE_LAYER("BatchReindex", translate_batch_reindex);

}  // namespace
}  // namespace quern::frontend::caffe

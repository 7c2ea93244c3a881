// scatter, scatter_nd_add, where, where_index.
#include "ops/fill.hpp"

namespace quern::frontend::paddle {
namespace {

// Rows of X at Ids become those of Updates; with overwrite = false, rows that Ids names become the sums of
// their updates.
void translate_scatter(Context& layer) {
  std::string x = layer.input("X");
  const std::string ids = layer.input("Ids"), updates = layer.input("Updates");
  const int64_t count = element_count(layer.shape(ids));
  const std::string rows = layer.reshape("rows", layer.cast(ids, DataType::Int64), {count, 1});
  const bool overwrite = layer.flag("overwrite", true);
  if (!overwrite) {
    const std::string zeros = filled_tensor(layer, layer.type(updates), layer.shape(updates), 0);
    x = layer.add("cleared", "ScatterND", {x, rows, zeros});
  }
  layer.make("ScatterND", {x, rows, updates}, {{"reduction", overwrite ? "none" : "add"}});
}

void translate_scatter_nd_add(Context& layer) {
  const std::string index = layer.cast(layer.input("Index"), DataType::Int64);
  layer.make("ScatterND", {layer.input("X"), index, layer.input("Updates")}, {{"reduction", "add"}});
}

void translate_where(Context& layer) {
  layer.make("Where",
             {layer.cast(layer.input("Condition"), DataType::Bool), layer.input("X"), layer.input("Y")});
}

// Positions of what is true: one row each.
void translate_where_index(Context& layer) {
  const std::string positions = layer.add("positions", "NonZero", {layer.input("Condition")});
  layer.make("Transpose", {positions}, {{"perm", std::vector<int64_t>{1, 0}}});
}

QUERN_PADDLE_OP("scatter", translate_scatter);
QUERN_PADDLE_OP("scatter_nd_add", translate_scatter_nd_add);
QUERN_PADDLE_OP("where", translate_where);
QUERN_PADDLE_OP("where_index", translate_where_index);

}  // namespace
}  // namespace quern::frontend::paddle

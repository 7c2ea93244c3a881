// arg_max, arg_min, top_k, argsort, cumsum: order and sums along an axis.
#include "ops/fill.hpp"

namespace quern::frontend::paddle {
namespace {

void finish_arg(Context& layer, const std::string& op) {
  std::string x = layer.input("X");
  int64_t axis = layer.integer_of("axis", "Axis", -1);
  const bool flatten = layer.flag("flatten", false);
  if (flatten) {
    x = layer.reshape("flat", x, {-1});
    axis = 0;
  }
  axis = int64_t(axis_from_front(axis, layer.rank(x)));
  const auto keep = int64_t(!flatten && layer.flag("keepdims", false));
  const std::string index = layer.add("index", op, {x}, {{"axis", axis}, {"keepdims", keep}});
  layer.finish(layer.cast(index, attribute_type(layer, "dtype", DataType::Int64)));
}

void translate_arg_max(Context& layer) { finish_arg(layer, "ArgMax"); }
void translate_arg_min(Context& layer) { finish_arg(layer, "ArgMin"); }

void select_largest(Context& layer, int64_t count, int64_t axis, bool largest) {
  const std::string x = layer.input("X");
  const auto name = [&](const char* slot) {
    return layer.has_output(slot) ? layer.output(slot) : layer.emit().tensor(slot);
  };
  Node node("TopK", {x, layer.emit().ints("k", {count})}, {name("Out"), name("Indices")});
  node.set("axis", int64_t(axis_from_front(axis, layer.rank(x))));
  node.set("largest", int64_t(largest));
  node.set("sorted", int64_t(1));
  layer.emit().append(std::move(node));
}

void translate_top_k(Context& layer) { select_largest(layer, layer.integer_of("k", "K", 1), -1, true); }

void translate_top_k_v2(Context& layer) {
  select_largest(layer, layer.integer_of("k", "K", 1), layer.integer("axis", -1),
                 layer.flag("largest", true));
}

void translate_argsort(Context& layer) {
  const std::string x = layer.input("X");
  const int64_t axis = layer.integer("axis", -1);
  const Shape dims = layer.shape(x);
  select_largest(layer, dims[axis_from_front(axis, dims.size())], axis, layer.flag("descending", false));
}

void translate_cumsum(Context& layer) {
  std::string x = layer.input("X");
  int64_t axis = layer.integer("axis", -1);
  if (layer.flag("flatten", false)) {
    x = layer.reshape("flat", x, {-1});
    axis = 0;
  }
  axis = int64_t(axis_from_front(axis, layer.rank(x)));
  layer.make("CumSum", {x, layer.emit().constant("axis", Tensor::scalar(axis))},
             {{"exclusive", int64_t(layer.flag("exclusive", false))},
              {"reverse", int64_t(layer.flag("reverse", false))}});
}

QUERN_PADDLE_OP("arg_max", translate_arg_max);
QUERN_PADDLE_OP("arg_min", translate_arg_min);
QUERN_PADDLE_OP("top_k", translate_top_k);
QUERN_PADDLE_OP("top_k_v2", translate_top_k_v2);
QUERN_PADDLE_OP("argsort", translate_argsort);
QUERN_PADDLE_OP("cumsum", translate_cumsum);

}  // namespace
}  // namespace quern::frontend::paddle

// Elements at positions that are data. Positions are floating-point numbers in most networks.
#include "ops/take.hpp"

namespace quern::frontend::mxnet {

std::string positions_of(Context& layer, size_t input, int64_t size, const std::string& mode) {
  const std::string whole = layer.cast("positions", layer.input(input), DataType::Int64);
  if (mode == "raise") return whole;
  if (mode == "wrap")
    return layer.add("wrapped", "Mod", {whole, layer.scalar_like("size", whole, double(size))});
  if (mode != "clip") throw UnsupportedError("mode \"" + mode + "\"");
  return layer.add(
      "clipped", "Clip",
      {whole, layer.scalar_like("first", whole, 0), layer.scalar_like("last", whole, double(size - 1))});
}

namespace {

void translate_take(Context& layer) {
  const Attributes& a = layer.attributes();
  const Shape shape = layer.shape();
  const size_t axis = axis_of(a.integer("axis", 0), shape.size());
  const std::string positions = positions_of(layer, 1, shape[axis], a.text("mode", "clip"));
  layer.make("Gather", {layer.input(), positions}, {{"axis", int64_t(axis)}});
}

// Inputs: numbers of words, and a table with one row per word.
void translate_embedding(Context& layer) {
  layer.make("Gather", {layer.input(1), positions_of(layer, 0, layer.shape(1).at(0), "clip")},
             {{"axis", int64_t(0)}});
}

// The first axis of the positions is what ONNX has last: the coordinates of one element.
void translate_gather_nd(Context& layer) {
  const size_t rank = layer.rank(1);
  Shape order;
  for (size_t i = 1; i < rank; ++i) order.push_back(int64_t(i));
  order.push_back(0);
  const std::string whole = layer.cast("positions", layer.input(1), DataType::Int64);
  layer.make("GatherND", {layer.input(), layer.add("tuples", "Transpose", {whole}, {{"perm", order}})});
}

// One element of every row along the axis.
void translate_pick(Context& layer) {
  const Attributes& a = layer.attributes();
  const Shape shape = layer.shape();
  const size_t axis = axis_of(a.integer("axis", -1), shape.size());
  Shape column = shape, result = shape;
  column[axis] = 1;
  result.erase(result.begin() + std::ptrdiff_t(axis));
  if (a.flag("keepdims", false)) result = column;
  if (result.empty()) result = {1};
  const std::string positions = positions_of(layer, 1, shape[axis], a.text("mode", "clip"));
  const std::string picked =
      layer.add("picked", "GatherElements", {layer.input(), layer.reshaped("column", positions, column)},
                {{"axis", int64_t(axis)}});
  layer.make_reshaped(picked, result);
}

void translate_one_hot(Context& layer) {
  const Attributes& a = layer.attributes();
  const DataType type = a.data_type("dtype", DataType::Float);
  const std::string whole = layer.cast("positions", layer.input(), DataType::Int64);
  const std::string hot = layer.add(
      "hot", "OneHot",
      {whole, layer.emit().ints("depth", {a.integer("depth", 0)}),
       layer.emit().constant(
           "values", Tensor::from<float>({float(a.number("off_value", 0)), float(a.number("on_value", 1))}))},
      {{"axis", int64_t(-1)}});
  // ONNX counts negative positions from the end; MXNet gives no 1 for them.
  const std::string is_valid =
      layer.add("is_valid", "GreaterOrEqual", {whole, layer.scalar_like("zero", whole, 0)});
  const std::string column = layer.add("column", "Unsqueeze", {is_valid, layer.emit().ints("last", {-1})});
  const std::string off = layer.emit().scalar("off", float(a.number("off_value", 0)));
  layer.make_cast(layer.add("valid", "Where", {column, hot, off}), type);
}

QUERN_MXNET_OPERATOR(translate_take, "take", "_npi_take");
QUERN_MXNET_OPERATOR(translate_embedding, "Embedding", "_contrib_SparseEmbedding", "_npx_embedding");
QUERN_MXNET_OPERATOR(translate_gather_nd, "gather_nd");
QUERN_MXNET_OPERATOR(translate_pick, "pick", "_npx_pick");
QUERN_MXNET_OPERATOR(translate_one_hot, "one_hot", "_npx_one_hot");

}  // namespace
}  // namespace quern::frontend::mxnet

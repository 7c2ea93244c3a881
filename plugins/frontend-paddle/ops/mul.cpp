// Products of tensors seen as matrices: mul and fc.
#include "ops/activation.hpp"

namespace quern::frontend::paddle {
namespace {

// The tensor as a matrix: the first `columns` axes are its rows.
std::string as_matrix(Context& layer, const char* suffix, const std::string& tensor, const Shape& shape,
                      int64_t columns) {
  if (columns < 1 || columns >= int64_t(shape.size()))
    throw InputError("a tensor of shape " + to_string(shape) + " has no matrix with " +
                     std::to_string(columns) + " row axes");
  if (shape.size() == 2) return tensor;
  const Shape rows(shape.begin(), shape.begin() + columns), rest(shape.begin() + columns, shape.end());
  return layer.reshape(suffix, tensor, {element_count(rows), element_count(rest)});
}

// X flattened behind axis x_num_col_dims, Y behind y_num_col_dims; the result has the row axes of X and the
// column axes of Y.
void translate_mul(Context& layer) {
  const std::string x = layer.input("X");
  const std::string y = layer.cast(layer.input("Y"), layer.type(x));  // may be quantised
  const Shape xs = layer.shape(x), ys = layer.shape(y);
  const int64_t x_rows = layer.integer("x_num_col_dims", 1), y_rows = layer.integer("y_num_col_dims", 1);
  std::string product = layer.add(
      "product", "MatMul", {as_matrix(layer, "x", x, xs, x_rows), as_matrix(layer, "y", y, ys, y_rows)});
  if (x_rows != 1 || y_rows + 1 != int64_t(ys.size())) {
    Shape shape(xs.begin(), xs.begin() + x_rows);
    shape.insert(shape.end(), ys.begin() + y_rows, ys.end());
    product = layer.reshape("shaped", product, shape);
  }
  layer.make("Identity", {product});
}

// Input flattened behind axis in_num_col_dims, times W [K, M], plus Bias [M], and an activation.
void translate_fc(Context& layer) {
  const std::string x = layer.input("Input"), w = layer.input("W");
  const Shape xs = layer.shape(x), ws = layer.shape(w);
  const int64_t rows = layer.integer("in_num_col_dims", 1);
  if (ws.size() != 2) throw InputError("the weights of fc must be a matrix, not " + to_string(ws));
  if (layer.flag("padding_weights", false)) throw UnsupportedError("fc with padded weights");
  std::string y = layer.add("product", "MatMul", {as_matrix(layer, "matrix", x, xs, rows), w});
  if (layer.has_input("Bias"))
    y = layer.add("biased", "Add", {y, layer.reshape("bias", layer.input("Bias"), {ws[1]})});
  if (rows != 1) {
    Shape shape(xs.begin(), xs.begin() + rows);
    shape.push_back(ws[1]);
    y = layer.reshape("shaped", y, shape);
  }
  make_fused_activation(layer, layer.output(), y);
}

QUERN_PADDLE_OP("mul", translate_mul);
QUERN_PADDLE_OP("fc", translate_fc);

}  // namespace
}  // namespace quern::frontend::paddle

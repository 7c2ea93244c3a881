// MatMul and Gemm of any two matrices: a matrix instruction for every pair, in blocks that local memory
// holds.
#include "layers/matrix_product.hpp"

#include "layers/elementwise.hpp"
#include "translate/composer.hpp"
#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

// Bytes per lane that the three matrices of one instruction may take; as much again is for loading ahead.
constexpr int64_t kBlockBytes = 200 * 1024;
constexpr int64_t kMostProducts = 4096;

// A stack of matrices in device memory.
struct Matrices {
  int tensor = -1;
  Shape batch;  // the axes before the last two, with their strides
  std::vector<int64_t> batch_strides;
  int64_t rows = 1, columns = 1, row_stride = 0, column_stride = 0;

  void transpose() {
    std::swap(rows, columns);
    std::swap(row_stride, column_stride);
  }
};

// A vector is a matrix of one row (left side) or one column.
Matrices matrices_of(const Translator& t, int tensor, bool is_left) {
  const ChipTensor& x = t.at(tensor);
  Shape shape = x.shape;
  std::vector<int64_t> strides = x.strides;
  if (shape.size() == 1) {
    const long at = is_left ? 0 : 1;
    shape.insert(shape.begin() + at, 1);
    strides.insert(strides.begin() + at, 0);
  }
  const size_t n = shape.size() - 2;
  Matrices m;
  m.tensor = tensor;
  m.batch.assign(shape.begin(), shape.begin() + long(n));
  m.batch_strides.assign(strides.begin(), strides.begin() + long(n));
  m.rows = shape[n], m.columns = shape[n + 1];
  m.row_stride = strides[n], m.column_stride = strides[n + 1];
  return m;
}

// The offset of the matrix for product `index` of all that `batch` counts.
int64_t offset_of(const Matrices& m, const Shape& batch, int64_t index) {
  int64_t offset = 0;
  const size_t missing = batch.size() - m.batch.size();
  for (size_t i = batch.size(); i-- > 0;) {
    const int64_t at = index % batch[i];
    index /= batch[i];
    if (i >= missing && m.batch[i - missing] != 1) offset += at * m.batch_strides[i - missing];
  }
  return offset;
}

// A block of one matrix as the instruction sees it.
LayerTensor block(Composer& compose, const Matrices& m, int64_t offset, int64_t row, int64_t rows,
                  int64_t column, const Sections& s) {
  return compose.view(
      m.tensor, {int(rows), s.count, 1, s.width}, offset + row * m.row_stride + column * m.column_stride,
      {uint32_t(m.row_stride), uint32_t(m.column_stride * s.width), 1, uint32_t(m.column_stride)});
}

// Rows and columns of the result that one instruction computes.
struct Blocking {
  int64_t rows = 0, columns = 0;
};

Blocking blocking_of(int64_t m, int64_t k, int64_t n) {
  const int64_t left = sections_of(int(k)).row_bytes();
  for (int64_t parts = 1; parts <= n; ++parts) {
    if (n % parts != 0) continue;
    const int64_t columns = n / parts, right = sections_of(int(columns)).row_bytes();
    const int64_t rows = (kBlockBytes - k * right) / (left + right);
    if (rows >= std::min<int64_t>(m, 16)) return {std::min(m, rows), columns};
  }
  return {};
}

std::string multiply(Translator& t, const Node& node, const Matrices& l, const Matrices& r,
                     const Matrices& y) {
  if (y.rows > kMaxSize || y.columns > kMaxSize || l.columns > kMaxSize)
    return "more than 65535 rows or columns have no encoding";
  const Blocking blocks = blocking_of(y.rows, l.columns, y.columns);
  if (blocks.rows == 0) return "local memory cannot hold its right side";
  const int64_t products = element_count(y.batch);
  if (products > kMostProducts) return "it is more than 4096 products";
  Composer compose(t, node);
  const Sections depth = sections_of(int(l.columns)), width = sections_of(int(blocks.columns));
  for (int64_t i = 0; i < products; ++i)
    for (int64_t column = 0; column < y.columns; column += blocks.columns)
      for (int64_t row = 0; row < y.rows; row += blocks.rows) {
        const int64_t rows = std::min(blocks.rows, y.rows - row);
        auto layer = std::make_unique<MatrixProductLayer>();
        layer->inputs = {block(compose, l, offset_of(l, y.batch, i), row, rows, 0, depth),
                         block(compose, r, offset_of(r, y.batch, i), 0, l.columns, column, width)};
        layer->output = block(compose, y, offset_of(y, y.batch, i), row, rows, column, width);
        t.add(node, std::move(layer));
      }
  return "";
}

}  // namespace

std::string translate_matrix_product(Translator& t, const Node& node) {
  const bool is_gemm = node.op_type == "Gemm";
  // A right side of constant weights is better off as a convolution, where that has an encoding.
  if (t.constant(node, 1) && translate_fully_connected(t, node).empty()) return "";
  const std::string& result = node.outputs[0];
  if (t.element(result) != Element::F32) return "the chip multiplies matrices of floats only";
  Matrices l = matrices_of(t, t.tensor(node.inputs[0]), true);
  Matrices r = matrices_of(t, t.tensor(node.inputs[1]), false);
  if (is_gemm && node.get_int("transA", 0) != 0) l.transpose();
  if (is_gemm && node.get_int("transB", 0) != 0) r.transpose();
  const Shape& shape = t.shape(result);
  const bool has_bias = is_gemm && node.has_input(2);
  const int target = has_bias ? t.helper(node.name + "/product", Element::F32, shape) : t.make(result);
  Matrices y = matrices_of(t, target, true);
  if (t.at(l.tensor).shape.size() == 1 || t.at(r.tensor).shape.size() == 1) {
    // The result lacks the axis that a vector lacks.
    const size_t missing =
        (t.at(l.tensor).shape.size() == 1 ? 1 : 0) + (t.at(r.tensor).shape.size() == 1 ? 1 : 0);
    y.batch.assign(shape.begin(), shape.end() - long(2 - missing));
    y.batch_strides.assign(t.at(target).strides.begin(), t.at(target).strides.begin() + long(y.batch.size()));
    y.rows = l.rows, y.columns = r.columns;
    y.row_stride = r.columns, y.column_stride = 1;
  }
  if (const std::string reason = multiply(t, node, l, r, y); !reason.empty()) return reason;
  if (!has_bias) return "";
  auto layer = std::make_unique<ElementwiseLayer>();
  layer->inputs = {t.seen_as(target, canonical_dims(shape)), t.broadcast(node.inputs[2], shape)};
  layer->output = {t.make(result), canonical_dims(shape)};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684

// MatMul and Gemm of any two matrices: a matrix instruction for every pair, in blocks that local memory
// holds.
#include "layers/matrix_product.hpp"

#include "isa/layout.hpp"
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

// The largest product that one instruction computes: rows and columns of the result, depth of the sums.
struct Blocking {
  int64_t rows = 1, columns = 1, depth = 1;
};

Blocking blocking_of(int64_t m, int64_t k, int64_t n) {
  constexpr int64_t kMostDepth = 1024, kFewRows = 16;
  Blocking b;
  b.depth = divide_up(k, divide_up(k, kMostDepth));
  const int64_t left = sections_of(int(b.depth)).row_bytes();
  for (int64_t parts = 1;; ++parts) {
    b.columns = parts == 1 ? n : round_up(divide_up(n, parts), kLanes);
    const int64_t right = sections_of(int(b.columns)).row_bytes();
    b.rows = std::min(m, (kBlockBytes - b.depth * right) / (left + right));
    if (b.rows >= std::min(m, kFewRows) || b.columns <= kLanes) return b;
  }
}

// A block of the result: the sum of the products along the depth.
void add_block(Translator& t, const Node& node, const Matrices& l, int64_t l_offset, const Matrices& r,
               int64_t r_offset, const LayerTensor& y, int64_t row, int64_t column, int64_t block_depth) {
  Composer compose(t, node);
  const Sections width{y.dims.c, y.dims.w};
  std::optional<LayerTensor> sum;
  for (int64_t k = 0; k < l.columns; k += block_depth) {
    const int64_t depth = std::min(block_depth, l.columns - k);
    const bool is_last = k + depth == l.columns;
    auto layer = std::make_unique<MatrixProductLayer>();
    layer->inputs = {block(compose, l, l_offset, row, y.dims.n, k, sections_of(int(depth))),
                     block(compose, r, r_offset, k, depth, column, width)};
    layer->output = is_last && !sum ? y : compose.helper(y.dims);
    const LayerTensor product = t.add(node, std::move(layer)).output;
    if (!sum)
      sum = product;
    else
      sum =
          compose.arithmetic(Arithmetic::Kind::Add, *sum, product, is_last ? std::optional(y) : std::nullopt);
  }
}

std::string multiply(Translator& t, const Node& node, const Matrices& l, const Matrices& r,
                     const Matrices& y) {
  if (y.rows > kMaxSize || y.columns > kMaxSize || l.columns > kMaxSize)
    return "more than 65535 rows or columns have no encoding";
  const Blocking most = blocking_of(y.rows, l.columns, y.columns);
  const int64_t products = element_count(y.batch);
  if (products * divide_up(y.rows, most.rows) * divide_up(y.columns, most.columns) > kMostProducts)
    return "it is more than 4096 products";
  Composer compose(t, node);
  for (int64_t i = 0; i < products; ++i)
    for (int64_t column = 0; column < y.columns; column += most.columns)
      for (int64_t row = 0; row < y.rows; row += most.rows) {
        const Sections width = sections_of(int(std::min(most.columns, y.columns - column)));
        const LayerTensor target = block(compose, y, offset_of(y, y.batch, i), row,
                                         std::min(most.rows, y.rows - row), column, width);
        add_block(t, node, l, offset_of(l, y.batch, i), r, offset_of(r, y.batch, i), target, row, column,
                  most.depth);
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

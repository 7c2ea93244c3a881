// AdaptiveAvgPooling2D: averages over output_size cells that divide the input, cell i from floor(i in / out)
// to ceil((i + 1) in / out).
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// [in, out]: multiplied from the right, it averages one axis.
Tensor averaging_matrix(int64_t in, int64_t out) {
  check_constant_size({in, out});
  std::vector<float> matrix(size_t(in * out), 0.0f);
  for (int64_t cell = 0; cell < out; ++cell) {
    const int64_t first = cell * in / out, end = ((cell + 1) * in + out - 1) / out;
    for (int64_t i = first; i < end; ++i) matrix[size_t(i * out + cell)] = 1 / float(end - first);
  }
  return Tensor::from(matrix, {in, out});
}

void translate_adaptive_pooling(Context& layer) {
  Shape size = layer.attributes().integers("output_size", {1});
  if (size.empty()) size = {1};
  if (size.size() == 1) size.push_back(size[0]);
  const Shape shape = layer.shape();
  if (shape.size() != 4 || size.size() != 2 || size[0] < 1 || size[1] < 1 || shape[2] < 1 || shape[3] < 1)
    throw InputError("output_size does not fit the input " + to_string(shape));
  if (size == Shape{1, 1}) return layer.make("GlobalAveragePool", {layer.input()});
  if (shape[2] % size[0] == 0 && shape[3] % size[1] == 0) {
    const Shape cell = {shape[2] / size[0], shape[3] / size[1]};
    return layer.make("AveragePool", {layer.input()}, {{"kernel_shape", cell}, {"strides", cell}});
  }
  // Rows are averaged by the transposed matrix from the left.
  const std::string columns = layer.emit().constant("columns", averaging_matrix(shape[3], size[1]));
  const std::string rows = layer.add("rows_transposed", "Transpose",
                                     {layer.emit().constant("rows", averaging_matrix(shape[2], size[0]))},
                                     {{"perm", Shape{1, 0}}});
  layer.make("MatMul", {rows, layer.add("narrow", "MatMul", {layer.input(), columns})});
}

QUERN_MXNET_OPERATOR(translate_adaptive_pooling, "_contrib_AdaptiveAvgPooling2D");

}  // namespace
}  // namespace quern::frontend::mxnet

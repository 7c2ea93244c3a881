// Sparse NDArrays to dense tensors.
#pragma once

#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

namespace quern::frontend::mxnet {

// The numbers that files have for them.
enum class Storage : int32_t { Dense = 0, RowSparse = 1, Csr = 2 };

struct SparseArray {
  Storage storage = Storage::RowSparse;
  Shape shape;    // of the whole array
  Tensor values;  // row_sparse: [rows stored, rest of shape...]; csr: [values stored]
  // row_sparse: the numbers of the rows. csr: where each row's values begin (rows + 1 of them), and their
  // columns.
  std::vector<std::vector<int64_t>> indices;
};

// The whole array, zero where nothing is stored. Throws InputError where indices and shape contradict each
// other, or where the array would be absurdly larger than what is stored.
Tensor make_dense(const SparseArray& sparse, const std::string& what);

}  // namespace quern::frontend::mxnet

#include "reader/sparse.hpp"

#include <cstring>

namespace quern::frontend::mxnet {
namespace {

// A file of a few bytes must not ask for gigabytes: dense size above a megabyte and a thousand times what is
// stored is refused.
void check_growth(const SparseArray& sparse, const std::string& what) {
  constexpr int64_t kFree = int64_t(1) << 20, kGrowth = 1000;
  if (element_count(sparse.shape) / kGrowth > sparse.values.count() + kFree / kGrowth)
    throw InputError(what + " is sparse, and " + to_string(sparse.shape) +
                     " is too large for the few values that are stored");
}

InputError inconsistent(const std::string& what) {
  return InputError(what + " is sparse, and its indices do not fit its shape");
}

void copy_rows(const SparseArray& sparse, Tensor& dense, const std::string& what) {
  const std::vector<int64_t>& rows = sparse.indices.at(0);
  Shape stored = sparse.shape;
  if (stored.empty()) throw inconsistent(what);
  stored[0] = int64_t(rows.size());
  if (sparse.values.dims != stored) throw inconsistent(what);
  const size_t row_size = rows.empty() ? 0 : sparse.values.byte_size() / rows.size();
  auto* begin = const_cast<std::byte*>(dense.blob.data());
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] < 0 || rows[i] >= sparse.shape[0]) throw inconsistent(what);
    if (row_size)
      std::memcpy(begin + size_t(rows[i]) * row_size, sparse.values.blob.data() + i * row_size, row_size);
  }
}

void copy_values(const SparseArray& sparse, Tensor& dense, const std::string& what) {
  const std::vector<int64_t>&starts = sparse.indices.at(0), &columns = sparse.indices.at(1);
  if (sparse.shape.size() != 2 || int64_t(starts.size()) != sparse.shape[0] + 1 || starts.front() != 0 ||
      starts.back() != int64_t(columns.size()) || sparse.values.count() != int64_t(columns.size()))
    throw inconsistent(what);
  const size_t size = size_of(dense.type);
  auto* begin = const_cast<std::byte*>(dense.blob.data());
  for (size_t row = 0; row + 1 < starts.size(); ++row) {
    if (starts[row] < 0 || starts[row] > starts[row + 1] || starts[row + 1] > starts.back())
      throw inconsistent(what);
    for (auto i = size_t(starts[row]); i < size_t(starts[row + 1]); ++i) {
      if (columns[i] < 0 || columns[i] >= sparse.shape[1]) throw inconsistent(what);
      const size_t cell = row * size_t(sparse.shape[1]) + size_t(columns[i]);
      std::memcpy(begin + cell * size, sparse.values.blob.data() + i * size, size);
    }
  }
}

}  // namespace

Tensor make_dense(const SparseArray& sparse, const std::string& what) {
  check_growth(sparse, what);
  Tensor dense(sparse.values.type, sparse.shape);
  if (sparse.storage == Storage::RowSparse)
    copy_rows(sparse, dense, what);
  else
    copy_values(sparse, dense, what);
  return dense;
}

}  // namespace quern::frontend::mxnet

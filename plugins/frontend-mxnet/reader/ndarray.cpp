#include "reader/ndarray.hpp"

#include "model/attributes.hpp"
#include "reader/sparse.hpp"

namespace quern::frontend::mxnet {
namespace {

constexpr uint32_t kV1 = 0xF993FAC8, kV2 = 0xF993FAC9, kV3 = 0xF993FACA;
constexpr uint32_t kMostDimensions = 32;

// The number of dimensions and their sizes, 32 or 64 bits wide.
template <class Size>
Shape read_sizes(ByteReader& file, uint32_t count, const std::string& what) {
  if (count > kMostDimensions)
    throw InputError(what + " claims to have " + std::to_string(count) + " dimensions");
  Shape shape;
  for (uint32_t i = 0; i < count; ++i) {
    const auto size = int64_t(file.read<Size>(what));
    if (size < 0) throw InputError(what + " has a dimension of size " + std::to_string(size));
    shape.push_back(size);
  }
  return shape;
}

Shape read_shape(ByteReader& file, const std::string& what) {
  return read_sizes<int64_t>(file, file.read<uint32_t>(what), what);
}

// Device type and number (which do not matter here), then the element type.
DataType read_type(ByteReader& file, const std::string& what) {
  file.skip(2 * sizeof(int32_t), what);
  const auto flag = file.read<int32_t>(what);
  const DataType type = data_type_of_flag(flag);
  if (type == DataType::Undefined)
    throw InputError(what + " has element type " + std::to_string(flag) + ", which MXNet does not have");
  return type;
}

// One type for all floating-point values: what the rest of Quern computes with.
Tensor as_float32(Tensor tensor) {
  if (tensor.type != DataType::Double && tensor.type != DataType::Float16 &&
      tensor.type != DataType::BFloat16)
    return tensor;
  return Tensor::from(tensor.to_float(), tensor.dims);
}

Tensor read_dense(ByteReader& file, Shape shape, const std::string& what) {
  const DataType type = read_type(file, what);
  return file.tensor(type, std::move(shape), what);
}

// Storage type, for sparse ones the shape of the stored values, then shape and values.
Tensor read_v2(ByteReader& file, bool numpy_shapes, const std::string& what) {
  const auto storage = file.read<int32_t>(what);
  if (storage < int32_t(Storage::Dense) || storage > int32_t(Storage::Csr))
    throw InputError(what + " has storage type " + std::to_string(storage) + ", which MXNet does not have");
  const bool is_sparse = Storage(storage) != Storage::Dense;
  const Shape stored = is_sparse ? read_shape(file, what) : Shape();
  const auto rank = file.read<int32_t>(what);
  const bool has_value = numpy_shapes ? rank >= 0 : rank > 0;
  if (!has_value) return {};
  Shape shape = read_sizes<int64_t>(file, uint32_t(rank), what);
  if (!is_sparse) return read_dense(file, std::move(shape), what);

  const DataType type = read_type(file, what);
  SparseArray sparse;
  sparse.storage = Storage(storage);
  sparse.shape = std::move(shape);
  struct Index {
    DataType type;
    Shape shape;
  };
  std::vector<Index> indices(sparse.storage == Storage::RowSparse ? 1 : 2);
  for (Index& index : indices) {
    index.type = data_type_of_flag(file.read<int32_t>(what));
    index.shape = read_shape(file, what);
    if (index.type != DataType::Int64 && index.type != DataType::Int32)
      throw InputError(what + " is sparse, but its indices are no integers");
  }
  sparse.values = file.tensor(type, stored, what);
  for (const Index& index : indices)
    sparse.indices.push_back(file.tensor(index.type, index.shape, what).to_int64());
  return make_dense(sparse, what);
}

}  // namespace

Tensor read_ndarray(ByteReader& file, const std::string& what) {
  const auto first = file.read<uint32_t>(what);
  if (first == kV2 || first == kV3) return as_float32(read_v2(file, first == kV3, what));
  const Shape shape = first == kV1 ? read_shape(file, what) : read_sizes<uint32_t>(file, first, what);
  if (shape.empty()) return {};
  return as_float32(read_dense(file, shape, what));
}

}  // namespace quern::frontend::mxnet

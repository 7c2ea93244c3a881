#include "reader/pickle_globals.hpp"

#include <algorithm>

#include "model/stored_tensor.hpp"

namespace quern::frontend::pytorch {
namespace {

// The argument i of type T. Throws InputError.
template <class T>
const T& argument(const std::vector<Value>& arguments, size_t i, const char* what) {
  const T* value = i < arguments.size() ? arguments[i].get<T>() : nullptr;
  if (!value) throw InputError(std::string("the pickle describes a tensor without its ") + what);
  return *value;
}

template <class T>
T* reference(const std::vector<Value>& arguments, size_t i, const char* what) {
  return argument<T*>(arguments, i, what);
}

Shape integers(const Tuple& tuple, const char* what) {
  Shape values;
  for (const Value& item : tuple.items) {
    const auto* number = item.get<int64_t>();
    if (!number)
      throw InputError(std::string("the pickle describes a tensor whose ") + what + " is not integers");
    values.push_back(*number);
  }
  return values;
}

// The tensor must lie inside of its storage.
void check_bounds(const StoredTensor& tensor) {
  if (tensor.dims.size() != tensor.strides.size())
    throw InputError("a tensor has as many strides as dimensions, here " +
                     std::to_string(tensor.strides.size()) + " and " + std::to_string(tensor.dims.size()));
  const int64_t available = tensor.storage->count;
  int64_t last = tensor.offset;
  bool fits = last >= 0;
  for (size_t i = 0; i < tensor.dims.size() && fits; ++i) {
    const int64_t dim = tensor.dims[i], stride = tensor.strides[i];
    if (dim < 0) throw InputError("a tensor has a dimension of " + std::to_string(dim));
    if (dim == 0) return;
    // Strides of a broadcast tensor are 0; negative ones PyTorch does not make.
    fits = stride >= 0 && (dim == 1 || stride <= available) &&
           (dim - 1 == 0 || stride <= (available - last) / (dim - 1));
    if (fits) last += (dim - 1) * stride;
  }
  if (!fits || last >= available)
    throw InputError("a tensor " + to_string(tensor.dims) + " leaves its storage \"" + tensor.storage->key +
                     "\" of " + std::to_string(available) + " elements");
  // Broadcast tensors may be larger than the file.
  constexpr int64_t kMostExpanded = int64_t(1) << 26;
  if (element_count(tensor.dims) > std::max(available, kMostExpanded))
    throw InputError("a tensor " + to_string(tensor.dims) + " is absurdly larger than its storage");
}

StoredTensor stored_tensor(const std::vector<Value>& arguments) {
  StoredTensor tensor;
  tensor.storage = reference<Storage>(arguments, 0, "storage");
  tensor.offset = argument<int64_t>(arguments, 1, "offset");
  tensor.dims = integers(*reference<Tuple>(arguments, 2, "shape"), "shape");
  tensor.strides = integers(*reference<Tuple>(arguments, 3, "strides"), "strides");
  check_bounds(tensor);
  return tensor;
}

std::vector<float> floats_of(const std::vector<Value>& arguments, size_t i, const char* what) {
  const TensorValue* tensor = reference<TensorValue>(arguments, i, what);
  if (!tensor->stored) throw InputError(std::string("the pickle describes a tensor without its ") + what);
  return dense(*tensor->stored).to_float();
}

// Quantiser: (torch.per_tensor_affine, scale, zero point) or (torch.per_channel_affine, scales, zero points,
// axis), the lists as tensors.
void read_quantiser(StoredTensor& tensor, const Tuple& quantiser) {
  if (!tensor.storage->is_quantised) throw InputError("a tensor of plain numbers has a quantiser");
  const std::vector<Value>& parts = quantiser.items;
  const std::string scheme = argument<Global>(parts, 0, "quantiser").name;
  if (scheme == "torch.per_tensor_affine") {
    tensor.scales = {argument<double>(parts, 1, "scale")};
    tensor.zero_points = {argument<int64_t>(parts, 2, "zero point")};
    return;
  }
  if (scheme != "torch.per_channel_affine")
    throw UnsupportedError("the quantisation scheme \"" + scheme + "\" is not supported");
  const auto axis = argument<int64_t>(parts, 3, "axis");
  const std::vector<float> scales = floats_of(parts, 1, "scales"), zeros = floats_of(parts, 2, "zero points");
  if (axis < 0 || axis >= int64_t(tensor.dims.size()) ||
      int64_t(scales.size()) != tensor.dims[size_t(axis)] || scales.size() != zeros.size() || scales.empty())
    throw InputError("a quantised tensor " + to_string(tensor.dims) + " has " +
                     std::to_string(scales.size()) + " scales along axis " + std::to_string(axis));
  tensor.axis = size_t(axis);
  tensor.scales.assign(scales.begin(), scales.end());
  for (const float zero : zeros) tensor.zero_points.push_back(int64_t(zero));
}

}  // namespace

InputError forbidden_global(const std::string& name) {
  return InputError(
      "the pickle names \"" + name + "\", which no TorchScript archive needs; it is refused", "",
      "If you trust where the file comes from, load it in Python and export it with torch.jit.save.");
}

Value PickleGlobals::storage_of(const Value& id) {
  const Tuple* tuple = id.ref<Tuple>();
  const std::vector<Value> parts = tuple ? tuple->items : std::vector<Value>();
  const Global type = argument<Global>(parts, 1, "storage type");
  const auto& key = argument<std::string>(parts, 2, "storage key");
  const auto count = argument<int64_t>(parts, 4, "element count");
  if (const auto it = storages.find(key); it != storages.end()) return it->second;

  struct Known {
    const char* name;
    DataType type;
    bool is_quantised;
  };
  static constexpr Known known[] = {{"torch.FloatStorage", DataType::Float, false},
                                    {"torch.DoubleStorage", DataType::Double, false},
                                    {"torch.HalfStorage", DataType::Float16, false},
                                    {"torch.BFloat16Storage", DataType::BFloat16, false},
                                    {"torch.LongStorage", DataType::Int64, false},
                                    {"torch.IntStorage", DataType::Int32, false},
                                    {"torch.ShortStorage", DataType::Int16, false},
                                    {"torch.CharStorage", DataType::Int8, false},
                                    {"torch.ByteStorage", DataType::Uint8, false},
                                    {"torch.BoolStorage", DataType::Bool, false},
                                    {"torch.QInt8Storage", DataType::Int8, true},
                                    {"torch.QUInt8Storage", DataType::Uint8, true},
                                    {"torch.QInt32Storage", DataType::Int32, true},
                                    {"torch.ComplexFloatStorage", DataType::Complex64, false},
                                    {"torch.ComplexDoubleStorage", DataType::Complex128, false}};
  const auto* it =
      std::find_if(std::begin(known), std::end(known), [&](const Known& k) { return type.name == k.name; });
  if (it == std::end(known)) throw forbidden_global(type.name);

  Storage storage{it->type, it->is_quantised, key, read_storage(key), count};
  if (count < 0 || uint64_t(count) > storage.bytes.size() / size_of(storage.type))
    throw InputError("storage \"" + key + "\" has " + std::to_string(storage.bytes.size()) +
                     " bytes, too few for " + std::to_string(count) + " elements of " +
                     name_of(storage.type));
  Storage* made = heap.make(std::move(storage));
  storages.emplace(key, made);
  return made;
}

Value PickleGlobals::call(const std::string& name, const std::vector<Value>& arguments) {
  if (name == "torch._utils._rebuild_tensor_v2" || name == "torch._utils._rebuild_tensor" ||
      name == "torch._utils._rebuild_tensor_v3") {
    TensorValue tensor{""};
    tensor.stored = stored_tensor(arguments);
    return heap.make(std::move(tensor));
  }
  if (name == "torch._utils._rebuild_qtensor") {
    TensorValue tensor{""};
    tensor.stored = stored_tensor(arguments);
    read_quantiser(*tensor.stored, *reference<Tuple>(arguments, 4, "quantiser"));
    return heap.make(std::move(tensor));
  }
  if (name == "torch._utils._rebuild_parameter" || name == "torch.jit._pickle.build_intlist" ||
      name == "torch.jit._pickle.build_tensorlist" || name == "torch.jit._pickle.build_doublelist" ||
      name == "torch.jit._pickle.build_boollist" || name == "torch.jit._pickle.restore_type_tag") {
    if (arguments.empty()) throw InputError("the pickle calls \"" + name + "\" without arguments");
    return arguments[0];
  }
  if (name == "collections.OrderedDict") return heap.make(Dict());
  if (name == "torch.Size") return heap.tuple(arguments);
  if (name == "torch.device")
    return Device{arguments.empty() ? "cpu" : argument<std::string>(arguments, 0, "device")};
  if (name.starts_with("__torch__.")) {  // enumerations
    Object object{name};
    object.attributes["value"] = arguments.empty() ? Value() : arguments[0];
    return heap.make(std::move(object));
  }
  throw forbidden_global(name);
}

}  // namespace quern::frontend::pytorch

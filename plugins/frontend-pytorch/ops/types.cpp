#include "ops/types.hpp"

#include <algorithm>
#include <array>

#include "model/stored_tensor.hpp"

namespace quern::frontend::pytorch {
namespace {

// 0 bool, 1 integers, 2 floats.
int kind_of(DataType type) { return type == DataType::Bool ? 0 : is_integer(type) ? 1 : 2; }

// Both of one kind.
DataType wider(DataType a, DataType b) {
  if (a == b || a == DataType::Undefined) return b;
  if (b == DataType::Undefined) return a;
  if (kind_of(a) != kind_of(b)) return kind_of(a) > kind_of(b) ? a : b;
  // uint8 with a signed type of the same size needs the next larger one.
  if ((a == DataType::Uint8 && b == DataType::Int8) || (a == DataType::Int8 && b == DataType::Uint8))
    return DataType::Int16;
  return size_of(a) >= size_of(b) ? a : b;
}

}  // namespace

bool is_integer(DataType type) {
  static constexpr std::array<DataType, 8> types = {DataType::Int8,   DataType::Int16, DataType::Int32,
                                                    DataType::Int64,  DataType::Uint8, DataType::Uint16,
                                                    DataType::Uint32, DataType::Uint64};
  return std::find(types.begin(), types.end(), type) != types.end();
}

// Numbers: c10/core/ScalarType.h.
DataType type_of_dtype(const Value& dtype, DataType fallback) {
  if (dtype.is_none()) return fallback;
  const auto* number = dtype.get<int64_t>();
  if (!number) throw InputError(std::string("a ") + type_name(dtype) + " stands where a dtype is expected");
  switch (*number) {
    case 0:
    case 13:
      return DataType::Uint8;
    case 1:
    case 12:
      return DataType::Int8;
    case 2:
      return DataType::Int16;
    case 3:
    case 14:
      return DataType::Int32;
    case 4:
      return DataType::Int64;
    case 5:
    case 6:
    case 7:
    case 15:
      return DataType::Float;
    case 11:
      return DataType::Bool;
    default:
      throw UnsupportedError("element type number " + std::to_string(*number) +
                             " of PyTorch is not supported");
  }
}

int64_t dtype_of(DataType type) {
  switch (type) {
    case DataType::Uint8:
      return 0;
    case DataType::Int8:
      return 1;
    case DataType::Int16:
      return 2;
    case DataType::Int32:
      return 3;
    case DataType::Int64:
      return 4;
    case DataType::Bool:
      return 11;
    default:
      return 6;
  }
}

Tensor scalar_of(double value, DataType type) {
  Tensor tensor(type, {});
  with_type(type, [&]<class T>() {
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      // Saturated: converting what does not fit is undefined.
      const double low = double(std::numeric_limits<T>::min()), high = double(std::numeric_limits<T>::max());
      *tensor.mutable_data<T>() = value <= low    ? std::numeric_limits<T>::min()
                                  : value >= high ? std::numeric_limits<T>::max()
                                                  : T(value);
    } else if constexpr (std::is_same_v<T, bool>) {
      *tensor.mutable_data<T>() = value != 0;
    } else {
      *tensor.mutable_data<T>() = T(float(value));
    }
  });
  return tensor;
}

DataType promoted(Call& call, const std::vector<Value>& operands) {
  std::array<DataType, 3> types = {DataType::Undefined, DataType::Undefined, DataType::Undefined};
  for (const Value& value : operands) {
    size_t place = 2;  // numbers
    DataType type = DataType::Undefined;
    if (value.ref<TensorValue>()) {
      const std::string name = call.tensor(value);
      type = call.type(name);
      place = call.rank(name) > 0 ? 0 : 1;
    } else if (value.is<bool>()) {
      type = DataType::Bool;
    } else if (value.is<int64_t>()) {
      type = DataType::Int64;
    } else if (value.is<double>()) {
      type = DataType::Float;
    } else {
      continue;
    }
    types[place] = wider(types[place], type);
  }
  DataType result = types[0];
  for (const size_t place : {1, 2})
    if (types[place] != DataType::Undefined &&
        (result == DataType::Undefined || kind_of(types[place]) > kind_of(result)))
      result = types[place];
  return result;
}

std::string operand(Call& call, const Value& value, DataType type) {
  if (value.ref<TensorValue>()) return call.cast(call.tensor(value), type);
  if (const auto* number = value.get<int64_t>(); number && type == DataType::Int64)
    return call.constant("number", Tensor::scalar(*number));  // exact
  return call.scalar("number", call.to_number(value), type);
}

}  // namespace quern::frontend::pytorch

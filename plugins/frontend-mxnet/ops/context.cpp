#include "ops/context.hpp"

namespace quern::frontend::mxnet {

const std::string& Context::input(size_t i) const {
  if (i >= ports_->inputs.size())
    throw InputError("input " + std::to_string(i + 1) + " is missing, the layer has " +
                     std::to_string(ports_->inputs.size()));
  return ports_->inputs[i];
}

DataType Context::element_type(size_t i) const {
  const DataType type = emitter_->type(input(i));
  return type == DataType::Undefined ? DataType::Float : type;
}

std::string Context::scalar_like(const std::string& suffix, const std::string& tensor, double value) const {
  const DataType type = emitter_->type(tensor);
  if (type == DataType::Undefined || type == DataType::Float) return emitter_->scalar(suffix, float(value));
  Tensor constant(type, {});
  with_type(type, [&]<class T>() {
    if constexpr (std::is_integral_v<T>) {
      if (!(value >= -9e18 && value <= 9e18)) throw InputError("this number does not fit an integer");
      constant.mutable_data<T>()[0] = T(int64_t(value));
    } else {
      constant.mutable_data<T>()[0] = T(float(value));
    }
  });
  return emitter_->constant(suffix, std::move(constant));
}

std::string Context::cast(const std::string& suffix, const std::string& tensor, DataType type) const {
  if (emitter_->type(tensor) == type) return tensor;
  return add(suffix, "Cast", {tensor}, {{"to", int64_t(type)}});
}

void Context::make_cast(const std::string& tensor, DataType type) const {
  if (emitter_->type(tensor) == type) return make("Identity", {tensor});
  make("Cast", {tensor}, {{"to", int64_t(type)}});
}

std::string Context::reshaped(const std::string& suffix, const std::string& tensor,
                              const Shape& shape) const {
  return add(suffix, "Reshape", {tensor, emitter_->ints(suffix + "_shape", shape)});
}

void Context::make_reshaped(const std::string& tensor, const Shape& shape) const {
  make("Reshape", {tensor, emitter_->ints("shape", shape)});
}

size_t axis_of(int64_t axis, size_t rank) {
  const int64_t from_front = axis < 0 ? axis + int64_t(rank) : axis;
  if (from_front < 0 || from_front >= int64_t(rank))
    throw InputError("axis " + std::to_string(axis) + " does not exist: the tensor has " +
                     std::to_string(rank) + " axes");
  return size_t(from_front);
}

void check_constant_size(const Shape& shape) {
  constexpr int64_t kMost = int64_t(1) << 22;
  if (element_count(shape) > kMost)
    throw InputError("the layer makes a constant of " + to_string(shape) + ", which is absurdly large");
}

}  // namespace quern::frontend::mxnet

#include "device_tensor.hpp"

#include <cstring>

#include <quern/error.hpp>
#include <quern/ops/fixed_point.hpp>

namespace quern::bm1684 {
namespace {

// The sizes that the store mode is about: batches, and elements per batch.
struct Layout {
  int64_t batches, rest, together;
  size_t element;
};

Layout layout_of(const bmodel::Tensor& tensor) {
  const Shape& shape = tensor.shape();
  const int64_t count = element_count(shape);
  const int64_t batches = shape.empty() ? 1 : shape[0];
  return {batches, batches == 0 ? 0 : count / batches, int64_t(bmodel::batches_per_word(tensor.store_mode)),
          size_of(host_type(tensor.type))};
}

// Calls f(host element, device element) for all elements.
template <class F>
void for_each_element(const Layout& layout, F&& f) {
  for (int64_t n = 0; n < layout.batches; ++n)
    for (int64_t i = 0; i < layout.rest; ++i)
      f(size_t(n * layout.rest + i),
        size_t((n / layout.together * layout.rest + i) * layout.together + n % layout.together));
}

std::string text_of(DataType type, const Shape& shape) {
  return std::string(name_of(type)) + " " + to_string(shape);
}

}  // namespace

uint64_t device_bytes(const bmodel::Tensor& tensor) {
  if (tensor.shapes.empty() || !is_static(tensor.shape()))
    throw InputError("the tensor's shape is not known", tensor.name);
  const Layout layout = layout_of(tensor);
  const int64_t groups = (layout.batches + layout.together - 1) / layout.together;
  const uint64_t bytes = uint64_t(groups * layout.together) * uint64_t(layout.rest) * layout.element;
  if (tensor.size != 0 && bytes > tensor.size)
    throw InputError("a tensor of " + to_string(tensor.shape()) + " needs " + std::to_string(bytes) +
                         " bytes, but has " + std::to_string(tensor.size),
                     tensor.name);
  return bytes;
}

void store_input(const quern_tensor& value, const bmodel::Tensor& tensor, Memory& memory) {
  const DataType own = host_type(tensor.type), given = DataType(value.data_type);
  const Shape shape(value.dims, value.dims + value.rank);
  const bool scaled = given == DataType::Float && is_scaled(tensor.type);
  if (shape != tensor.shape() || (given != own && !scaled))
    throw InputError("input \"" + tensor.name + "\" must be " + text_of(own, tensor.shape()) +
                     (is_scaled(tensor.type) ? " or the same in float32" : "") + ", but " +
                     text_of(given, shape) + " was given");
  if (value.size != size_t(element_count(shape)) * size_of(given))
    throw InputError("input \"" + tensor.name + "\": " + std::to_string(value.size) + " bytes do not make " +
                     text_of(given, shape));

  uint8_t* to = memory.at(tensor.address, device_bytes(tensor));
  std::memset(to, 0, device_bytes(tensor));  // batches that only fill a word
  const Layout layout = layout_of(tensor);
  if (!scaled) {
    const auto* from = static_cast<const uint8_t*>(value.data);
    for_each_element(layout, [&](size_t h, size_t d) {
      std::memcpy(to + d * layout.element, from + h * layout.element, layout.element);
    });
    return;
  }
  const auto* from = static_cast<const float*>(value.data);
  const auto quantise = [&]<class T>(T) {
    for_each_element(layout, [&](size_t h, size_t d) {
      const T integer = ops::quantise_float<T>(from[h], tensor.scale);
      std::memcpy(to + d * sizeof(T), &integer, sizeof(T));
    });
  };
  if (own == DataType::Int8)
    quantise(int8_t());
  else if (own == DataType::Uint8)
    quantise(uint8_t());
  else
    quantise(int16_t());
}

Tensor load_tensor(const bmodel::Tensor& tensor, const Memory& memory, bool raw) {
  const DataType own = host_type(tensor.type);
  const Layout layout = layout_of(tensor);
  const uint8_t* from = memory.at(tensor.address, device_bytes(tensor));
  Tensor stored(own, tensor.shape());
  auto* to = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(stored.blob.data()));
  for_each_element(layout, [&](size_t h, size_t d) {
    std::memcpy(to + h * layout.element, from + d * layout.element, layout.element);
  });
  stored.name = tensor.name;
  if (raw || !is_scaled(tensor.type)) return stored;
  std::vector<float> values = stored.to_float();
  for (float& value : values) value *= tensor.scale;
  Tensor real = Tensor::from(values, tensor.shape());
  real.name = tensor.name;
  return real;
}

}  // namespace quern::bm1684

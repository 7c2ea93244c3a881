#include "chip_vectors.hpp"

#include <nlohmann/json.hpp>

#include "support/vector_files.hpp"

namespace quern::ops::test {
namespace {

// Stores the ranges that lie in local memory; tables in L2 are not needed here.
void store(std::vector<uint8_t>& memory, const nlohmann::json& ranges) {
  for (const auto& range : ranges) {
    const int64_t at = std::stoll(range.at("addr").get<std::string>(), nullptr, 16) - kLocalBase;
    const std::vector<uint8_t> data = quern::test::decode_base64(range.at("data").get<std::string>());
    if (at >= 0 && at + int64_t(data.size()) <= int64_t(memory.size()))
      std::copy(data.begin(), data.end(), memory.begin() + at);
  }
}

int64_t round_up(int64_t value, int64_t step) { return (value + step - 1) / step * step; }

}  // namespace

void for_each_case(const std::string& kind, void (*f)(const Case&)) {
  quern::test::for_each_vector(kind, [&](const nlohmann::json& object) {
    Case c;
    c.name = object.at("name");
    for (const auto& [key, value] : object.at("fields").items())
      c.fields[key] = value.is_number_unsigned() ? int64_t(value.get<uint64_t>()) : value.get<int64_t>();
    c.before.assign(size_t(kLanes * kLaneBytes), 0xA5);
    store(c.before, object.at("before"));
    c.after = c.before;
    store(c.after, object.at("after"));
    f(c);
  });
}

size_t Operand::byte(int64_t batch, int64_t channel, int64_t row, int64_t column) const {
  const int64_t place = address / kLaneBytes + channel;
  const int64_t step = batch / batches * n + place / kLanes * c + row * h + column * w;
  return size_t(place % kLanes * kLaneBytes + address % kLaneBytes + step * unit +
                batch % batches * (unit / batches));
}

Operand activation(const Case& c, const std::string& name, const Shape& shape, int64_t bytes) {
  Operand o{c.field(name + "_addr") - kLocalBase, shape[1], 0, 0, 0, 0, 4, 4 / bytes};
  if (c.field("short_" + name + "_str") == 3) {
    o.n = c.field(name + "_n_str");
    o.c = c.field(name + "_c_str");
    o.h = c.field(name + "_h_str");
    o.w = c.field(name + "_w_str");
  } else {
    o.w = 1;
    o.h = shape[3];
    o.c = round_up(shape[2] * shape[3], 32);
    o.n = (o.address / kLaneBytes + shape[1] + kLanes - 1) / kLanes * o.c;
  }
  return o;
}

int32_t read_element(const std::vector<uint8_t>& memory, size_t at, int64_t bytes, bool is_signed) {
  const uint32_t low = memory.at(at);
  if (bytes == 1) return is_signed ? int32_t(int8_t(low)) : int32_t(low);
  const uint32_t both = low | uint32_t(memory.at(at + 1)) << 8;
  return is_signed ? int32_t(int16_t(both)) : int32_t(both);
}

Tensor read_activation(const std::vector<uint8_t>& memory, const Operand& operand, const Shape& shape,
                       bool is_signed) {
  Tensor tensor(is_signed ? DataType::Int8 : DataType::Uint8, shape);
  auto* target = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(tensor.blob.data()));
  for (int64_t n = 0; n < shape[0]; ++n)
    for (int64_t c = 0; c < shape[1]; ++c)
      for (int64_t h = 0; h < shape[2]; ++h)
        for (int64_t w = 0; w < shape[3]; ++w) *target++ = memory.at(operand.byte(n, c, h, w));
  return tensor;
}

}  // namespace quern::ops::test

#include "harness.hpp"

#include <cstring>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

#include <quern/ops/operator.hpp>

namespace quern::test {

Tensor Random::bytes(const Shape& dims, bool is_signed) {
  Tensor tensor(is_signed ? DataType::Int8 : DataType::Uint8, dims);
  auto* const p = reinterpret_cast<uint8_t*>(const_cast<std::byte*>(tensor.blob.data()));
  const int64_t style = integer(0, 5);
  for (int64_t i = 0; i < tensor.count(); ++i) {
    const auto any = uint8_t(engine_());
    const uint8_t low = is_signed ? 0x80 : 0x00, high = is_signed ? 0x7F : 0xFF;
    p[i] = style == 0 ? low : style == 1 ? high : style == 2 ? (any % 2 != 0 ? low : high) : any;
  }
  return tensor;
}

Tensor Random::biases(int64_t count) {
  const bool extreme = integer(0, 3) == 0;
  std::vector<int16_t> values(static_cast<size_t>(count));
  for (int16_t& v : values) v = extreme ? (flip() ? int16_t(32767) : int16_t(-32768)) : int16_t(engine_());
  return Tensor::from(values);
}

GuardedBytes::GuardedBytes(size_t size, Side side) : size_(size) {
  const auto page = size_t(sysconf(_SC_PAGESIZE)), pages = (size + page - 1) / page * page;
  map_size_ = pages + 2 * page;
  map_ = mmap(nullptr, map_size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map_ == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  auto* const inner = static_cast<uint8_t*>(map_) + page;
  if (pages > 0 && mprotect(inner, pages, PROT_READ | PROT_WRITE) != 0)
    throw std::system_error(errno, std::generic_category(), "mprotect");
  data_ = side == Side::Start ? inner : inner + pages - size;
}

GuardedBytes::GuardedBytes(const std::vector<uint8_t>& bytes, Side side) : GuardedBytes(bytes.size(), side) {
  if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
}

GuardedBytes::~GuardedBytes() { munmap(map_, map_size_); }

std::vector<uint8_t> bytes_of(const Tensor& tensor) {
  const auto* const p = reinterpret_cast<const uint8_t*>(tensor.blob.data());
  return {p, p + tensor.byte_size()};
}

std::vector<uint8_t> to_nhwc(const Tensor& nchw) {
  const std::vector<uint8_t> source = bytes_of(nchw);
  const int64_t batch = nchw.dims.at(0), channels = nchw.dims.at(1),
                pixels = nchw.count() / (batch * channels);
  std::vector<uint8_t> result(source.size());
  for (int64_t n = 0; n < batch; ++n)
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t p = 0; p < pixels; ++p)
        result[size_t((n * pixels + p) * channels + c)] = source[size_t((n * channels + c) * pixels + p)];
  return result;
}

Tensor reference(const std::string& op, const std::vector<Tensor>& inputs,
                 const std::vector<NamedAttribute>& attributes, const std::string& domain) {
  Node node(op, {}, {"y"}, domain);
  std::vector<const Tensor*> pointers;
  for (size_t i = 0; i < inputs.size(); ++i) {
    node.inputs.push_back(inputs[i].is_defined() ? std::to_string(i) : "");
    pointers.push_back(inputs[i].is_defined() ? &inputs[i] : nullptr);
  }
  for (const NamedAttribute& attribute : attributes)
    node.attributes.push_back({attribute.name, attribute.value, {}});
  return ops::compute(node, pointers).at(0);
}

void EveryIsa::SetUp() {
  if (!cpu::int8::is_available(isa()))
    GTEST_SKIP() << "this machine lacks " << cpu::int8::name_of(isa())
                 << ": its kernels are compiled, but not run";
}

std::string isa_test_name(const testing::TestParamInfo<cpu::int8::Isa>& info) {
  return std::string(cpu::int8::name_of(info.param));
}

}  // namespace quern::test

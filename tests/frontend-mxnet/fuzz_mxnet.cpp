// Arbitrary bytes as an MXNet model: it converts, or it is refused with an Error. The input is the size of
// the symbol (4 bytes, little-endian), the symbol, and the parameters.
#include <cstring>

#include <quern/onnx/write.hpp>

#include "convert.hpp"
#include "reader/params.hpp"
#include "reader/symbol.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quern;
  const quern_host silent{sizeof(quern_host), 1, nullptr, nullptr, nullptr};
  uint32_t split = 0;
  if (size < sizeof(split)) return 0;
  std::memcpy(&split, data, sizeof(split));
  data += sizeof(split);
  size -= sizeof(split);
  const size_t text = std::min(size_t(split), size);
  Blob params = Blob::allocate(size - text);
  if (size > text) std::memcpy(const_cast<std::byte*>(params.data()), data + text, size - text);
  try {
    const Model model = frontend::mxnet::convert_model(
        frontend::mxnet::read_symbol({reinterpret_cast<const char*>(data), text}, "fuzz"),
        frontend::mxnet::read_params(params, "fuzz"), {}, Host(&silent), "fuzz");
    onnx_writer::write_model(model, "fuzz.onnx", [](const std::string&, const void*, size_t) {});
  } catch (const Error&) {
    // Refused, as it should be.
  }
  return 0;
}

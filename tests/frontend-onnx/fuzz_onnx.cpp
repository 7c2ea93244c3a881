// Arbitrary bytes as an ONNX model: they convert, or they are refused with an Error.
#include <cstring>

#include <quern/onnx/read.hpp>
#include <quern/onnx/write.hpp>

#include "convert.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quern;
  const quern_host silent{sizeof(quern_host), 1, nullptr, nullptr, nullptr};
  Blob bytes = Blob::allocate(size);
  if (size) std::memcpy(const_cast<std::byte*>(bytes.data()), data, size);
  try {
    const Model model = frontend::onnx::convert_model(onnx_reader::read_model({bytes, {}}, "fuzz"), {},
                                                      Host(&silent), "fuzz");
    onnx_writer::write_model(model, "fuzz.onnx", [](const std::string&, const void*, size_t) {});
  } catch (const Error&) {
    // Refused, as it should be.
  }
  return 0;
}

// Arbitrary bytes as a TensorFlow graph: they convert, or they are refused with an Error. Bytes that begin
// with "T" are a checkpoint's index instead.
#include <cstring>

#include <quern/onnx/write.hpp>

#include "convert.hpp"
#include "reader/graph_def.hpp"
#include "reader/table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quern;
  const quern_host silent{sizeof(quern_host), 1, nullptr, nullptr, nullptr};
  Blob bytes = Blob::allocate(size);
  if (size) std::memcpy(const_cast<std::byte*>(bytes.data()), data, size);
  try {
    if (size && data[0] == 'T') {
      frontend::tensorflow::read_table({reinterpret_cast<const char*>(data) + 1, size - 1});
      return 0;
    }
    const Model model = frontend::tensorflow::convert_graph(
        frontend::tensorflow::read_graph_def(bytes, "fuzz"), {}, Host(&silent), "fuzz");
    onnx_writer::write_model(model, "fuzz.onnx", [](const std::string&, const void*, size_t) {});
  } catch (const Error&) {
    // Refused, as it should be.
  }
  return 0;
}

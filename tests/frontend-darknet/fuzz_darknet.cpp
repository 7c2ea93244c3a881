// Arbitrary bytes as a Darknet model: they convert, or they are refused with an Error.
#include <quern/onnx/write.hpp>

#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quern;
  const quern_host silent{sizeof(quern_host), 1, nullptr, nullptr, nullptr};
  try {
    const auto input =
        frontend::darknet::test::fuzz_input(std::string(reinterpret_cast<const char*>(data), size));
    const Model model = frontend::darknet::convert_network(input.files, input.options, Host(&silent));
    onnx_writer::write_model(model, "fuzz.onnx", [](const std::string&, const void*, size_t) {});
  } catch (const Error&) {
    // Refused, as it should be.
  }
  return 0;
}

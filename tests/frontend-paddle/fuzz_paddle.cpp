// Arbitrary bytes as a Paddle model: they convert, or they are refused with an Error.
#include "fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    quern::frontend::paddle::test::convert_bytes(std::string(reinterpret_cast<const char*>(data), size));
  } catch (const quern::Error&) {
    // Refused, as it should be.
  }
  return 0;
}

// One run of bytes as a whole model, for the fuzz target and its tests: uint32 size of the program, the
// program, and behind it the file with all parameters.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

#include <quern/onnx/write.hpp>

#include "convert.hpp"
#include "reader/parameters.hpp"
#include "reader/program.hpp"

namespace quern::frontend::paddle::test {

inline Blob part_of(const std::string& bytes, size_t begin, size_t size) {
  Blob blob = Blob::allocate(size);
  if (size) std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data() + begin, size);
  return blob;
}

// Converts and serialises. Throws Error where the model is refused.
inline void convert_bytes(const std::string& bytes) {
  const quern_host silent{sizeof(quern_host), 1, nullptr, nullptr, nullptr};
  uint32_t size = 0;
  if (bytes.size() < sizeof(size)) throw InputError("too short");
  std::memcpy(&size, bytes.data(), sizeof(size));
  const size_t rest = bytes.size() - sizeof(size);
  const size_t program_size = std::min<size_t>(size, rest);
  const Program program = read_program(part_of(bytes, sizeof(size), program_size), "fuzz");
  Parameters parameters =
      read_combined(program, part_of(bytes, sizeof(size) + program_size, rest - program_size), "fuzz");
  const Model model = convert_program(program, std::move(parameters), {}, Host(&silent), "fuzz");
  onnx_writer::write_model(model, "fuzz.onnx", [](const std::string&, const void*, size_t) {});
}

}  // namespace quern::frontend::paddle::test

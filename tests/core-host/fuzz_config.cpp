// Any bytes as a pipeline file: they are read, or refused with an Error, and nothing else happens.
#include <cstddef>
#include <cstdint>
#include <string>

#include <quern/error.hpp>

#include "config/pipeline_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    quern::config::parse_pipeline(std::string(reinterpret_cast<const char*>(data), size), "fuzz.yaml", {});
  } catch (const quern::Error&) {
    return 0;
  }
  return 0;
}

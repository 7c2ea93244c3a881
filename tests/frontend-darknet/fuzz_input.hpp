// How a run of bytes becomes a model for the fuzz target: the .cfg text up to the first zero byte, then the
// .weights file. Where nothing stands behind the text, the network gets as many zeros as it needs, up to 1
// MB: no fuzzer would guess the length of a .weights file.
#pragma once

#include <cstring>
#include <string>

#include <quern/frontend/unsupported.hpp>

#include "convert.hpp"
#include "graph/build.hpp"
#include "graph/measure.hpp"
#include "reader/cfg.hpp"
#include "reader/weights.hpp"

namespace quern::frontend::darknet::test {

struct FuzzInput {
  Files files;
  ConvertOptions options;
};

// The header of version 0.2 and `count` zeros.
inline Blob zero_weights(int64_t count) {
  Blob file = Blob::allocate(20 + size_t(count) * sizeof(float));
  const int32_t minor = 2;
  std::memcpy(const_cast<std::byte*>(file.data()) + 4, &minor, sizeof minor);
  return file;
}

inline Blob bytes_of(const std::string& bytes) {
  Blob blob = Blob::allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data(), bytes.size());
  return blob;
}

// Throws Error where the text is no network.
inline FuzzInput fuzz_input(const std::string& bytes) {
  const size_t end = std::min(bytes.find('\0'), bytes.size());
  const std::string text = bytes.substr(0, end);
  FuzzInput input;
  input.options.decoding = {bytes.size() % 2 == 0, 0.25f};
  input.files.cfg_name = "fuzz.cfg";
  input.files.cfg = bytes_of(text);
  input.files.weights_name = "fuzz.weights";
  if (end < bytes.size()) {
    input.files.weights = bytes_of(bytes.substr(end + 1));
    return input;
  }
  const quern_host silent{sizeof(quern_host), 1, nullptr, nullptr, nullptr};
  Network network = build_network(read_cfg(text, "fuzz.cfg", Host(&silent)), "fuzz.cfg");
  Unsupported unsupported;
  measure(network, network.layers.size(), input.options.decoding.decode, unsupported);
  const int64_t needed = floats_needed(network, network.layers.size());
  input.files.weights = zero_weights(std::min<int64_t>(needed, 1 << 18));
  return input;
}

}  // namespace quern::frontend::darknet::test

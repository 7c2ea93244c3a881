// .weights files: a header and then nothing but floats.
#pragma once

#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

#include "model/network.hpp"

namespace quern::frontend::darknet {

// The header: major, minor and revision as 32-bit integers, then the number of images seen in training, which
// has 64 bits from version 0.2 on and 32 bits before.
struct WeightsHeader {
  int32_t major = 0, minor = 0, revision = 0;

  [[nodiscard]] size_t size() const { return seen_has_64_bits() ? 20 : 16; }
  [[nodiscard]] bool seen_has_64_bits() const {
    return int64_t(major) * 10 + minor >= 2 && major < 1000 && minor < 1000;
  }
  // Versions above 1000 mark files whose [connected] matrices are the other way round.
  [[nodiscard]] bool flips_connected() const { return major > 1000 || minor > 1000; }
};

// Throws InputError where the file is too short for a header.
WeightsHeader read_header(const Blob& file, const std::string& where);

// Whether the bytes begin like a .weights file that a known version of Darknet wrote.
bool looks_like_weights(const Blob& file);

// Gives the arrays of the first `layer_count` layers their values; they stay in the file's mapping. Throws
// InputError, naming the layer, where the file ends too early and, where these are all layers of the network,
// where it holds more floats than they need.
void load_weights(Network& network, size_t layer_count, const Blob& file, const std::string& where);

// How many floats the arrays of the first `layer_count` layers need.
int64_t floats_needed(const Network& network, size_t layer_count);

}  // namespace quern::frontend::darknet

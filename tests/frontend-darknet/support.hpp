// Tiny Darknet networks in memory, converted and executed with the reference kernels.
#pragma once

#include <cstring>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "support/recording_host.hpp"

namespace quern::frontend::darknet::test {

using quern::test::error_of;
using quern::test::RecordingHost;
using quern::test::status_of;

inline Blob blob_of(const std::string& bytes) {
  Blob blob = Blob::allocate(bytes.size());
  std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data(), bytes.size());
  return blob;
}

// The bytes of a .weights file of version 0.minor (2: 64 bits of "seen") or of an old one (1: 32 bits).
inline std::string weights_bytes(const std::vector<float>& floats, int32_t minor = 2, int32_t major = 0) {
  std::string bytes;
  const auto append = [&](const void* data, size_t size) {
    bytes.append(static_cast<const char*>(data), size);
  };
  const int32_t version[] = {major, minor, 0};
  append(version, sizeof version);
  const uint64_t seen = 640;
  append(&seen, major * 10 + minor >= 2 && minor < 1000 ? 8 : 4);
  append(floats.data(), floats.size() * sizeof(float));
  return bytes;
}

// `count` numbers between -1 and 1 that look random and are the same everywhere.
inline std::vector<float> noise(size_t count, uint32_t seed = 1) {
  std::vector<float> values(count);
  for (float& value : values) {
    seed = seed * 1664525u + 1013904223u;
    value = float(int32_t(seed >> 8) - (1 << 23)) / float(1 << 23);
  }
  return values;
}

inline std::vector<float> joined(std::initializer_list<std::vector<float>> parts) {
  std::vector<float> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// A network: the size of its input, the text behind [net] and the floats of its .weights file.
struct Net {
  Dims image;
  std::string sections;
  std::vector<float> floats = {};
  int32_t minor = 2;

  [[nodiscard]] std::string cfg() const {
    return "[net]\nwidth=" + std::to_string(image.width) + "\nheight=" + std::to_string(image.height) +
           "\nchannels=" + std::to_string(image.channels) + "\n" + sections;
  }
  [[nodiscard]] Files files() const {
    Files files;
    files.cfg_name = "net.cfg";
    files.cfg = blob_of(cfg());
    if (floats.empty()) return files;
    files.weights_name = "net.weights";
    files.weights = blob_of(weights_bytes(floats, minor));
    return files;
  }
};

inline Model convert(const Net& net, const ConvertOptions& options = {}) {
  RecordingHost host;
  return convert_network(net.files(), options, host.host());
}

inline ConvertOptions decoding(float threshold = 0) {
  ConvertOptions options;
  options.decoding = {true, threshold};
  return options;
}

// Converts and runs on `input`, [batch, channels, height, width]; returns the outputs.
inline std::vector<Tensor> run(const Net& net, const Tensor& input, ConvertOptions options = {}) {
  options.inputs.push_back({"data", input.dims});
  return ops::interpret(convert(net, options).graph, {input});
}

// The input for one image or several.
inline Tensor image(const Dims& dims, uint32_t seed = 7, int64_t batch = 1) {
  return Tensor::from(noise(size_t(batch * dims.count()), seed),
                      {batch, dims.channels, dims.height, dims.width});
}

inline std::vector<std::string> operators_of(const Model& model) {
  std::vector<std::string> types;
  for (const Node& n : model.graph.nodes)
    types.push_back(n.domain.empty() ? n.op_type : n.domain + "." + n.op_type);
  return types;
}

inline std::vector<std::string> output_names(const Model& model) {
  std::vector<std::string> names;
  for (const ValueInfo& v : model.graph.outputs) names.push_back(v.name);
  return names;
}

inline void expect_near(const Tensor& actual, const std::vector<float>& expected, float tolerance = 1e-5f) {
  const std::vector<float> values = actual.to_float();
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i)
    ASSERT_NEAR(values[i], expected[i], tolerance) << "element " << i;
}

// Reads [channels, height, width] of one image; 0 outside.
class View {
 public:
  View(const Tensor& tensor, int64_t image = 0)
      : data_(tensor.data<float>() + image * tensor.dims[1] * tensor.dims[2] * tensor.dims[3]),
        dims_{tensor.dims[1], tensor.dims[2], tensor.dims[3]} {}
  [[nodiscard]] bool inside(int64_t y, int64_t x) const {
    return y >= 0 && x >= 0 && y < dims_.height && x < dims_.width;
  }
  [[nodiscard]] double operator()(int64_t c, int64_t y, int64_t x) const {
    return inside(y, x) ? data_[(c * dims_.height + y) * dims_.width + x] : 0.0;
  }

 private:
  const float* data_;
  Dims dims_;
};

// The numbers of a tensor of `dims`, computed one by one.
inline std::vector<float> each(const Dims& dims,
                               const std::function<double(int64_t c, int64_t y, int64_t x)>& value) {
  std::vector<float> values;
  for (int64_t c = 0; c < dims.channels; ++c)
    for (int64_t y = 0; y < dims.height; ++y)
      for (int64_t x = 0; x < dims.width; ++x) values.push_back(float(value(c, y, x)));
  return values;
}

}  // namespace quern::frontend::darknet::test

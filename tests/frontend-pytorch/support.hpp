// What the tests of the PyTorch frontend share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include <quern/ops/interpreter.hpp>

#include "support/recording_host.hpp"
#include "tiny_archive.hpp"

namespace quern::frontend::pytorch::test {

using quern::test::error_of;
using quern::test::RecordingHost;
using quern::test::status_of;
using ::testing::HasSubstr;

inline Model convert(const TinyModel& model, const ConvertOptions& options) {
  RecordingHost host;
  return convert_archive(blob_of(model.bytes()), options, host.host(), "m.pt");
}

inline std::string error_of_model(const TinyModel& model,
                                  const ConvertOptions& options = bound({{"x", {2, 3}}})) {
  return error_of([&] { convert(model, options); });
}

// Converts and runs; the first output. x is 2 x 3: 0, 1, 2, 3, 4, 5.
inline std::vector<float> run(const TinyModel& model) {
  const Model converted = convert(model, bound({{"x", {2, 3}}}));
  const Tensor x = Tensor::from(std::vector<float>{0, 1, 2, 3, 4, 5}, {2, 3});
  return ops::interpret(converted.graph, {x}).at(0).to_float();
}

}  // namespace quern::frontend::pytorch::test

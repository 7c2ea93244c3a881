// One case of the ONNX backend tests on disk.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::suite {

struct TestCase {
  std::string name;  // "node/test_add"
  std::filesystem::path model;
  std::vector<std::filesystem::path> data_sets;
};

// All cases below `root`, sorted by name.
std::vector<TestCase> find_cases(const std::filesystem::path& root);

// The tensors <kind>_0.pb, <kind>_1.pb, … of a data set. Throws UnsupportedError for sequences and optionals.
std::vector<Tensor> read_tensors(const std::filesystem::path& data_set, const std::string& kind,
                                 const std::vector<ValueInfo>& ports);

// Empty where `got` is `want` within the tolerance of the ONNX backend tests (relative 1e-3, absolute 1e-7),
// else what differs.
std::string difference(const Tensor& got, const Tensor& want);

}  // namespace quern::suite

// Executes the vendor-made programs; their outputs were recorded on the chip's functional model.
#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "harness.hpp"
#include "target-bm1684/isa/shared_files.hpp"

namespace quern::bm1684::test {
namespace {

namespace fs = std::filesystem;

// A tensor file of a sample: elements in device layout.
Tensor read_tensor(const fs::path& folder, const nlohmann::json& t) {
  const std::string bytes = read_file(folder / t.at("file").get<std::string>());
  const Shape shape = t.at("shape").get<Shape>();
  const bool integer = t.at("dtype") == "i8", packed = t.at("stmode") == "4N";
  Tensor tensor(integer ? DataType::Int8 : DataType::Float, shape);
  auto* to = reinterpret_cast<char*>(const_cast<std::byte*>(tensor.blob.data()));
  if (!packed) {
    EXPECT_EQ(bytes.size(), tensor.byte_size());
    std::memcpy(to, bytes.data(), std::min(bytes.size(), tensor.byte_size()));
    return tensor;
  }
  const auto batches = size_t(shape[0]), rest = size_t(tensor.count()) / batches;
  for (size_t n = 0; n < batches; ++n)
    for (size_t i = 0; i < rest; ++i) to[n * rest + i] = bytes.at((n / 4 * rest + i) * 4 + n % 4);
  return tensor;
}

struct Sample {
  fs::path program;
  std::map<std::string, Tensor> inputs, outputs;
};

Sample read_sample(const fs::path& program) {
  Sample sample{program, {}, {}};
  const auto manifest = nlohmann::json::parse(read_file(program.parent_path() / "manifest.json"));
  for (const auto& t : manifest.at("inputs"))
    sample.inputs[t.at("name")] = read_tensor(program.parent_path(), t);
  for (const auto& t : manifest.at("outputs"))
    sample.outputs[t.at("name")] = read_tensor(program.parent_path(), t);
  return sample;
}

// Largest difference relative to the tensor's largest element; 0 where all bits agree.
double difference(const Tensor& got, const Tensor& want) {
  EXPECT_EQ(got.dims, want.dims);
  EXPECT_EQ(got.type, want.type);
  if (got.byte_size() == want.byte_size() &&
      std::memcmp(got.blob.data(), want.blob.data(), want.byte_size()) == 0)
    return 0;
  const std::vector<float> g = got.to_float(), w = want.to_float();
  double largest = 0, error = 0;
  for (size_t i = 0; i < w.size(); ++i) {
    largest = std::max(largest, std::abs(double(w[i])));
    error = std::max(error, std::abs(double(g.at(i)) - double(w[i])));
  }
  return error / largest;
}

class Samples : public testing::TestWithParam<std::string> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Samples);

std::vector<std::string> names() {
  std::vector<std::string> list;
  if (chip_folder().empty()) return list;
  for (const fs::path& path : sample_programs()) list.push_back(path.parent_path().filename().string());
  return list;
}

Sample sample(const std::string& name) {
  for (const fs::path& path : sample_programs())
    if (path.parent_path().filename() == name) return read_sample(path);
  throw std::runtime_error("no sample " + name);
}

TEST_P(Samples, GivesTheRecordedOutputs) {
  const Sample s = sample(GetParam());
  const RunResult result = run_program(s.program, s.inputs, {{"raw", "true"}});
  ASSERT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
  ASSERT_EQ(result.outputs.size(), s.outputs.size());
  for (const auto& [name, want] : s.outputs) {
    const double error = difference(result.outputs.at(name), want);
    if (want.type == DataType::Int8) {
      EXPECT_EQ(error, 0) << name;
    } else {
      EXPECT_LE(error, 1e-6) << name;  // divisions are within the chip's error, not bit-identical
    }
    std::printf("%-40s %s\n", name.c_str(),
                error == 0 ? "identical" : std::to_string(error * 1e6).append("e-6").c_str());
  }
}

TEST_P(Samples, DoesNotDependOnThreads) {
  const Sample s = sample(GetParam());
  const RunResult one = run_program(s.program, s.inputs, {{"raw", "true"}, {"threads", "1"}});
  const RunResult three = run_program(s.program, s.inputs, {{"raw", "true"}, {"threads", "3"}});
  ASSERT_EQ(one.status, QUERN_OK);
  ASSERT_EQ(three.status, QUERN_OK);
  for (const auto& [name, want] : one.outputs) EXPECT_EQ(difference(three.outputs.at(name), want), 0) << name;
}

TEST_P(Samples, IsSafe) {
  const Sample s = sample(GetParam());
  const RunResult result = run_program(s.program, s.inputs, {{"raw", "true"}, {"check", "true"}});
  EXPECT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
}

INSTANTIATE_TEST_SUITE_P(Vendor, Samples, testing::ValuesIn(names()), [](const auto& info) {
  std::string name = info.param;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

}  // namespace
}  // namespace quern::bm1684::test

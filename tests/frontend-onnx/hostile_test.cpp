// Damaged models: every truncation and thousands of byte mutations of a model that uses many features. Each
// of them converts or is refused with an Error; anything else ends the test program.
#include <cstdlib>
#include <filesystem>
#include <random>

#include <quern/onnx/read.hpp>
#include <quern/onnx/write.hpp>

#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

std::string serialised(const Model& model) {
  std::string bytes;
  onnx_writer::write_model(model, "m", [&](const std::string&, const void* data, size_t size) {
    bytes.append(static_cast<const char*>(data), size);
  });
  return bytes;
}

// Whether the bytes convert. Throws what is no Error.
bool converts(const std::string& bytes) {
  Blob blob = Blob::allocate(bytes.size());
  std::memcpy(const_cast<std::byte*>(blob.data()), bytes.data(), bytes.size());
  try {
    RecordingHost host;
    serialised(convert_model(onnx_reader::read_model({blob, {}}, "m"), {}, host.host(), "m"));
    return true;
  } catch (const Error&) {
    return false;
  }
}

ModelBuilder convolutional(int64_t opset) {
  ModelBuilder m(opset);
  m.input("x", {1, 2, 4, 4})
      .constant("w", Tensor::from(std::vector<float>(16, 0.5f), {2, 2, 2, 2}))
      .output("y");
  m.add(node("Conv", {"x", "w"}, {"c"}, {{"kernel_shape", ints({2, 2})}, {"strides", ints({2, 2})}}));
  m.add(node("Clip", {"c"}, {"k"}, {{"min", 0.0f}, {"max", 6.0f}}))
      .add(node("MaxPool", {"k"}, {"p"}, {{"kernel_shape", ints({2, 2})}}));
  m.add(node("Flatten", {"p"}, {"f"}))
      .add(node("Softmax", {"f"}, {"s"}))
      .add(node("Unsqueeze", {"s"}, {"y"}, {{"axes", ints({0})}}));
  return m;
}

ModelBuilder shape_arithmetic(int64_t opset) {
  ModelBuilder m(opset);
  m.input("x", {2, 3}).output("y");
  m.add(node("Constant", {}, {"i"}, {{"value", Tensor::from<int64_t>({0})}}));
  m.add(node("Shape", {"x"}, {"dims"})).add(node("Gather", {"dims", "i"}, {"d"}));
  m.add(node("Constant", {}, {"rest"}, {{"value", Tensor::from<int64_t>({-1})}}));
  m.add(node("Concat", {"d", "rest"}, {"shape"}, {{"axis", int64_t(0)}}))
      .add(node("Reshape", {"x", "shape"}, {"r"}));
  m.add(node("Split", {"r"}, {"a", "b"}, {{"num_outputs", int64_t(2)}, {"axis", int64_t(1)}}))
      .add(node("ReduceMean", {"a", "i"}, {"y"}));
  return m;
}

ModelBuilder quantised(int64_t opset) {
  ModelBuilder m(opset);
  m.input("x", {1, 2})
      .output("y")
      .constant("s", Tensor::scalar(0.5f))
      .constant("z", Tensor::scalar<int8_t>(0));
  m.constant("w", Tensor::from<int8_t>({2, 4}, {2, 1}));
  m.add(node("QuantizeLinear", {"x", "s", "z"}, {"xq"}));
  m.add(node("QLinearMatMul", {"xq", "s", "z", "w", "s", "z", "s", "z"}, {"yq"}))
      .add(node("DequantizeLinear", {"yq", "s", "z"}, {"y"}));
  return m;
}

class Hostile : public ::testing::TestWithParam<ModelBuilder (*)(int64_t)> {};

TEST_P(Hostile, TheModelItselfConverts) {
  EXPECT_TRUE(converts(serialised(GetParam()(GetParam() == shape_arithmetic ? 18 : 10).model)));
}

TEST_P(Hostile, EveryTruncationIsSurvived) {
  const std::string bytes = serialised(GetParam()(11).model);
  for (size_t size = 0; size < bytes.size(); ++size) converts(bytes.substr(0, size));
}

TEST_P(Hostile, ThousandsOfMutationsAreSurvived) {
  std::mt19937 random(20);
  size_t converted = 0, refused = 0;
  for (const int64_t opset : {1, 7, 10, 13, 18, 21}) {
    const std::string original = serialised(GetParam()(opset).model);
    for (int i = 0; i < 500; ++i) {
      std::string bytes = original;
      for (unsigned k = random() % 3 + 1; k > 0; --k) bytes[random() % bytes.size()] = char(random() % 256);
      if (random() % 8 == 0)
        bytes.insert(random() % bytes.size(), bytes.substr(random() % bytes.size(), random() % 64));
      (converts(bytes) ? converted : refused) += 1;
    }
  }
  EXPECT_EQ(converted + refused, 3000u);
  EXPECT_GT(refused, 300u);
}

// The seeds of the fuzz target would be worth little if they were refused at once.
TEST(FuzzCorpus, SeedsConvert) {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const std::filesystem::path folder =
      std::filesystem::path(source ? source : ".") / "tests" / "frontend-onnx" / "corpus";
  if (!std::filesystem::is_directory(folder))
    GTEST_SKIP() << "no corpus at " << folder << " (set QUERN_TEST_SOURCE)";
  size_t seeds = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".onnx") continue;
    RecordingHost host;
    EXPECT_EQ(error_of([&] { convert_file(entry.path(), {}, host.host()); }), "") << entry.path();
    ++seeds;
  }
  EXPECT_GE(seeds, 8u);
}

INSTANTIATE_TEST_SUITE_P(Models, Hostile, ::testing::Values(convolutional, shape_arithmetic, quantised));

}  // namespace
}  // namespace quern::frontend::onnx::test

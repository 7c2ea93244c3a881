// Recognising ONNX by its content.
#include "reader/sniff.hpp"

#include <filesystem>
#include <fstream>

#include <quern/onnx/write.hpp>

#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

class Sniff : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("quern-sniff-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  static std::string model_bytes() {
    ModelBuilder m(13);
    m.input("x", {2}).output("y").add(node("Relu", {"x"}, {"y"}));
    std::string bytes;
    onnx_writer::write_model(m.model, "m", [&](const std::string&, const void* data, size_t size) {
      bytes.append(static_cast<const char*>(data), size);
    });
    return bytes;
  }

  std::filesystem::path folder_;
};

TEST_F(Sniff, ModelsAreKnownWhateverTheirName) { EXPECT_EQ(sniff(write("model.bin", model_bytes())), 100); }

TEST_F(Sniff, TruncatedModelsAreKnownByTheirExtension) {
  const std::string half = model_bytes().substr(0, 30);
  EXPECT_GT(sniff(write("half.onnx", half)), 0);
  EXPECT_EQ(sniff(write("half.pb", half)), 0);
}

TEST_F(Sniff, OtherFilesAreNot) {
  EXPECT_EQ(sniff(write("a.onnx", "hello, this is a text")), 0);
  EXPECT_EQ(sniff(write("b.onnx", "")), 0);
  EXPECT_EQ(sniff(write("caffe.prototxt", "name: \"net\"\nlayer { }")), 0);
  EXPECT_EQ(sniff(folder_ / "missing.onnx"), 0);
  EXPECT_EQ(sniff(folder_), 0);
}

TEST_F(Sniff, SavedModelWithTheSameFirstFieldsIsNot) {
  EXPECT_EQ(sniff(write("saved_model.pb", std::string("\x08\x01\x12\x04\x0a\x02\x1a\x00", 8))), 0);
}

}  // namespace
}  // namespace quern::frontend::onnx::test

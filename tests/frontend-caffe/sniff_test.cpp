// Recognising Caffe files by their content.
#include "reader/sniff.hpp"

#include <fstream>

#include "support.hpp"
#include "wire.hpp"

namespace quern::frontend::caffe::test {
namespace {

class Sniff : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() /
        ("quern-caffe-sniff-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] int sniffed(const std::string& bytes) const {
    const std::filesystem::path file = folder_ / "file";
    std::ofstream(file, std::ios::binary) << bytes;
    return sniff(file);
  }
  std::filesystem::path folder_;
};

TEST_F(Sniff, TextNetworks) {
  EXPECT_EQ(sniffed("name: \"n\"\ninput: \"x\"\ninput_dim: 1\nlayer {\n type: \"ReLU\" }"), 100);
  EXPECT_EQ(sniffed("\xEF\xBB\xBF# a comment { layer }\r\nlayers: { type: RELU }"), 100);
  EXPECT_EQ(sniffed("input: \"x\" input_shape { dim: 1 } layer { broken"), 100);
  EXPECT_GT(sniffed("net: \"train.prototxt\"\ntest_iter: 100\nbase_lr: 0.01"), 0);
}

TEST_F(Sniff, BinaryNetworks) {
  const std::string layer = wire::layer("c", "Convolution", {"x"}, {"y"}, {wire::floats({1}, {1})});
  EXPECT_EQ(sniffed(wire::net({layer, layer})), 100);
  EXPECT_EQ(sniffed(wire::bytes(1, "name") + wire::input("x", {1, 3}) + wire::net({layer})), 100);
  EXPECT_EQ(sniffed(wire::bytes(1, "name") + wire::bytes(2, wire::bytes(2, "x") + wire::number(5, 4))), 100);
  // Truncated within the second layer: still Caffe, reading it says what is the matter.
  const std::string file = wire::net({layer, layer});
  EXPECT_GT(sniffed(file.substr(0, file.size() - 3)), 0);
}

TEST_F(Sniff, OtherFormats) {
  EXPECT_EQ(sniffed(""), 0);
  EXPECT_EQ(sniffed("hello, this is a text"), 0);
  EXPECT_EQ(sniffed("[net]\nbatch=1\n[convolutional]\nfilters=3\n"), 0);             // Darknet
  EXPECT_EQ(sniffed("node {\n  name: \"x\"\n  op: \"Placeholder\"\n}\n"), 0);        // TensorFlow, text
  EXPECT_EQ(sniffed("{ \"nodes\": [ { \"op\": \"null\" } ], \"layer\": { } }"), 0);  // MXNet
  EXPECT_EQ(sniffed("quern: 1\nname: x\nlayers:\n  - a\n"), 0);                      // YAML
  EXPECT_EQ(sniffed(wire::bytes(1, wire::bytes(1, "x") + wire::bytes(2, "Relu")) +
                    wire::bytes(1, wire::bytes(1, "y") + wire::bytes(2, "Relu"))),
            0);                                                                     // TensorFlow
  EXPECT_EQ(sniffed(wire::number(1, 8) + wire::bytes(7, wire::bytes(2, "g"))), 0);  // ONNX
  EXPECT_EQ(
      sniffed(wire::bytes(1, wire::number(1, 0) + wire::number(2, -1)) + wire::bytes(4, wire::number(1, 0))),
      0);                                                                       // Paddle
  EXPECT_EQ(sniffed(std::string("PK\x03\x04", 4) + std::string(60, '\0')), 0);  // PyTorch
  EXPECT_EQ(sniffed(std::string("\0\0\0\0\2\0\0\0\0\0\0\0", 12) + std::string(60, '\x3f')),
            0);  // Darknet weights
  EXPECT_EQ(sniff(folder_), 0);
  EXPECT_EQ(sniff(folder_ / "missing"), 0);
}

}  // namespace
}  // namespace quern::frontend::caffe::test

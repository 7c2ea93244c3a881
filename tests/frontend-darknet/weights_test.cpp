// .weights files: headers, lengths, and where the numbers stay.
#include "reader/weights.hpp"

#include <filesystem>
#include <fstream>

#include <quern/onnx/file.hpp>

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

using ::testing::HasSubstr;

const std::string kTwoConvs =
    "[convolutional]\nfilters=2\nactivation=linear\n[maxpool]\n[convolutional]\nfilters=3\nactivation="
    "linear\n";

// 2 + 2 and 3 + 6 floats.
Net two_convs(size_t floats) { return {{1, 2, 2}, kTwoConvs, noise(floats)}; }

TEST(Weights, ImagesSeenHave32Or64Bits) {
  const Tensor input = image({1, 2, 2});
  Net old = two_convs(13);
  old.minor = 1;
  expect_near(run(old, input)[0], run(two_convs(13), input)[0].to_float(), 0);
  EXPECT_EQ(read_header(blob_of(weights_bytes({}, 1)), "w").size(), 16u);
  EXPECT_EQ(read_header(blob_of(weights_bytes({}, 2)), "w").size(), 20u);
  EXPECT_EQ(read_header(blob_of(weights_bytes({}, 0, 1)), "w").size(), 20u);  // version 1.0
  EXPECT_TRUE(read_header(blob_of(weights_bytes({}, 1001)), "w").flips_connected());
  EXPECT_FALSE(read_header(blob_of(weights_bytes({}, 2)), "w").flips_connected());
}

TEST(Weights, TooFewNameTheLayerWhereTheyRanOut) {
  const std::string error = error_of([] { convert(two_convs(12)); });
  EXPECT_THAT(error, HasSubstr("end inside of layer conv_2 (net.cfg:9)"));
  EXPECT_THAT(error, HasSubstr("its weights are 6 floats, beginning with float 7 of 12"));
  EXPECT_THAT(error, HasSubstr("net.weights"));
  EXPECT_THAT(error_of([] { convert(two_convs(1)); }), HasSubstr("layer conv_0"));
  EXPECT_THAT(error_of([] { convert(two_convs(5)); }), HasSubstr("its biases are 3 floats"));
}

TEST(Weights, TooManySayHowMany) {
  EXPECT_THAT(error_of([] { convert(two_convs(20)); }),
              HasSubstr("holds 20 floats, 7 more than the layers need |"));
  Files files = two_convs(13).files();
  files.weights = blob_of(weights_bytes(noise(13)) + "ab");
  const RecordingHost host;
  EXPECT_THAT(error_of([&] { convert_network(files, {}, host.host()); }),
              HasSubstr("0 more than the layers need, and 2 bytes"));
}

TEST(Weights, MissingFileSaysHowManyAreNeeded) {
  Files files = two_convs(13).files();
  files.weights_name.clear();
  const RecordingHost host;
  const std::string error = error_of([&] { convert_network(files, {}, host.host()); });
  EXPECT_THAT(error, HasSubstr("needs 13 weights, but no .weights file was given"));
  EXPECT_THAT(error, HasSubstr("net.cfg"));
}

TEST(Weights, DamagedHeadersAreRefused) {
  EXPECT_THAT(error_of([] { read_header(blob_of("abc"), "w"); }), HasSubstr("the header"));
  EXPECT_THAT(error_of([] { read_header(blob_of(weights_bytes({}).substr(0, 17)), "w"); }),
              HasSubstr("the header"));
  EXPECT_THAT(error_of([] { read_header(blob_of(weights_bytes({}, -5)), "w"); }),
              HasSubstr("no Darknet .weights"));
}

TEST(Weights, StayInTheMappedFile) {
  const auto folder = std::filesystem::temp_directory_path() / "quern-darknet-mapping";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "net.cfg") << two_convs(13).cfg();
  std::ofstream(folder / "net.weights", std::ios::binary) << weights_bytes(noise(13));
  Files files = two_convs(13).files();
  files.weights = map_file(folder / "net.weights");
  const RecordingHost host;
  const Model model = convert_network(files, {}, host.host());
  size_t mapped = 0;
  for (const auto& [name, tensor] : model.graph.initializers)
    if (tensor.blob.data() >= files.weights.data() &&
        tensor.blob.data() < files.weights.data() + files.weights.size())
      ++mapped;
  EXPECT_EQ(mapped, 4u);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace quern::frontend::darknet::test

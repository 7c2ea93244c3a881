// Damaged and absurd files: each converts or is refused with an Error; anything else ends the test program.
#include <filesystem>
#include <fstream>
#include <random>

#include <quern/onnx/write.hpp>

#include "reader/sniff.hpp"
#include "support.hpp"
#include "wire.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::HasSubstr;

// As the fuzz target does.
Net read(const std::string& bytes) {
  UnknownFields unknown;
  const size_t end = std::min(bytes.find('\0'), bytes.size());
  if (end == 0 || !looks_like_text(wire::as_blob(bytes.substr(0, end))))
    return read_binary_net(wire::as_blob(bytes), "hostile", false, unknown);
  Net net = read_text_net(std::string_view(bytes).substr(0, end), "hostile", unknown);
  if (end < bytes.size())
    take_weights(net, read_binary_net(wire::as_blob(bytes.substr(end + 1)), "hostile", true, unknown));
  return net;
}

// Whether the bytes convert. Throws what is no Error.
bool converts(const std::string& bytes) {
  try {
    RecordingHost host;
    onnx_writer::write_model(convert_net(read(bytes), {}, host.host(), "hostile"), "m",
                             [](const std::string&, const void*, size_t) {});
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::vector<std::string> seeds() {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const std::filesystem::path folder =
      std::filesystem::path(source ? source : ".") / "tests" / "frontend-caffe" / "corpus";
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> contents;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    contents.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return contents;
}

#define NEEDS_SEEDS()         \
  const auto files = seeds(); \
  if (files.empty()) GTEST_SKIP() << "no corpus (set QUERN_TEST_SOURCE)"

// The seeds would be worth little if they were refused at once.
TEST(Hostile, SeedsConvert) {
  NEEDS_SEEDS();
  EXPECT_GE(files.size(), 15u);
  for (const std::string& file : files) EXPECT_TRUE(converts(file)) << file.substr(0, 400);
}

TEST(Hostile, TruncationsAreSurvived) {
  NEEDS_SEEDS();
  for (const std::string& file : files)
    for (size_t size = 0; size<file.size(); size += file.size()> 600 ? 7 : 1) converts(file.substr(0, size));
}

TEST(Hostile, ThousandsOfMutationsAreSurvived) {
  NEEDS_SEEDS();
  std::mt19937 random(20);
  size_t refused = 0, converted = 0;
  for (const std::string& file : files)
    for (int i = 0; i < 300; ++i) {
      std::string bytes = file;
      for (unsigned k = random() % 3 + 1; k > 0; --k) bytes[random() % bytes.size()] = char(random() % 256);
      if (random() % 8 == 0)
        bytes.insert(random() % bytes.size(), bytes.substr(random() % bytes.size(), random() % 64));
      (converts(bytes) ? converted : refused) += 1;
    }
  EXPECT_GT(refused, 500u);
  EXPECT_GT(converted, 100u);
}

// Numbers in texts become absurd ones.
TEST(Hostile, AbsurdNumbersAreSurvived) {
  NEEDS_SEEDS();
  std::mt19937 random(7);
  for (const std::string& file : files) {
    if (!looks_like_text(wire::as_blob(file))) continue;
    for (const char* number :
         {"0", "-1", "1e30", "nan", "1048576", "2147483647", "4294967296", "9223372036854775807"})
      for (int i = 0; i < 25; ++i) {
        std::string text = file;
        size_t at = text.find_first_of("0123456789", random() % text.size());
        if (at == std::string::npos) continue;
        const size_t end = text.find_first_not_of("0123456789.", at);
        text.replace(at, end - at, number);
        converts(text);
      }
  }
}

TEST(Hostile, LargeSizesOfSmallFilesAreRefusedBeforeTheyAreAllocated) {
  const std::string huge = input({1, 1000000000, 1000000, 1});
  for (const char* text :
       {"type: 'BatchNorm'", "type: 'PReLU'",
        "type: 'Scale' scale_param { num_axes: -1 filler { value: 1 } }",
        "type: 'InnerProduct' inner_product_param { num_output: 1000000000 }",
        "type: 'Convolution' convolution_param { num_output: 1000000000 kernel_size: 1000000 weight_filler { "
        "type: 'bilinear' } }",
        "type: 'Normalize' norm_param { channel_shared: false scale_filler { value: 20 } }"})
    EXPECT_NE(error_of([&] { convert(huge + "layer { name: 'l' bottom: 'x' top: 'y' " + text + " }"); }), "")
        << text;
  EXPECT_THAT(error_of([] {
                std::string text;
                for (int i = 0; i < 100; ++i)
                  text += "layer { name: 'd" + std::to_string(i) + "' type: 'DummyData' top: 'd" +
                          std::to_string(i) +
                          "' dummy_data_param { shape { dim: 1000 dim: 1000 } data_filler { value: 1 } } }";
                convert(text);
              }),
              HasSubstr("more constants"));
}

TEST(Hostile, ManyValuesInFewBytesAreRefused) {
  const std::string packed = wire::bytes(4, std::string(3 << 20, '\x01'));
  UnknownFields unknown;
  EXPECT_THAT(error_of([&] { read_binary_net(wire::as_blob(packed), "b", false, unknown); }),
              HasSubstr("more parameters than any network"));
}

TEST(Hostile, CirclesAndRepeatedTops) {
  EXPECT_NE(error_of([] {
              convert(input({1}) +
                      "layer { name: 'a' type: 'Eltwise' bottom: 'x' bottom: 'c' top: 'b' } "
                      "layer { name: 'b' type: 'ReLU' bottom: 'b' top: 'c' }");
            }),
            "");
  EXPECT_THAT(error_of([] {
                convert(input({1}) + "layer { name: 'a' type: 'Split' bottom: 'x' top: 'b' top: 'b' }");
              }),
              HasSubstr("two of its tops"));
}

}  // namespace
}  // namespace quern::frontend::caffe::test

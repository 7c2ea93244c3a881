// Telling files apart, and recognising Darknet among other formats.
#include "reader/files.hpp"

#include <filesystem>
#include <fstream>

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

using ::testing::HasSubstr;

class FilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() /
        ("quern-darknet-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  [[nodiscard]] std::filesystem::path cfg(const std::string& name = "net.cfg") const {
    return write(
        name,
        "# a net\r\n[net]\r\nwidth=2\r\nheight=2\r\nchannels=1\r\n[convolutional]\r\nactivation=linear");
  }
  [[nodiscard]] std::filesystem::path weights(const std::string& name = "net.weights") const {
    return write(name, weights_bytes({1, 2}));
  }

  std::filesystem::path folder_;
  RecordingHost host_;
};

TEST_F(FilesTest, MayStandInAnyOrder) {
  const auto names = write("coco.names", "person\nbicycle\n");
  for (const auto& paths :
       {std::vector{cfg(), weights()}, std::vector{weights(), cfg()}, std::vector{names, weights(), cfg()}})
    EXPECT_EQ(convert_files(paths, {}, host_.host()).graph.nodes.size(), 1u);
  ASSERT_EQ(host_.diagnostics.size(), 1u);
  EXPECT_EQ(host_.diagnostics[0].severity, QUERN_SEVERITY_NOTE);
  EXPECT_THAT(host_.diagnostics[0].where, HasSubstr("coco.names"));
}

TEST_F(FilesTest, AreKnownByTheirContent) {
  EXPECT_EQ(sort_files({weights("a.bin"), cfg("b.txt")}, host_.host()).cfg_name,
            (folder_ / "b.txt").string());
}

TEST_F(FilesTest, MissingAndSurplusFilesAreNamed) {
  const auto error = [&](const std::vector<std::filesystem::path>& paths) {
    return error_of([&] { convert_files(paths, {}, host_.host()); });
  };
  EXPECT_THAT(error({weights()}), HasSubstr("no .cfg file was given"));
  EXPECT_THAT(error({cfg()}), HasSubstr("no .weights file was given"));
  EXPECT_THAT(error({cfg(), cfg("other.cfg")}), HasSubstr("two .cfg files"));
  EXPECT_THAT(error({cfg(), weights(), weights("other.weights")}), HasSubstr("two .weights files"));
  EXPECT_THAT(error({cfg(), write("x.bin", std::string("\x7f\0\1", 3))}), HasSubstr("neither"));
  EXPECT_THAT(error({cfg(), folder_ / "missing.weights"}), HasSubstr("cannot be opened"));
  EXPECT_THAT(error({cfg(), write("short.weights", "abc")}), HasSubstr("the header"));
  EXPECT_THAT(error({write("bad.cfg", "[convolutional]\n")}), HasSubstr("not [net]"));
}

TEST_F(FilesTest, SniffKnowsDarknet) {
  EXPECT_EQ(sniff({cfg()}), 100);
  EXPECT_EQ(sniff({weights(), cfg()}), 100);
  EXPECT_GT(sniff({weights()}), 0);
  EXPECT_LT(sniff({weights()}), 100);
}

TEST_F(FilesTest, SniffLeavesOtherFormatsAlone) {
  EXPECT_EQ(sniff({write("a.prototxt", "name: \"net\"\nlayer { type: \"Convolution\" }\n")}), 0);
  EXPECT_EQ(sniff({write("a.json", "{\"nodes\": []}")}), 0);
  EXPECT_EQ(sniff({write("a.onnx", std::string("\x08\x08\x12\x04test:\0\0\0", 12))}), 0);
  EXPECT_EQ(sniff({write("a.pt", "PK\x03\x04")}), 0);
  EXPECT_EQ(sniff({write("other.ini", "[main]\nnet=1\n")}), 0);
  EXPECT_EQ(sniff({write("a.pdiparams", std::string(64, '\0'))}), 0);
  EXPECT_EQ(sniff({write("empty.cfg", "")}), 0);
  EXPECT_EQ(sniff({folder_}), 0);
  EXPECT_EQ(sniff({folder_ / "missing.cfg"}), 0);
  EXPECT_EQ(sniff({}), 0);
}

}  // namespace
}  // namespace quern::frontend::darknet::test

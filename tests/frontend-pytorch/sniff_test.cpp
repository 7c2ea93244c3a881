// Recognising PyTorch's files by their content.
#include "reader/sniff.hpp"

#include <filesystem>
#include <fstream>

#include "support.hpp"

namespace quern::frontend::pytorch::test {
namespace {

class Sniff : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("quern-sniff-pytorch-" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  std::filesystem::path folder_;
};

TEST_F(Sniff, ProgramsAreKnownWhateverTheirName) {
  EXPECT_EQ(sniff(write("a.bin", model_of("    return x\n").bytes())), 100);
}

TEST_F(Sniff, WeightsAreKnownSoThatTheErrorCanHelp) {
  EXPECT_EQ(sniff(write("a.pth", zip_of({{"m/data.pkl", ""}}))), 90);
  EXPECT_EQ(
      sniff(write("b.pth", std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e", 15))),
      90);
  EXPECT_EQ(sniff(write("c.ptl", std::string("\x10\0\0\0PTMF\0\0\0\0", 12))), 90);
}

TEST_F(Sniff, OtherProgramsOfPyTorchAreKnownSoThatTheErrorCanHelp) {
  const auto answer = [&](const std::string& bytes) {
    EXPECT_EQ(sniff(write("a.pt2", bytes)), 90);
    RecordingHost host;
    return error_of([&] { convert_file(folder_ / "a.pt2", {}, host.host()); });
  };
  EXPECT_THAT(answer(zip_of({{"m/archive_format", "pt2"}, {"m/models/model.json", "{}"}})),
              HasSubstr("torch.export"));
  EXPECT_THAT(answer(zip_of({{"serialized_exported_program.json", "{}"}, {"version", "8.7"}})),
              HasSubstr("torch.export"));
  EXPECT_THAT(answer(zip_of({{"m/model.json", "{}"}, {"m/version", "1"}})), HasSubstr("before 1.4"));
}

TEST_F(Sniff, DamagedFilesAreKnownByTheirExtension) {
  const std::string half = model_of("    return x\n").bytes().substr(0, 100);
  EXPECT_EQ(sniff(write("a.pt", half)), 20);
  EXPECT_EQ(sniff(write("a.zip", half)), 0);
}

TEST_F(Sniff, OtherFilesAreNot) {
  EXPECT_EQ(sniff(write("a.npz", zip_of({{"x.npy", ""}}))), 0);
  EXPECT_EQ(sniff(write("a.onnx", "\x08\x07\x12\x04test")), 0);
  EXPECT_EQ(sniff(write("a.pt", "")), 0);
  EXPECT_EQ(sniff(write("a.txt", "text")), 0);
  EXPECT_EQ(sniff(folder_), 0);
  EXPECT_EQ(sniff(folder_ / "missing.pt"), 0);
}

}  // namespace
}  // namespace quern::frontend::pytorch::test

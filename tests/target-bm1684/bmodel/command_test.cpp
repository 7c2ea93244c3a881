// `quern model`, `quern disasm` and `quern info` on programs, through the real command.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include "bmodel/read.hpp"
#include "model_maker.hpp"
#include "samples.hpp"

namespace quern::bmodel::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class Command : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "quern-bmodel-XXXXXX").string();
    ASSERT_TRUE(::mkdtemp(pattern.data()));
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string save(const std::string& name, const Model& model) { return save(name, file_of(model)); }
  std::string save(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return (folder_ / name).string();
  }
  [[nodiscard]] std::string load(const std::string& name) const {
    std::ifstream stream(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  // Runs `quern ARGUMENTS` in the folder; keeps what it says.
  int quern(const std::string& arguments) {
    const std::string command = "cd " + folder_.string() + " && " + std::getenv("QUERN_TEST_COMMAND") + " " +
                                arguments + " >out 2>log";
    const int status = std::system(command.c_str());
    out_ = load("out");
    log_ = load("log");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  fs::path folder_;
  std::string out_, log_;
};

TEST_F(Command, InfoSaysWhatIsInAProgram) {
  save("two.bmodel", two_nets());
  ASSERT_EQ(quern("model info two.bmodel"), 0) << log_;
  EXPECT_THAT(out_, HasSubstr("BM1684 program, format 2.2, made Thu Jan  1 00:00:00 1970\n"));
  EXPECT_THAT(
      out_,
      HasSubstr("device memory: 24400 bytes (coefficients 2000, largest context 20480, commands 1920)"));
  EXPECT_THAT(out_, HasSubstr("net classify: 2 stages\n  stage 0\n    inputs\n"
                              "      data: int8 1x3x4x4 (4N), scale 127.987, 192 bytes at 0x105101000\n"));
  EXPECT_THAT(out_, HasSubstr("scores: float32 4x10 (1N), scale 0.0078125, 160 bytes at 0x105102000\n"));
  EXPECT_THAT(
      out_, HasSubstr("coefficients: 1000 bytes at 0x105100000\n    context: 16384 bytes at 0x105101000\n"));
  EXPECT_THAT(out_, HasSubstr("commands: 3 BDC + 3 GDMA in 2 groups (2 + 3, 1 + 0)\n"));
  EXPECT_THAT(out_, HasSubstr("1: switch, then 2 or -1\n      2: CPU, operation 6 (custom), then 3\n"));
  const std::string model_info = out_;
  ASSERT_EQ(quern("info two.bmodel"), 0) << log_;
  EXPECT_EQ(out_, model_info);
}

TEST_F(Command, CombineThenExtractGivesTheFilesBack) {
  save("1.bmodel", classifier(1));
  save("4.bmodel", classifier(4));
  ASSERT_EQ(quern("model combine 1.bmodel 4.bmodel -o both.bmodel"), 0) << log_;
  EXPECT_THAT(log_, HasSubstr("wrote both.bmodel"));
  EXPECT_EQ(read(folder_ / "both.bmodel").nets[0].stages.size(), 2u);
  ASSERT_EQ(quern("model extract both.bmodel -o parts"), 0) << log_;
  EXPECT_EQ(load("parts/classify_0.bmodel"), load("1.bmodel"));
  EXPECT_EQ(load("parts/classify_1.bmodel"), load("4.bmodel"));
  EXPECT_EQ(quern("model diff 4.bmodel parts/classify_1.bmodel"), 0);
}

TEST_F(Command, CombineWritesNothingWhereItFails) {
  save("a.bmodel", classifier(1));
  save("b.bmodel", classifier(1));
  EXPECT_EQ(quern("model combine a.bmodel b.bmodel -o both.bmodel"), 3);
  EXPECT_THAT(
      log_, AllOf(HasSubstr("b.bmodel: net \"classify\" has the same input shapes"), HasSubstr("Leave one")));
  EXPECT_FALSE(fs::exists(folder_ / "both.bmodel"));
}

TEST_F(Command, VerifyListsEverythingThatIsWrong) {
  save("good.bmodel", classifier(1));
  EXPECT_EQ(quern("model verify good.bmodel"), 0) << log_;
  EXPECT_EQ(out_, "good.bmodel: nothing wrong\n");
  ASSERT_EQ(quern("model verify " + save("two.bmodel", two_nets())), 0) << log_;
  Model bad = classifier(1);
  bad.nets[0].stages[0].outputs[0].address += 1 << 20;
  bad.nets[0].stages[0].coefficients->sha256.assign(32, 0);
  save("bad.bmodel", bad);
  EXPECT_EQ(quern("model verify bad.bmodel"), 3);
  EXPECT_THAT(log_, AllOf(HasSubstr("2 problems"), HasSubstr("SHA-256 is not that of the data"),
                          HasSubstr("lie outside of the 16384 bytes")));
}

TEST_F(Command, VerifyLooksIntoTheCommands) {
  const auto after = [&](const std::function<void(std::string&)>& change, bool gdma) {
    Model model = classifier(4);
    Stage& stage = model.nets[0].stages[0];
    Binary& stream = gdma ? stage.groups[0].gdma : stage.groups[0].bdc;
    std::string text(reinterpret_cast<const char*>(stream.data()), stream.size());
    change(text);
    stream = bytes(text);
    stage.subnets[0].groups = stage.groups;
    save("x.bmodel", model);
    EXPECT_EQ(quern("model verify x.bmodel"), 3);
    return log_;
  };
  // Task type 7 (bits 37..40) is not documented; id 3 (bits 3..18) where 2 is due; a wait (bits 19..34) for
  // copy 9.
  EXPECT_THAT(after([](std::string& s) { s[128 + 4] = char(0xE1), s[128 + 5] = 0; }, false),
              HasSubstr("group 0, BD command 2"));
  EXPECT_THAT(after([](std::string& s) { s[128] = char(s[128] & 7) | 3 << 3; }, false),
              HasSubstr("group 0, BD command 2: its id is 3"));
  EXPECT_THAT(after([](std::string& s) { s[256 + 2] = char(s[256 + 2] & 7) | char(9 << 3); }, false),
              HasSubstr("BD command 3: both engines wait for ever"));
  // Source address (bits 512..543) below the context: coefficients may be read; behind it: nothing may.
  EXPECT_THAT(
      after([](std::string& s) { s[64 + 2] = 0x30; }, true),
      HasSubstr(
          "GDMA command 1: it reads from 0x105301000 to 0x105301080, which is not memory of this stage"));
}

TEST_F(Command, DisassemblyNamesTensorsAndRespectsTheOrder) {
  save("a.bmodel", classifier(2));
  ASSERT_EQ(quern("disasm a.bmodel"), 0) << log_;
  EXPECT_THAT(out_,
              testing::StartsWith("; net classify, stage 0\n; input data: int8 2x3x4x4 (4N) at 0x105101000\n"
                                  "; output scores: float32 2x10 (1N) at 0x105102000\n"
                                  "; group 0: 2 BD and 2 GDMA commands\ngdma 1 wait 0: "));
  EXPECT_THAT(out_, testing::ContainsRegex(
                        "gdma 1 wait 0: [^\n]*data[^\n]*\nbd 1 wait 1: [^\n]*add[^\n]*\nbd 2 wait 1: "
                        "[^\n]*\ngdma 2 wait 2: [^\n]*data"));
  const std::string printed = out_;
  ASSERT_EQ(quern("disasm a.bmodel -o a.txt"), 0) << log_;
  EXPECT_EQ(load("a.txt"), printed);
}

// How often `word` begins a line of `text`.
size_t lines_with(const std::string& text, const std::string& word) {
  size_t count = 0;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) count += line.starts_with(word);
  return count;
}

TEST_F(Command, VendorProgramsAreInOrderAndReadable) {
  const std::vector<fs::path> folders = samples();
  if (folders.empty()) GTEST_SKIP() << "no sample programs in " << sample_folder() << "; set QUERN_SHARED";
  for (const fs::path& folder : folders) {
    const fs::path file = folder / (folder.filename().string() + ".bmodel");
    SCOPED_TRACE(file);
    EXPECT_EQ(quern("model verify " + file.string()), 0) << log_;
    ASSERT_EQ(quern("disasm " + file.string()), 0) << log_;
    const Model model = read(file);
    const CommandGroup& group = model.nets[0].stages[0].groups[0];
    EXPECT_EQ(lines_with(out_, "bd "), group.bdc_count);
    EXPECT_EQ(lines_with(out_, "gdma "), group.gdma_count);
    EXPECT_THAT(out_, testing::Not(HasSubstr("unknown")));
    EXPECT_THAT(out_, testing::Not(HasSubstr("wait for ever")));
    for (const Tensor& output : model.nets[0].stages[0].outputs)
      EXPECT_THAT(out_, HasSubstr("dst=" + output.name)) << "no copy to this result";
    ASSERT_EQ(quern("model extract " + file.string() + " -o parts"), 0) << log_;
    const fs::path part = fs::directory_iterator(folder_ / "parts")->path();
    EXPECT_EQ(quern("model diff " + file.string() + " " + part.string()), 0) << out_;
    fs::remove_all(folder_ / "parts");
  }
}

TEST_F(Command, DiffSaysWhereProgramsDiffer) {
  save("a.bmodel", classifier(1));
  Model later = classifier(1);
  later.time = "another day";
  save("later.bmodel", later);
  save("other.bmodel", classifier(1, 2));
  EXPECT_EQ(quern("model diff a.bmodel later.bmodel"), 0);
  EXPECT_EQ(out_, "");
  EXPECT_EQ(quern("model diff a.bmodel other.bmodel"), 1);
  EXPECT_THAT(out_, HasSubstr("net \"classify\", stage 0, coefficients, data: 1000 bytes, SHA-256 "));
}

TEST_F(Command, MistakesAreExplained) {
  save("a.bmodel", classifier(1));
  EXPECT_EQ(quern("model inof a.bmodel"), 2);
  EXPECT_THAT(log_, HasSubstr("no \"quern model inof\""));
  EXPECT_EQ(quern("model diff a.bmodel"), 2);
  EXPECT_THAT(log_, HasSubstr("takes 2 files, not 1"));
  EXPECT_EQ(quern("model combine a.bmodel a.bmodel"), 2);
  EXPECT_EQ(quern("model info a.bmodel -o b"), 2);
  EXPECT_EQ(quern("model info absent.bmodel"), 5);
  save("x.bmodel", std::string("rubbish"));
  EXPECT_EQ(quern("model info x.bmodel"), 4);
  EXPECT_EQ(quern("info x.bmodel"), 4);
  save("short.bmodel", file_of(classifier(1)).substr(0, 900));
  EXPECT_EQ(quern("info short.bmodel"), 3);
  EXPECT_THAT(log_, HasSubstr("the file has 900 bytes, its header promises"));
  Model other = classifier(1);
  other.chip = "BM1684X";
  save("other.bmodel", other);
  EXPECT_EQ(quern("info other.bmodel"), 4);
  EXPECT_THAT(log_, HasSubstr("for the chip BM1684X, not for the BM1684"));
}

}  // namespace
}  // namespace quern::bmodel::test

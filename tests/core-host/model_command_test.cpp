// `quern model`, `quern disasm` and `quern info` with any target: what the host makes of a target's answers.
#include <gmock/gmock.h>

#include "house.hpp"

namespace {

using namespace quern::test;
using testing::AllOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

TEST(ModelCommand, TheTargetThatKnowsTheFileExplainsIt) {
  const Folder folder;
  const std::string file = folder.write("a.prog", "fake program");
  const Outcome model = run_quern(folder, {"model", "info", file});
  EXPECT_EQ(model.code, 0) << model.log;
  EXPECT_EQ(model.out, "a fake program of 12 bytes\nsecond line\n");
  EXPECT_EQ(run_quern(folder, {"info", file}).out, model.out);
  const std::string foreign = folder.write("b.prog", "another program");
  const Outcome outcome = run_quern(folder, {"model", "info", foreign});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_THAT(outcome.log, HasSubstr("no target plugin knows this kind of file (asked: fake)"));
  EXPECT_THAT(run_quern(folder, {"info", foreign}).log, HasSubstr("programs of the installed targets"));
}

TEST(ModelCommand, DiffAnswersByItsExitCode) {
  const Folder folder;
  const std::string a = folder.write("a", "fake program"), same = folder.write("b", "fake program"),
                    other = folder.write("c", "fake program.");
  EXPECT_EQ(run_quern(folder, {"model", "diff", a, same}).code, 0);
  const Outcome different = run_quern(folder, {"model", "diff", a, other});
  EXPECT_EQ(different.code, 1);
  EXPECT_EQ(different.out, "content: differs\n");
  EXPECT_EQ(run_quern(folder, {"model", "diff", a, (folder / "absent").string()}).code, 5);
}

TEST(ModelCommand, VerifyReportsEveryProblem) {
  const Folder folder;
  EXPECT_EQ(run_quern(folder, {"model", "verify", folder.write("a", "fake program")}).code, 0);
  const Outcome bad = run_quern(folder, {"model", "verify", folder.write("b", "fake program!")});
  EXPECT_EQ(bad.code, 3);
  EXPECT_THAT(bad.log, AllOf(HasSubstr("2 problems"), HasSubstr("too long: the end"),
                             HasSubstr("no good: the middle")));
}

TEST(ModelCommand, FilesAppearTogetherOrNotAtAll) {
  const Folder folder;
  const std::string good = folder.write("a", "fake program"), bad = folder.write("b", "fake program!");
  const std::string out = (folder / "sub" / "out").string();
  EXPECT_EQ(run_quern(folder, {"model", "extract", bad, "-o", out}).code, 3);
  EXPECT_FALSE(fs::exists(out + "/one.fake"));
  EXPECT_EQ(run_quern(folder, {"model", "extract", good, "-o", out}).code, 0);
  EXPECT_EQ(read_all(out + "/one.fake"), "f");
  EXPECT_EQ(read_all(out + "/two.fake"), "fa");
  const Outcome both =
      run_quern(folder, {"model", "combine", good, bad, "-o", (folder / "new" / "both").string()});
  EXPECT_EQ(both.code, 0) << both.log;
  EXPECT_EQ(read_all(folder / "new" / "both"), "fake programfake program!");
  for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
    EXPECT_THAT(entry.path().string(), testing::Not(HasSubstr("quern-part"))) << "left behind";
}

TEST(ModelCommand, UsageErrors) {
  const Folder folder;
  const std::string a = folder.write("a", "fake program");
  const auto code = [&](const std::vector<std::string>& words) { return run_quern(folder, words).code; };
  EXPECT_EQ(code({"model"}), 2);
  EXPECT_EQ(code({"model", "info"}), 2);
  EXPECT_EQ(code({"model", "info", a, a}), 2);
  EXPECT_EQ(code({"model", "combine", a, a}), 2);
  EXPECT_EQ(code({"model", "combine", a, "-o", "x"}), 2);
  EXPECT_EQ(code({"model", "disassemble", a}), 2);
  EXPECT_EQ(code({"disasm", a}), 4);
}

}  // namespace

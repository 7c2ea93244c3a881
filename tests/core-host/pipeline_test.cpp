// Whole runs of the command with the fake plugins.
#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "house.hpp"

namespace {

using namespace quern::test;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

const std::vector<std::string> kArtefacts{"fp32.onnx",       "statistics.bin", "calibration.yaml",
                                          "int8.onnx",       "compile.json",   "program.bin",
                                          "evaluation.json", "report.json"};

std::map<std::string, std::string> artefacts_in(const fs::path& work) {
  std::map<std::string, std::string> content;
  for (const std::string& name : kArtefacts)
    content[name] = fs::exists(work / name) ? read_all(work / name) : "absent";
  return content;
}

size_t temporaries_in(const fs::path& work) {
  size_t count = 0;
  for (const auto& entry : fs::directory_iterator(work))
    if (entry.path().filename().string().find(".quern-part-") != std::string::npos) ++count;
  return count;
}

TEST(Run, MakesEveryArtefactAndThenSkipsEverything) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  const Outcome first = run_quern(folder, {"run", file});
  ASSERT_EQ(first.code, 0) << first.log;
  for (const std::string& name : kArtefacts) EXPECT_TRUE(fs::exists(folder / "work" / name)) << name;
  EXPECT_EQ(temporaries_in(folder / "work"), 0u);
  EXPECT_THAT(first.out, HasSubstr("int8 against fp32 (4 samples)"));
  EXPECT_THAT(first.out, HasSubstr("INT8: 75.00 % of 40 MACs; 1 of 2 layers stay in float"));
  EXPECT_THAT(first.out, HasSubstr("1 × GlobalAveragePool: no room (pool)"));
  const auto report = nlohmann::json::parse(read_all(folder / "work" / "report.json"));
  EXPECT_EQ(report["compilation"]["int8_mac_share"], 0.75);
  EXPECT_EQ(report["compilation"]["float_layers"][0]["reason"], "no room");
  EXPECT_EQ(report["int8_against_fp32"]["samples"], 4);

  const auto before = artefacts_in(folder / "work");
  const Outcome second = run_quern(folder, {"run", file});
  ASSERT_EQ(second.code, 0) << second.log;
  for (const char* step : {"convert", "statistics", "calibrate", "compile", "evaluate"})
    EXPECT_THAT(second.log, HasSubstr(std::string(step) + ": unchanged"));
  EXPECT_EQ(second.out, first.out);
  EXPECT_EQ(artefacts_in(folder / "work"), before);
}

TEST(Run, ResultsDoNotDependOnJobs) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  ASSERT_EQ(run_quern(folder, {"run", file, "--jobs", "1"}).code, 0);
  const auto before = artefacts_in(folder / "work");
  ASSERT_EQ(run_quern(folder, {"run", file, "--jobs", "3", "--force"}).code, 0);
  EXPECT_EQ(artefacts_in(folder / "work"), before);
}

TEST(Run, OnlyWhatChangedRunsAgain) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  ASSERT_EQ(run_quern(folder, {"run", file}).code, 0);
  const Outcome changed = run_quern(folder, {"run", file, "--set", "calibrate.options.factor=2"});
  ASSERT_EQ(changed.code, 0) << changed.log;
  EXPECT_THAT(changed.log, HasSubstr("convert: unchanged"));
  EXPECT_THAT(changed.log, HasSubstr("statistics: unchanged"));
  EXPECT_THAT(changed.log, HasSubstr("calibrate runs again: option quant fake.factor changed"));
  EXPECT_THAT(changed.log, HasSubstr("compile: wrote"));
}

TEST(Run, ADamagedArtefactIsMadeAgain) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  ASSERT_EQ(run_quern(folder, {"run", file}).code, 0);
  const auto before = artefacts_in(folder / "work");
  fs::resize_file(folder / "work" / "int8.onnx", 10);
  fs::remove(folder / "work" / "statistics.bin");
  const Outcome repaired = run_quern(folder, {"run", file});
  ASSERT_EQ(repaired.code, 0) << repaired.log;
  EXPECT_THAT(repaired.log, HasSubstr("statistics runs again: an artefact is missing or damaged"));
  EXPECT_THAT(repaired.log, HasSubstr("compile runs again: an artefact is missing or damaged"));
  EXPECT_EQ(artefacts_in(folder / "work"), before);
}

TEST(Run, AnEditedCalibrationIsKept) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  ASSERT_EQ(run_quern(folder, {"run", file}).code, 0);
  const fs::path calibration = folder / "work" / "calibration.yaml";
  const std::string original = read_all(calibration);
  const size_t signed_at = original.find("signed: true");
  ASSERT_NE(signed_at, std::string::npos) << original;
  std::string edited = original;
  edited.insert(original.find('}', signed_at), ", float: true");
  std::ofstream(calibration) << edited;

  const Outcome kept = run_quern(folder, {"run", file});
  ASSERT_EQ(kept.code, 0) << kept.log;
  EXPECT_THAT(kept.log, HasSubstr("calibration.yaml was edited by hand and is kept"));
  EXPECT_THAT(kept.log, HasSubstr("compile runs again"));
  EXPECT_EQ(read_all(calibration), edited);

  const Outcome forced = run_quern(folder, {"run", file, "--from", "calibrate", "--force"});
  ASSERT_EQ(forced.code, 0) << forced.log;
  EXPECT_EQ(read_all(calibration), original);
}

TEST(Run, FromAndUntilLimitTheStages) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  const Outcome early = run_quern(folder, {"run", file, "--from", "compile"});
  EXPECT_EQ(early.code, 2);
  EXPECT_THAT(early.log, HasSubstr("the artefacts of stage convert are missing or damaged"));
  const Outcome first = run_quern(folder, {"run", file, "--until", "calibrate"});
  ASSERT_EQ(first.code, 0) << first.log;
  EXPECT_TRUE(fs::exists(folder / "work" / "calibration.yaml"));
  EXPECT_FALSE(fs::exists(folder / "work" / "int8.onnx"));
  EXPECT_EQ(run_quern(folder, {"run", file, "--from", "compile"}).code, 0);
  const Outcome unknown = run_quern(folder, {"run", file, "--until", "calibrat"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.log, HasSubstr("did you mean \"calibrate\"?"));
}

class Killed : public testing::TestWithParam<const char*> {};

// kill -9 in the middle of each stage; the next run makes the same bytes as one that was never interrupted.
TEST_P(Killed, RunsResume) {
  const Folder folder, undisturbed;
  ASSERT_EQ(run_quern(undisturbed, {"run", write_pipeline(undisturbed)}).code, 0);
  const auto expected = artefacts_in(undisturbed / "work");

  const std::string file = write_pipeline(folder);
  const pid_t run =
      start(folder, {"run", file, "--jobs", "1"},
            {{"QUERN_FAKE_PAUSE", GetParam()}, {"QUERN_FAKE_PAUSE_FILE", (folder / "paused").string()}});
  ASSERT_TRUE(wait_for(folder / "paused"));
  ::kill(run, SIGKILL);
  EXPECT_EQ(finish(folder, run).signal, SIGKILL);
  for (const auto& [name, content] : artefacts_in(folder / "work"))
    EXPECT_TRUE(content == "absent" || content == expected.at(name)) << name << " is half-written";

  const Outcome resumed = run_quern(folder, {"run", file});
  ASSERT_EQ(resumed.code, 0) << resumed.log;
  EXPECT_EQ(artefacts_in(folder / "work"), expected);
  EXPECT_EQ(temporaries_in(folder / "work"), 0u);
}

INSTANTIATE_TEST_SUITE_P(Stages, Killed,
                         testing::Values("convert", "statistics", "calibrate", "compile", "evaluate"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Run, CtrlCStopsCleanly) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  const pid_t run =
      start(folder, {"run", file, "--jobs", "1"},
            {{"QUERN_FAKE_PAUSE", "compile"}, {"QUERN_FAKE_PAUSE_FILE", (folder / "paused").string()}});
  ASSERT_TRUE(wait_for(folder / "paused"));
  ::kill(run, SIGINT);
  const Outcome stopped = finish(folder, run);
  EXPECT_EQ(stopped.code, 6) << stopped.log;
  EXPECT_THAT(stopped.log, HasSubstr("stopped on request"));
  EXPECT_EQ(temporaries_in(folder / "work"), 0u);
  EXPECT_EQ(run_quern(folder, {"run", file}).code, 0);
}

TEST(Run, OneRunAtATimePerWorkFolder) {
  const Folder folder, other;
  const std::string file = write_pipeline(folder);
  const pid_t run =
      start(folder, {"run", file},
            {{"QUERN_FAKE_PAUSE", "convert"}, {"QUERN_FAKE_PAUSE_FILE", (folder / "paused").string()}});
  ASSERT_TRUE(wait_for(folder / "paused"));
  const Outcome second = run_quern(other, {"run", file});
  EXPECT_EQ(second.code, 5);
  EXPECT_THAT(second.log,
              HasSubstr("another run is using this work folder (process " + std::to_string(run) + ")"));
  ::kill(run, SIGKILL);
  finish(folder, run);
}

TEST(Run, UnwritableWorkFolderIsOneClearError) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  folder.write("plain", "a file");
  const Outcome outcome = run_quern(folder, {"run", file, "--set", "work=plain/work"});
  EXPECT_EQ(outcome.code, 5);
  EXPECT_THAT(outcome.log, HasSubstr("the folder cannot be created: Not a directory"));
}

TEST(Run, ProblemsOfPluginsAreGrouped) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  folder.write("net.fake", "fake model with problems\n");
  const Outcome outcome = run_quern(folder, {"run", file});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_THAT(outcome.log, HasSubstr("frontend fake reports 4 problems:"));
  EXPECT_THAT(outcome.log, HasSubstr("operator Warp is not supported, 3 times: a, b, c. Replace it."));
  EXPECT_THAT(outcome.log, HasSubstr("operator Twist is not supported: d"));
  EXPECT_FALSE(fs::exists(folder / "work" / "fp32.onnx"));
}

TEST(Run, RunSectionExecutesTheNetwork) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  const Outcome outcome =
      run_quern(folder, {"run", file, "--set", "run.inputs.arrays=data.npz", "--set", "run.outputs=out.npz"});
  ASSERT_EQ(outcome.code, 0) << outcome.log;
  EXPECT_EQ(run_quern(folder, {"info", (folder / "out.npz").string()}).out, "scores: float32 4x3\n");
}

TEST(Run, EarlierResultsOfTheUserStay) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  const auto run_to = [&](const std::string& outputs) {
    return run_quern(folder,
                     {"run", file, "--set", "run.inputs.arrays=data.npz", "--set", "run.outputs=" + outputs});
  };
  ASSERT_EQ(run_to("first.npz").code, 0);
  ASSERT_EQ(run_to("second.npz").code, 0);
  EXPECT_TRUE(fs::exists(folder / "first.npz"));
  EXPECT_EQ(read_all(folder / "first.npz"), read_all(folder / "second.npz"));
}

}  // namespace

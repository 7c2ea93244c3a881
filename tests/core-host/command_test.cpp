// The subcommands, through the real program.
#include <gmock/gmock.h>

#include "data/npz.hpp"
#include "house.hpp"

namespace {

using namespace quern::test;
using quern::Tensor;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

TEST(Command, HelpAndVersion) {
  const Folder folder;
  const Outcome help = run_quern(folder, {});
  EXPECT_EQ(help.code, 0);
  for (const char* name : {"run", "check", "convert", "exec", "bench", "info", "model", "disasm", "ops", "plugins", "version"})
    EXPECT_THAT(help.out, HasSubstr(std::string("\n  ") + name + " "));
  EXPECT_THAT(run_quern(folder, {"run", "--help"}).out,
              AllOf(StartsWith("quern run FILE"), HasSubstr("--force")));
  EXPECT_THAT(run_quern(folder, {"help", "exec"}).out, StartsWith("quern exec ARTEFACT"));
  EXPECT_THAT(run_quern(folder, {"--version"}).out, HasSubstr("plugin ABI 1.0"));
}

TEST(Command, UsageErrorsAreExplained) {
  const Folder folder;
  const Outcome unknown = run_quern(folder, {"covnert"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.log, HasSubstr("there is no command \"covnert\"; did you mean \"convert\"?"));
  const Outcome option = run_quern(folder, {"run", "--untill", "x", "f"});
  EXPECT_EQ(option.code, 2);
  EXPECT_THAT(option.log, HasSubstr("there is no option --untill; did you mean \"--until\"?"));
  EXPECT_THAT(run_quern(folder, {"run"}).log, HasSubstr("FILE is missing"));
  EXPECT_THAT(run_quern(folder, {"run", "f", "--jobs", "0"}).log, HasSubstr("--jobs must be at least 1"));
  EXPECT_THAT(run_quern(folder, {"exec", "a.onnx"}).log, HasSubstr("--inputs FILE is missing"));
}

TEST(Command, PluginsListsEveryFileWithItsStatus) {
  const Folder folder;
  const Outcome outcome = run_quern(folder, {"plugins", "--plugin-dir", (house() / "bad").string()});
  ASSERT_EQ(outcome.code, 0) << outcome.log;
  EXPECT_THAT(outcome.out, HasSubstr("frontend fake 1.2.3: Reads fake models\n"));
  EXPECT_THAT(outcome.out, HasSubstr("(installed)\n  ready\n"));
  EXPECT_THAT(outcome.out, HasSubstr("no_manifest.so (--plugin-dir)\n  not used: it is not a Quern plugin"));
  EXPECT_THAT(outcome.out, HasSubstr("not used: it was built for plugin ABI 2.0"));
}

TEST(Command, PluginOptions) {
  const Folder folder;
  const Outcome outcome = run_quern(folder, {"plugins", "--options", "fake"});
  ASSERT_EQ(outcome.code, 0) << outcome.log;
  EXPECT_THAT(outcome.out, HasSubstr("bits (integer, 1 to 16; default 8)"));
  EXPECT_THAT(outcome.out, HasSubstr("mode (one of fast, slow; default fast)"));
  EXPECT_THAT(outcome.out, HasSubstr("factor (number, 0.1 to 10; default 1)"));
  EXPECT_EQ(run_quern(folder, {"plugins", "--options", "fak"}).code, 2);
}

TEST(Command, PluginPathIsSearchedAndTheCurrentFolderIsNot) {
  const Folder folder, home;
  fs::create_directories(home / "bin");
  fs::copy(house() / "lib" / "quern" / "fake-quant.so", folder / "x.so");
  const Outcome with = run_quern(folder, {"plugins"}, {{"QUERN_PLUGIN_PATH", folder.path().string()}});
  EXPECT_THAT(with.out, HasSubstr("x.so (QUERN_PLUGIN_PATH)\n  ready"));
  EXPECT_THAT(with.out, HasSubstr("fake-quant.so (installed)\n  not used: duplicate"));
}

TEST(Command, OpsIsAMatrix) {
  const Folder folder;
  const Outcome outcome = run_quern(folder, {"ops"});
  ASSERT_EQ(outcome.code, 0) << outcome.log;
  EXPECT_THAT(outcome.out, HasSubstr("frontend fake  target fake  runtime fake"));
  EXPECT_THAT(outcome.out, testing::ContainsRegex("GlobalAveragePool +yes +- +-"));
  EXPECT_THAT(run_quern(folder, {"ops", "--target", "fake"}).out, testing::Not(HasSubstr("Reshape")));
}

TEST(Command, ConvertExecInfoBench) {
  const Folder folder;
  const std::string model = folder.write("net.fake", "fake model\n"), onnx = (folder / "fp32.onnx").string();
  const Outcome converted = run_quern(folder, {"convert", model, "--input", "data=2x3x4x4", "-o", onnx});
  ASSERT_EQ(converted.code, 0) << converted.log;
  const Outcome info = run_quern(folder, {"info", onnx});
  EXPECT_THAT(info.out,
              AllOf(HasSubstr("opset 17"), HasSubstr("data: float32 2x3x4x4"), HasSubstr("Relu: 1")));

  std::vector<float> values(2 * 3 * 4 * 4, -1.0f);
  values[0] = 16;
  const std::string in =
      folder.write("in.npz", quern::data::encode_npz({{"data", Tensor::from(values, {2, 3, 4, 4})}}));
  const std::string out = (folder / "out.npz").string();
  const Outcome executed =
      run_quern(folder, {"exec", onnx, "--inputs", in, "--outputs", out, "--observe", "active"});
  ASSERT_EQ(executed.code, 0) << executed.log;
  const auto results = quern::data::read_npz(out);
  ASSERT_TRUE(results.contains("scores") && results.contains("active"));
  EXPECT_EQ(results.at("scores").dims, (quern::Shape{2, 3}));
  EXPECT_EQ(results.at("scores").data<float>()[0], 1.0f);
  EXPECT_EQ(results.at("active").data<float>()[1], 0.0f);
  EXPECT_THAT(run_quern(folder, {"bench", onnx, "--runs", "3"}).out,
              testing::ContainsRegex("3 runs, .* median"));
}

TEST(Command, ConvertRefusesNonsense) {
  const Folder folder;
  const std::string model = folder.write("net.fake", "fake model\n"), onnx = (folder / "fp32.onnx").string();
  EXPECT_EQ(run_quern(folder, {"convert", (folder / "absent").string(), "-o", onnx}).code, 5);
  const Outcome unknown = run_quern(folder, {"convert", folder.write("text", "hello"), "-o", onnx});
  EXPECT_EQ(unknown.code, 4);
  EXPECT_THAT(unknown.log, HasSubstr("no frontend plugin knows this kind of file (asked: fake)"));
  EXPECT_EQ(run_quern(folder, {"convert", model, "--input", "data", "-o", onnx}).code, 2);
  EXPECT_THAT(run_quern(folder, {"convert", model, "--option", "bits=17", "-o", onnx}).log,
              HasSubstr("option \"bits\" of frontend fake must be at most 16, not \"17\""));
  EXPECT_EQ(run_quern(folder, {"convert", model, "-o", (folder / "absent" / "x.onnx").string()}).code, 5);
  EXPECT_FALSE(fs::exists(onnx));
}

TEST(Command, CheckFindsEverythingBeforeAnyWork) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  const Outcome good = run_quern(folder, {"check", file});
  EXPECT_EQ(good.code, 0) << good.log;
  EXPECT_FALSE(fs::exists(folder / "work"));

  const Outcome bad = run_quern(
      folder, {"check", file, "--set", "calibrate.options.faktor=1", "--set", "model.options.bits=99",
               "--set", "compile.target=bm", "--set", "evaluate.data.arrays=absent.npz"});
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(
      bad.log,
      HasSubstr(
          "--set calibrate.options.faktor: quant fake has no option \"faktor\"; did you mean \"factor\"?"));
  EXPECT_THAT(bad.log,
              HasSubstr("--set model.options.bits: option \"bits\" of frontend fake must be at most 16"));
  EXPECT_THAT(bad.log, HasSubstr("--set compile.target: there is no target plugin \"bm\""));
  EXPECT_THAT(bad.log, HasSubstr("absent.npz: there is no such file or folder"));
}

TEST(Command, CheckComparesDataWithTheNetwork) {
  const Folder folder;
  const std::string file = write_pipeline(folder);
  EXPECT_EQ(run_quern(folder, {"check", file, "--set", "model.inputs.data=[1, 3, 9, 9]"}).code, 3);
  fs::create_directories(folder / "empty");
  const Outcome empty = run_quern(folder, {"check", file, "--set", "calibrate.data={images: empty}"});
  EXPECT_EQ(empty.code, 3) << empty.log;
  EXPECT_THAT(empty.log, HasSubstr("empty"));
  const Outcome unknown = run_quern(folder, {"check", file, "--set", "preprocess.date.mean=1"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.log, HasSubstr("the network has no input \"date\"; did you mean \"data\"?"));
}

TEST(Command, InfoExplainsEveryArtefact) {
  const Folder folder;
  ASSERT_EQ(run_quern(folder, {"run", write_pipeline(folder)}).code, 0);
  const auto info = [&](const std::string& name) {
    return run_quern(folder, {"info", (folder / "work" / name).string()});
  };
  EXPECT_THAT(info("calibration.yaml").out, HasSubstr("method fake, 4 samples"));
  EXPECT_THAT(info("statistics.bin").out, HasSubstr("statistics of 4 samples"));
  EXPECT_THAT(info("compile.manifest.json").out, HasSubstr("int8.onnx: "));
  EXPECT_EQ(info("absent.onnx").code, 5);
  EXPECT_EQ(run_quern(folder, {"info", folder.write("x.onnx", "rubbish")}).code, 3);
  EXPECT_EQ(run_quern(folder, {"info", folder.write("x.txt", "rubbish")}).code, 4);
}

TEST(Command, ReferenceListsKeysAndOptions) {
  const Folder folder;
  const std::string text = run_quern(folder, {"reference"}).out;
  EXPECT_THAT(text, HasSubstr("| `calibrate` | section |"));
  EXPECT_THAT(text, HasSubstr("### `calibrate.overrides.NAME`"));
  EXPECT_THAT(text, HasSubstr("| `factor` | number, 0.1 to 10 | 1 | Multiplies the threshold. |"));
}

}  // namespace

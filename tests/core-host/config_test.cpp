#include <gmock/gmock.h>

#include <quern/error.hpp>

#include "config/pipeline_file.hpp"

namespace {

using quern::Error;
using quern::config::parse_pipeline;
using quern::config::Pipeline;
using testing::HasSubstr;

// What parsing complains about; "" where it does not.
std::string complaint(const std::string& text, const std::vector<std::string>& settings = {}) {
  try {
    parse_pipeline(text, "p.yaml", settings);
    return "";
  } catch (const Error& e) {
    return e.where().empty() ? e.what() : e.where() + ": " + e.what();
  }
}

struct Mistake {
  const char* name;
  const char* text;
  std::vector<const char*> expected;
};

std::ostream& operator<<(std::ostream& stream, const Mistake& mistake) { return stream << mistake.name; }

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreRefusedWithPlaceAndReason) {
  const std::string said = complaint(GetParam().text);
  for (const char* part : GetParam().expected) EXPECT_THAT(said, HasSubstr(part));
}

const Mistake kMistakes[] = {
    {"UnknownKey",
     "quern: 1\nmodel: {file: a}\ncalibrte: {}\n",
     {"p.yaml:3:1: unknown key \"calibrte\"; did you mean \"calibrate\"?"}},
    {"UnknownNested",
     "quern: 1\nmodel:\n  file: a\n  frontnd: onnx\n",
     {"p.yaml:4:3: unknown key \"frontnd\"; did you mean \"frontend\"?"}},
    {"UnknownFar",
     "quern: 1\nmodel: {file: a}\nzzzzzzzz: 1\n",
     {"p.yaml:3:1: unknown key \"zzzzzzzz\"; known are quern, name"}},
    {"UnknownPreprocess",
     "quern: 1\nmodel: {file: a}\npreprocess: {meen: 1}\n",
     {"p.yaml:3:14", "did you mean \"mean\"?"}},
    {"UnknownOverrideKey",
     "quern: 1\nmodel: {file: a}\ncalibrate:\n  data: {images: d}\n  overrides:\n    conv1: {treshold: 2}\n",
     {"p.yaml:6:13", "did you mean \"threshold\"?"}},
    {"Swapped",
     "quern: 1\nmodle: {file: a}\n",
     {"p.yaml:2:1", "did you mean \"model\"?", "the key \"model\" is missing"}},
    {"Duplicate",
     "quern: 1\nmodel: {file: a}\nname: a\nname: b\n",
     {"p.yaml:4:1: the key \"name\" stands here a second time; the first is in line 3"}},
    {"DuplicateInFlow",
     "quern: 1\nmodel: {file: a, file: b}\n",
     {"p.yaml:2:18: the key \"file\" stands here a second time"}},
    {"DuplicateQuoted",
     "quern: 1\nmodel: {file: a}\njobs: 1\n\"jobs\": 2\n",
     {"p.yaml:4:1: the key \"jobs\""}},
    {"DuplicateTensor",
     "quern: 1\nmodel: {file: a, inputs: {x: [1], x: [2]}}\n",
     {"p.yaml:2:35: the key \"x\""}},
    {"MissingVersion", "model: {file: a}\n", {"p.yaml:1:1: the key \"quern\" is missing"}},
    {"MissingModel", "quern: 1\n", {"p.yaml:1:1: the key \"model\" is missing"}},
    {"MissingFile",
     "quern: 1\nmodel: {frontend: x}\n",
     {"p.yaml:2:8: either \"file\" or \"files\" is needed"}},
    {"FileAndFiles",
     "quern: 1\nmodel: {file: a, files: [b]}\n",
     {"p.yaml:2:8: \"file\" and \"files\" exclude each other"}},
    {"MissingData",
     "quern: 1\nmodel: {file: a}\ncalibrate: {quant: kl}\n",
     {"p.yaml:3:12: the key \"data\" is missing"}},
    {"NoImagesNoArrays",
     "quern: 1\nmodel: {file: a}\ncalibrate: {data: {limit: 3}}\n",
     {"p.yaml:3:19: either \"images\" or \"arrays\""}},
    {"ImagesAndArrays",
     "quern: 1\nmodel: {file: a}\ncalibrate: {data: {images: x, arrays: y}}\n",
     {"exclude each other"}},
    {"FutureVersion", "quern: 2\nmodel: {file: a}\n", {"p.yaml:1:8: 2 is out of range"}},
    {"TextForInt",
     "quern: 1\nmodel: {file: a}\njobs: many\n",
     {"p.yaml:3:7: an integer is expected here, not \"many\""}},
    {"FloatForInt", "quern: 1\nmodel: {file: a}\njobs: 2.5\n", {"p.yaml:3:7: an integer is expected"}},
    {"QuotedForInt", "quern: 1\nmodel: {file: a}\njobs: '2'\n", {"p.yaml:3:7: an integer is expected"}},
    {"Octal", "quern: 1\nmodel: {file: a}\njobs: 010\n", {"p.yaml:3:7: 010 begins with 0"}},
    {"Hexadecimal", "quern: 1\nmodel: {file: a}\njobs: 0x10\n", {"p.yaml:3:7: an integer is expected"}},
    {"IntTooLarge", "quern: 1\nmodel: {file: a}\njobs: 99999999999999999999\n", {"p.yaml:3:7"}},
    {"IntOutOfRange",
     "quern: 1\nmodel: {file: a}\njobs: 5000\n",
     {"p.yaml:3:7: 5000 is out of range: jobs is integer, 0 to 1024"}},
    {"Negative", "quern: 1\nmodel: {file: a}\njobs: -1\n", {"p.yaml:3:7: -1 is out of range"}},
    {"OctalOption", "quern: 1\nmodel: {file: a, options: {bits: 010}}\n", {"p.yaml:2:34: 010 begins with 0"}},
    {"ListOfListsOption",
     "quern: 1\nmodel: {file: a, options: {bits: [[1]]}}\n",
     {"p.yaml:2:35: a single value, or a list of them is expected here, not a list"}},
    {"BoolAsYes",
     "quern: 1\nmodel: {file: a}\ncompile: {quantise: yes}\n",
     {"p.yaml:3:21: true or false is expected here, not \"yes\""}},
    {"BoolQuoted",
     "quern: 1\nmodel: {file: a}\ncompile: {quantise: 'true'}\n",
     {"p.yaml:3:21: true or false"}},
    {"BadChoice",
     "quern: 1\nmodel: {file: a}\npreprocess: {resize: strech}\n",
     {"p.yaml:3:22", "\"strech\" is not one of none, stretch, letterbox, crop; did you mean \"stretch\"?"}},
    {"ListForText",
     "quern: 1\nmodel: {file: a}\nname: [a]\n",
     {"p.yaml:3:7: a text is expected here, not a list"}},
    {"MapForList",
     "quern: 1\nmodel: {file: a, outputs: {a: b}}\n",
     {"p.yaml:2:27: a list of texts is expected here, not a mapping"}},
    {"TextForList",
     "quern: 1\nmodel: {files: a}\n",
     {"p.yaml:2:16: a list of paths is expected here, not \"a\""}},
    {"TextForSection",
     "quern: 1\nmodel: a.onnx\n",
     {"p.yaml:2:8: a mapping with keys such as file, files", "not \"a.onnx\""}},
    {"EmptySection", "quern: 1\nmodel:\n", {"p.yaml:2:1: a mapping with keys such as", "not nothing"}},
    {"EmptyText", "quern: 1\nmodel: {file: ''}\n", {"p.yaml:2:15: a path is expected here"}},
    {"ShapeWithZero",
     "quern: 1\nmodel: {file: a, inputs: {x: [0, 3]}}\n",
     {"p.yaml:2:31: 0 is out of range"}},
    {"ShapeWithText",
     "quern: 1\nmodel: {file: a, inputs: {x: [N, 3]}}\n",
     {"p.yaml:2:31: an integer is expected"}},
    {"ShapeAsText", "quern: 1\nmodel: {file: a, inputs: {x: 1x3}}\n", {"p.yaml:2:30: a shape such as"}},
    {"MeanCount",
     "quern: 1\nmodel: {file: a}\npreprocess: {mean: [1, 2]}\n",
     {"p.yaml:3:20: \"mean\" has 2 values; one, or one for each of the 3 channels"}},
    {"GrayMean",
     "quern: 1\nmodel: {file: a}\npreprocess: {channels: gray, mean: [1, 2, 3]}\n",
     {"each of the 1 channels"}},
    {"StdZero",
     "quern: 1\nmodel: {file: a}\npreprocess: {std: [1, 0, 1]}\n",
     {"p.yaml:3:19: \"std\" must not be 0"}},
    {"StdAndScale",
     "quern: 1\nmodel: {file: a}\npreprocess: {std: 2, scale: 1}\n",
     {"\"std\" and \"scale\" exclude each other"}},
    {"NotANumber",
     "quern: 1\nmodel: {file: a}\npreprocess: {mean: .nan}\n",
     {"p.yaml:3:20: a number is expected"}},
    {"Infinity",
     "quern: 1\nmodel: {file: a}\npreprocess: {mean: [1, .inf, 2]}\n",
     {"p.yaml:3:24: a number is expected"}},
    {"FillRange",
     "quern: 1\nmodel: {file: a}\npreprocess: {fill: 256}\n",
     {"p.yaml:3:20: 256 is out of range: fill is number, 0 to 255"}},
    {"ThresholdZero",
     "quern: 1\nmodel: {file: a}\ncalibrate: {data: {images: d}, overrides: {c: {threshold: 0}}}\n",
     {"p.yaml:3:59: 0 is out of range"}},
    {"TopThree",
     "quern: 1\nmodel: {file: a}\nevaluate: {data: {images: d}, top: [1, 3]}\n",
     {"only top-1 and top-5 are measured, not top-3"}},
    {"CompileWithoutCalibrate",
     "quern: 1\nmodel: {file: a}\ncompile: {target: x}\n",
     {"p.yaml:3:10: compiling to integers needs thresholds"}},
    {"BadName",
     "quern: 1\nmodel: {file: a}\nname: ../x\n",
     {"p.yaml:3:7: the name \"../x\" must consist of"}},
    {"Empty", "", {"p.yaml: the file is empty"}},
    {"OnlyComment", "# nothing\n", {"p.yaml: the file is empty"}},
    {"List", "- quern\n", {"p.yaml:1:1: a mapping with keys such as quern, name"}},
    {"Scalar", "hello\n", {"p.yaml:1:1: a mapping with keys such as"}},
    {"Tab", "quern: 1\nmodel:\n\tfile: a\n", {"p.yaml:3:", "not valid YAML"}},
    {"Unclosed", "quern: 1\nmodel: {file: a\n", {"not valid YAML"}},
    {"TwoDocuments", "quern: 1\nmodel: {file: a}\n---\nquern: 1\n", {"second document"}},
    {"Anchor", "quern: 1\nmodel: &m {file: a}\n", {"p.yaml:2:", "anchors (&name) are not supported"}},
    {"Alias", "quern: 1\nmodel: {file: a}\nname: *m\n", {"p.yaml:3:"}},
    {"Tag", "quern: !!str 1\nmodel: {file: a}\n", {"p.yaml:1:8: tags"}},
    {"ComplexKey", "quern: 1\n? [a, b]\n: 1\n", {"p.yaml:2:3: a key must be a word"}},
    {"NotUtf8", "quern: 1\nname: \"\xE4\"\n", {"p.yaml:2: the file is not UTF-8 text"}},
    {"Overlong", "quern: 1\nname: \"\xC0\xAF\"\n", {"p.yaml:2: the file is not UTF-8 text"}},
    {"Deep",
     "a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}}}}}}}}\n",
     {"levels of nesting"}},
};

INSTANTIATE_TEST_SUITE_P(Config, Mistakes, testing::ValuesIn(kMistakes),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Config, AllProblemsAreToldAtOnceInTheOrderOfTheFile) {
  EXPECT_EQ(complaint("quern: 1\njobs: x\nmodel: {fil: a}\nname: 'a b'\n"),
            "p.yaml:2:7: an integer is expected here, not \"x\"\n"
            "p.yaml:3:8: either \"file\" or \"files\" is needed here\n"
            "p.yaml:3:9: unknown key \"fil\"; did you mean \"file\"?\n"
            "p.yaml:4:7: the name \"a b\" must consist of letters, digits, '.', '_' and '-', and not begin "
            "with '.'");
}

TEST(Config, NestedBracketsAreBounded) {
  EXPECT_THAT(complaint("a: " + std::string(100000, '[')), HasSubstr("p.yaml:1: too many nested brackets"));
  std::string indented;
  for (int i = 0; i < 900; ++i) indented += std::string(size_t(i), ' ') + "a:\n";
  EXPECT_THAT(complaint(indented), HasSubstr("levels of nesting"));
}

TEST(Config, ReadsEverything) {
  const Pipeline p = parse_pipeline(
      "quern: 1\n"
      "name: net\n"
      "plugin_dirs: [plugins, /opt/plugins]\n"
      "jobs: 3\n"
      "model: {files: [a.proto, b.weights], frontend: f, inputs: {x: [1, 3, 4, 5]}, outputs: [y], options: "
      "{o: 7}}\n"
      "preprocess: {resize: crop, shortest_side: 256, channels: bgr, mean: [104, 117, 123], std: 2, layout: "
      "nhwc}\n"
      "calibrate:\n"
      "  quant: q\n"
      "  data: {images: imgs, limit: 10}\n"
      "  hints: false\n"
      "  overrides: {conv1: {threshold: 2.5, signed: false}, conv2: {float: true}}\n"
      "compile: {target: t}\n"
      "evaluate: {runtime: r, output: y, data: {images: e, labels: filename, classes: c.txt}, top: [5]}\n"
      "run: {inputs: in.npz, outputs: out.npz}\n",
      "/home/p.yaml", {});
  EXPECT_EQ(p.work, "/home/work/net");
  EXPECT_EQ(p.plugin_dirs, (std::vector<std::filesystem::path>{"/home/plugins", "/opt/plugins"}));
  EXPECT_EQ(p.jobs, 3);
  EXPECT_EQ(p.model.files, (std::vector<std::filesystem::path>{"/home/a.proto", "/home/b.weights"}));
  ASSERT_EQ(p.model.inputs.size(), 1u);
  EXPECT_EQ(p.model.inputs[0].second, (quern::Shape{1, 3, 4, 5}));
  ASSERT_EQ(p.model.frontend.options.size(), 1u);
  EXPECT_EQ(p.model.frontend.options[0].value, "7");
  const auto& preprocess = p.preprocess.at("").settings;
  EXPECT_EQ(preprocess.resize, quern::data::Preprocess::Resize::Crop);
  EXPECT_EQ(preprocess.channels, quern::data::Preprocess::Channels::Bgr);
  EXPECT_EQ(preprocess.layout, quern::data::Preprocess::Layout::Nhwc);
  EXPECT_EQ(preprocess.shortest_side, 256);
  EXPECT_EQ(preprocess.mean, (std::vector<float>{104, 117, 123}));
  EXPECT_EQ(preprocess.scale, (std::vector<float>{0.5f}));
  ASSERT_TRUE(p.calibrate && p.compile && p.evaluate && p.run);
  EXPECT_EQ(p.calibrate->data.description.images, "/home/imgs");
  EXPECT_EQ(p.calibrate->data.description.limit, 10);
  EXPECT_FALSE(p.calibrate->hints);
  EXPECT_EQ(p.calibrate->overrides.at("conv1").threshold, 2.5);
  EXPECT_EQ(p.calibrate->overrides.at("conv1").is_signed, false);
  EXPECT_TRUE(p.calibrate->overrides.at("conv2").keep_float);
  EXPECT_EQ(p.evaluate->data.description.labels, "filename");
  EXPECT_EQ(p.evaluate->data.description.classes, "/home/c.txt");
  EXPECT_EQ(p.evaluate->top, std::vector<int>{5});
  EXPECT_EQ(p.run->outputs, "/home/out.npz");
}

TEST(Config, PreprocessingPerInput) {
  const Pipeline p = parse_pipeline(
      "quern: 1\nmodel: {file: a}\npreprocess:\n  left: {mean: 1}\n  right: {mean: 2}\n", "p.yaml", {});
  EXPECT_EQ(p.preprocess.at("left").settings.mean, std::vector<float>{1});
  EXPECT_EQ(p.preprocess.at("right").settings.mean, std::vector<float>{2});
}

TEST(Config, ToleratesByteOrderMarkAndCarriageReturns) {
  EXPECT_EQ(complaint("\xEF\xBB\xBFquern: 1\r\nmodel: {file: a}\r\nname: x\r\n"), "");
  EXPECT_THAT(complaint("quern: 1\r\nmodel: {file: a}\r\nnaem: x\r\n"),
              HasSubstr("p.yaml:3:1: unknown key \"naem\""));
}

TEST(Config, SettingsOverrideTheFile) {
  const std::string text = "quern: 1\nmodel: {file: a}\njobs: 1\n";
  const Pipeline p =
      parse_pipeline(text, "p.yaml",
                     {"jobs=4", "calibrate.data.images=d", "model.inputs.x=[1, 2]", "calibrate.hints=false"});
  EXPECT_EQ(p.jobs, 4);
  EXPECT_EQ(p.calibrate->data.description.images, "d");
  EXPECT_FALSE(p.calibrate->hints);
  EXPECT_EQ(p.model.inputs[0].second, (quern::Shape{1, 2}));
}

TEST(Config, WrongSettingsAreNamed) {
  const std::string text = "quern: 1\nmodel: {file: a}\n";
  EXPECT_EQ(complaint(text, {"jobs=many"}), "--set jobs: an integer is expected here, not \"many\"");
  EXPECT_THAT(complaint(text, {"modle.file=x"}),
              HasSubstr("--set modle.file: unknown key \"modle\"; did you mean \"model\"?"));
  EXPECT_THAT(complaint(text, {"jobs"}), HasSubstr("--set jobs: is not of the form key.of.section=value"));
  EXPECT_THAT(complaint(text, {"model.file.x=1"}),
              HasSubstr("--set model.file.x: \"x\" is not inside of a section"));
  EXPECT_THAT(complaint(text, {"name=[a"}), HasSubstr("--set name: "));
}

TEST(Config, AFileThatIsTooLargeIsRefused) {
  EXPECT_THAT(complaint("# " + std::string(2 << 20, 'x')), HasSubstr("larger than"));
}

TEST(Config, ListsOfOptionsBecomeTextWithCommas) {
  const Pipeline pipeline =
      parse_pipeline("quern: 1\nmodel: {file: a, options: {batch: [1, 4], name: x}}\n", "p.yaml", {});
  EXPECT_EQ(pipeline.model.frontend.options[0].value, "1,4");
  EXPECT_EQ(pipeline.model.frontend.options[1].value, "x");
}
}  // namespace

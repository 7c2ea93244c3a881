// Files to programs and parameters: the layouts, their versions, and what does not fit together.
#include <filesystem>
#include <fstream>

#include "reader/files.hpp"
#include "reader/lod_tensor.hpp"
#include "reader/sniff.hpp"
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// y = x * w + b
ProgramBuilder affine() {
  ProgramBuilder program;
  program.input("x", {1, 3}).parameter("w_0", Tensor::from<float>({1, 2, 3}));
  program.parameter("b_0", Tensor::from<float>({10, 20, 30}));
  program.op("elementwise_mul", {{"X", {"x"}}, {"Y", {"w_0"}}}, {{"Out", {"m"}}});
  return program.op("elementwise_add", {{"X", {"m"}}, {"Y", {"b_0"}}}, {{"Out", {"y"}}}).output("y");
}

class Files : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("quern-paddle-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  void write_variables(const ProgramBuilder& program) const {
    for (const auto& [name, value] : program.parameters()) write(name, lod_tensor_bytes(value));
  }
  static void expect_affine(const std::vector<fs::path>& files) {
    RecordingHost host;
    const Model model = convert_files(files, {}, host.host());
    expect_near(ops::interpret(model.graph, {Tensor::from<float>({1, 1, 2}, {1, 3})})[0], {11, 22, 36});
  }
  static std::string error(const std::vector<fs::path>& files) {
    RecordingHost host;
    return error_of([&] { convert_files(files, {}, host.host()); });
  }

  fs::path folder_;
};

TEST_F(Files, CombinedInAnyOrderAndByFolder) {
  const fs::path model = write("inference.pdmodel", affine().program());
  const fs::path parameters = write("inference.pdiparams", affine().combined());
  write("inference.pdiparams.info", "something else");
  expect_affine({model, parameters});
  expect_affine({parameters, model});
  expect_affine({model});
  expect_affine({folder_});
  expect_affine({model, folder_ / "inference.pdiparams.info", parameters});
}

TEST_F(Files, CombinedUnderOldNames) {
  write("__model__", affine().program());
  write("__params__", affine().combined());
  expect_affine({folder_});
  expect_affine({folder_ / "__params__", folder_ / "__model__"});
}

TEST_F(Files, OneFilePerVariable) {
  const fs::path model = write("__model__", affine().program());
  write_variables(affine());
  expect_affine({folder_});
  expect_affine({model});
  expect_affine({folder_ / "b_0", model, folder_ / "w_0"});
}

TEST_F(Files, VariablesInSubfolders) {
  ProgramBuilder program;
  program.input("x", {1, 3}).parameter("scope/w_0", Tensor::from<float>({1, 2, 3}));
  program.op("elementwise_mul", {{"X", {"x"}}, {"Y", {"scope/w_0"}}}, {{"Out", {"y"}}}).output("y");
  write("__model__", program.program());
  write_variables(program);
  EXPECT_EQ(error({folder_}), "");
}

TEST_F(Files, VariablesOutsideOfTheFolderAreRefused) {
  ProgramBuilder program;
  program.input("x", {1, 3}).parameter("../secret", Tensor::from<float>({1, 2, 3}));
  program.op("elementwise_mul", {{"X", {"x"}}, {"Y", {"../secret"}}}, {{"Out", {"y"}}}).output("y");
  write("model/__model__", program.program());
  write("secret", lod_tensor_bytes(Tensor::from<float>({1, 2, 3})));
  EXPECT_THAT(error({folder_ / "model"}), HasSubstr("outside of the model's folder"));
}

TEST_F(Files, AMissingVariableIsNamed) {
  write("__model__", affine().program());
  write("w_0", lod_tensor_bytes(Tensor::from<float>({1, 2, 3})));
  EXPECT_THAT(error({folder_}), HasSubstr("parameter \"b_0\""));
}

TEST_F(Files, ParametersOfAnotherProgramAreRefused) {
  write("a.pdmodel", affine().program());
  ProgramBuilder other = affine();
  other.parameter("w_0", Tensor::from<float>({1, 2, 3, 4}));
  write("a.pdiparams", other.combined());
  EXPECT_THAT(error({folder_}), HasSubstr("the program declares 3"));
  ProgramBuilder more = affine();
  more.parameter("z", Tensor::from<float>({1}));
  write("a.pdiparams", more.combined());
  EXPECT_THAT(error({folder_}), HasSubstr("bytes follow behind the last parameter"));
  write("a.pdiparams", affine().combined().substr(0, 60));
  EXPECT_THAT(error({folder_}), HasSubstr("the file ends inside of parameter \"w_0\""));
}

TEST_F(Files, WithoutAProgramSayWhatIsMissing) {
  const fs::path parameters = write("a.pdiparams", affine().combined());
  EXPECT_THAT(error({parameters}), HasSubstr("there is no Paddle program"));
  EXPECT_THAT(error({parameters}), HasSubstr("paddle.jit.save"));
  EXPECT_THAT(error({folder_ / "nothing"}), HasSubstr("cannot be opened"));
}

TEST_F(Files, SeveralProgramsAreNotGuessedAt) {
  write("a.pdmodel", affine().program());
  write("b.pdmodel", affine().program());
  EXPECT_THAT(error({folder_}), HasSubstr("\"a.pdmodel\", \"b.pdmodel\""));
}

const std::string kPir =
    R"({"base_code":{"magic":"pir","trainable":true,"version":1},"program":{"regions":[]}})";

TEST_F(Files, ProgramsOfPaddle3AreRefusedWithAWayOut) {
  const fs::path json = write("inference.json", kPir);
  write("inference.pdiparams", affine().combined());
  EXPECT_THAT(error({json}), HasSubstr("PIR"));
  EXPECT_THAT(error({folder_}), HasSubstr("FLAGS_enable_pir_api=0"));
}

TEST_F(Files, AreRecognisedByContent) {
  const fs::path model = write("anything.bin", affine().program());
  const fs::path parameters = write("b.pdiparams", affine().combined());
  EXPECT_EQ(sniff({model}), 100);
  EXPECT_EQ(sniff({parameters, model}), 100);
  EXPECT_EQ(sniff({folder_}), 100);
  EXPECT_EQ(sniff({parameters}), 20);
  EXPECT_EQ(sniff({write("p.json", kPir)}), 90);
}

TEST_F(Files, OfOtherFormatsAreNot) {
  // ONNX and SavedModel begin with a number in field 1, GraphDef and Caffe with a text in it.
  EXPECT_EQ(sniff({write("onnx", std::string("\x08\x08\x3a\x04\x0a\x02\x1a\x00", 8))}), 0);
  EXPECT_EQ(sniff({write("graphdef", std::string("\x0a\x0a\x0a\x01x\x12\x05"
                                                 "Const",
                                                 12))}),
            0);
  EXPECT_EQ(sniff({write("caffemodel", std::string("\x0a\x03net\xa2\x06\x00", 8))}), 0);
  EXPECT_EQ(sniff({write("a.json", R"({"nodes": [], "arg_nodes": []})")}), 0);
  EXPECT_EQ(sniff({write("a.cfg", "[net]\nwidth=3\n")}), 0);
  EXPECT_EQ(sniff({write("empty", "")}), 0);
  EXPECT_EQ(sniff({write("zeros", std::string(64, '\0'))}), 0);
  EXPECT_EQ(sniff({folder_ / "missing"}), 0);
  EXPECT_EQ(sniff({}), 0);
  EXPECT_EQ(sniff({folder_}), 0);
}

TEST(LodTensor, SkipsItsLevelsOfDetail) {
  const Tensor value = Tensor::from<int64_t>({5, 6, 7}, {3, 1});
  const std::string bytes = lod_tensor_bytes(value, {std::string(24, '\1'), std::string(16, '\2')});
  ByteReader reader(blob_of(bytes), "f");
  const Tensor read = read_lod_tensor(reader, "v", "f");
  EXPECT_EQ(read.dims, (Shape{3, 1}));
  EXPECT_EQ(read.to_int64(), (std::vector<int64_t>{5, 6, 7}));
  EXPECT_TRUE(reader.at_end());
}

std::string with(std::string bytes, size_t at, const std::string& replacement) {
  return bytes.replace(at, replacement.size(), replacement);
}

TEST(LodTensor, RefusesAbsurdHeaders) {
  const std::string good = lod_tensor_bytes(Tensor::from<float>({1, 2}));
  const auto error = [](const std::string& bytes) {
    ByteReader reader(blob_of(bytes), "f");
    return error_of([&] { read_lod_tensor(reader, "v", "f"); });
  };
  EXPECT_EQ(error(good), "");
  EXPECT_THAT(error(with(good, 0, "\7")), HasSubstr("only 0 exists"));
  EXPECT_THAT(error(with(good, 4, "\xff")), HasSubstr("255 levels of detail"));
  EXPECT_THAT(error(with(good, 19, "\x7f")), HasSubstr("description of v claims"));
  // dims [2] become [-1]: a varint of ten bytes does not fit, so one that is merely huge.
  std::string desc = good.substr(0, 16);
  const std::string message = std::string("\x08\x05\x10") + "\xff\xff\xff\xff\xff\xff\xff\x7f";
  desc += std::string(1, char(message.size())) + std::string(3, '\0') + message + std::string(8, '\0');
  EXPECT_THAT(error(desc), HasSubstr("288230376151711740 bytes are needed"));
  for (size_t size = 0; size < good.size(); ++size) EXPECT_NE(error(good.substr(0, size)), "") << size;
}

TEST(Programs, OfAllAttributeTypesAreRead) {
  ProgramBuilder builder;
  builder.input("x", {1});
  builder.op("relu", {{"X", {"x"}}}, {{"Out", {"y"}}},
             {{"a", true},
              {"b", -3},
              {"c", int64_t(1) << 40},
              {"d", 0.5f},
              {"e", 0.25},
              {"f", std::string("text")},
              {"g", std::vector<int>{1, -2}},
              {"h", std::vector<int64_t>{-5, 6}},
              {"i", std::vector<float>{0.5f, 2}},
              {"j", std::vector<double>{0.125}},
              {"k", std::vector<std::string>{"p", "q"}},
              {"l", std::vector<bool>{true, false}},
              {"m", BlockNumber{4}},
              {"n", VariableList{{"x"}}}});
  const Program program = read_program(blob_of(builder.program()), "p");
  const auto& attributes = program.blocks.at(0).ops.at(1).attributes;
  EXPECT_EQ(std::get<int64_t>(attributes.at("a")), 1);
  EXPECT_EQ(std::get<int64_t>(attributes.at("b")), -3);
  EXPECT_EQ(std::get<int64_t>(attributes.at("c")), int64_t(1) << 40);
  EXPECT_EQ(std::get<double>(attributes.at("d")), 0.5);
  EXPECT_EQ(std::get<double>(attributes.at("e")), 0.25);
  EXPECT_EQ(std::get<std::string>(attributes.at("f")), "text");
  EXPECT_EQ(std::get<std::vector<int64_t>>(attributes.at("g")), (std::vector<int64_t>{1, -2}));
  EXPECT_EQ(std::get<std::vector<int64_t>>(attributes.at("h")), (std::vector<int64_t>{-5, 6}));
  EXPECT_EQ(std::get<std::vector<double>>(attributes.at("i")), (std::vector<double>{0.5, 2}));
  EXPECT_EQ(std::get<std::vector<double>>(attributes.at("j")), (std::vector<double>{0.125}));
  EXPECT_EQ(std::get<std::vector<std::string>>(attributes.at("k")), (std::vector<std::string>{"p", "q"}));
  EXPECT_EQ(std::get<std::vector<int64_t>>(attributes.at("l")), (std::vector<int64_t>{1, 0}));
  EXPECT_EQ(std::get<int64_t>(attributes.at("m")), 4);
  EXPECT_EQ(std::get<VariableNames>(attributes.at("n")).names, (std::vector<std::string>{"x"}));
}

TEST(Parameters, StayInTheMappingWhereTheyAreAligned) {
  // A description of 12 bytes behind a header of 20 puts the elements on a multiple of 4.
  const Tensor value(DataType::Float, {1, 1, 1, 1, 1});
  const std::string bytes = lod_tensor_bytes(value);
  const Blob blob = blob_of(bytes);
  ByteReader reader(blob, "f");
  const Tensor read = read_lod_tensor(reader, "v", "f");
  ASSERT_EQ((bytes.size() - 4) % 4, 0u);
  EXPECT_EQ(read.blob.data(), blob.data() + bytes.size() - 4);
}

}  // namespace
}  // namespace quern::frontend::paddle::test

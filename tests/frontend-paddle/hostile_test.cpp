// Damaged models: every truncation and thousands of byte mutations of models that use many features. Each of
// them converts or is refused with an Error; anything else ends the test program.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "fuzz_target.hpp"
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;
namespace fs = std::filesystem;

bool converts(const std::string& bytes) {
  try {
    convert_bytes(bytes);
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::string model_of(const ProgramBuilder& builder) {
  const std::string program = builder.program();
  const auto size = uint32_t(program.size());
  return std::string(reinterpret_cast<const char*>(&size), sizeof(size)) + program + builder.combined();
}

ProgramBuilder convolutional() {
  ProgramBuilder program;
  program.input("x", {1, 2, 6, 6}).parameter("w", sample({2, 2, 3, 3}, 1)).parameter("s", sample({2}, 2));
  program.op("conv2d", {{"Input", {"x"}}, {"Filter", {"w"}}}, {{"Output", {"c"}}},
             {{"strides", Ints{1, 1}}, {"paddings", Ints{1, 1}}, {"groups", 1}});
  program.op("batch_norm",
             {{"X", {"c"}}, {"Scale", {"s"}}, {"Bias", {"s"}}, {"Mean", {"s"}}, {"Variance", {"s"}}},
             {{"Y", {"b"}}, {"MeanOut", {"s"}}});
  program.op("hard_swish", {{"X", {"b"}}}, {{"Out", {"h"}}});
  program.op("pool2d", {{"X", {"h"}}}, {{"Out", {"p"}}},
             {{"pooling_type", std::string("avg")}, {"ksize", Ints{2, 3}}, {"adaptive", true}});
  program.op("nearest_interp_v2", {{"X", {"p"}}}, {{"Out", {"n"}}}, {{"scale", std::vector<float>{2, 2}}});
  program.op("reshape2", {{"X", {"n"}}}, {{"Out", {"r"}}}, {{"shape", Ints{0, -1}}});
  return program.op("softmax", {{"X", {"r"}}}, {{"Out", {"y"}}}, {{"axis", -1}}).output("y");
}

ProgramBuilder shape_arithmetic() {
  ProgramBuilder program;
  program.input("x", {2, 4});
  program.op("shape", {{"Input", {"x"}}}, {{"Out", {"d"}}});
  program.op("slice", {{"Input", {"d"}}}, {{"Out", {"n"}}},
             {{"axes", Ints{0}}, {"starts", Ints{0}}, {"ends", Ints{1}}});
  program.op("fill_constant", {}, {{"Out", {"two"}}},
             {{"shape", std::vector<int64_t>{1}}, {"value", 2.0f}, {"dtype", 2}});
  program.op("less_than", {{"X", {"n"}}, {"Y", {"two"}}}, {{"Out", {"c"}}});
  program.op("while", {{"X", {"n"}}, {"Condition", {"c"}}}, {{"Out", {"n"}}},
             {{"sub_block", BlockNumber{1}}});
  program.op("expand_v2", {{"X", {"x"}}, {"expand_shapes_tensor", {"two", "n", "n"}}}, {{"Out", {"e"}}},
             {{"shape", Ints{-1}}});
  program.op("split", {{"X", {"x"}}}, {{"Out", {"a", "b"}}}, {{"num", 2}, {"axis", 1}});
  program.op("set_value", {{"Input", {"x"}}}, {{"Out", {"y"}}},
             {{"axes", Ints{1}},
              {"starts", Ints{0}},
              {"ends", Ints{3}},
              {"steps", Ints{2}},
              {"shape", Ints{1}},
              {"values", std::vector<double>{3}}});
  program.block(1).op("increment", {{"X", {"n"}}}, {{"Out", {"n"}}}, {{"step", 1.0f}});
  program.op("less_than", {{"X", {"n"}}, {"Y", {"two"}}}, {{"Out", {"c"}}});
  return program.block(0).output("a").output("b").output("y");
}

ProgramBuilder detecting() {
  ProgramBuilder program;
  program.input("x", {1, 8, 2, 2}).input("size", {1, 2}, DataType::Int32);
  program.op("yolo_box", {{"X", {"x"}}, {"ImgSize", {"size"}}}, {{"Boxes", {"b"}}, {"Scores", {"s"}}},
             {{"anchors", Ints{10, 12}}, {"class_num", 3}, {"downsample_ratio", 32}});
  program.op("transpose2", {{"X", {"s"}}}, {{"Out", {"t"}}}, {{"axis", Ints{0, 2, 1}}});
  program.op("multiclass_nms3", {{"BBoxes", {"b"}}, {"Scores", {"t"}}},
             {{"Out", {"y"}}, {"NmsRoisNum", {"n"}}},
             {{"keep_top_k", 5}, {"nms_top_k", 9}, {"background_label", -1}});
  program.op("prior_box", {{"Input", {"x"}}, {"Image", {"x"}}}, {{"Boxes", {"p"}}, {"Variances", {"v"}}},
             {{"min_sizes", std::vector<float>{4}}, {"aspect_ratios", std::vector<float>{1, 2}}});
  return program.output("y").output("n").output("p");
}

ProgramBuilder recurrent() {
  ProgramBuilder program;
  program.input("x", {2, 1, 3}).parameter("s", Tensor::from<float>({2}));
  program.parameter("w", sample({12, 3}, 1))
      .parameter("b", sample({12}, 2))
      .parameter("h", Tensor(DataType::Float, {1, 1, 3}));
  program.op("fake_quantize_dequantize_moving_average_abs_max", {{"X", {"x"}}, {"InScale", {"s"}}},
             {{"Out", {"q"}}});
  program.op("rnn", {{"Input", {"q"}}, {"PreState", {"h", "h"}}, {"WeightList", {"w", "w", "b", "b"}}},
             {{"Out", {"r"}}, {"State", {"hn", "cn"}}},
             {{"mode", std::string("LSTM")}, {"hidden_size", 3}, {"num_layers", 1}});
  program.op("layer_norm", {{"X", {"r"}}}, {{"Y", {"l"}}}, {{"begin_norm_axis", 2}});
  program.op("top_k_v2", {{"X", {"l"}}}, {{"Out", {"t"}}, {"Indices", {"i"}}}, {{"k", 2}});
  program.op("gather", {{"X", {"w"}}, {"Index", {"j"}}}, {{"Out", {"g"}}});
  program.op("range", {{"Start", {"a"}}, {"End", {"e"}}, {"Step", {"d"}}}, {{"Out", {"j"}}});
  for (const auto& [name, value] : {std::pair("a", 0), {"e", 6}, {"d", 2}})
    program.parameter(name, Tensor::from<int64_t>({value}));
  return program.output("t").output("i").output("cn").output("g");
}

class Hostile : public testing::TestWithParam<ProgramBuilder (*)()> {};

TEST_P(Hostile, TheModelItselfConverts) { EXPECT_TRUE(converts(model_of(GetParam()()))); }

TEST_P(Hostile, EveryTruncationIsSurvived) {
  const std::string bytes = model_of(GetParam()());
  for (size_t size = 0; size < bytes.size(); ++size) converts(bytes.substr(0, size));
}

TEST_P(Hostile, ThousandsOfMutationsAreSurvived) {
  std::mt19937 random(20);
  size_t converted = 0, refused = 0;
  const std::string original = model_of(GetParam()());
  for (int i = 0; i < 3000; ++i) {
    std::string bytes = original;
    for (unsigned k = random() % 3 + 1; k > 0; --k) bytes[random() % bytes.size()] = char(random() % 256);
    if (random() % 8 == 0)
      bytes.insert(random() % bytes.size(), bytes.substr(random() % bytes.size(), random() % 64));
    (converts(bytes) ? converted : refused) += 1;
  }
  EXPECT_EQ(converted + refused, 3000u);
  EXPECT_GT(refused, 300u);
}

INSTANTIATE_TEST_SUITE_P(Models, Hostile,
                         testing::Values(convolutional, shape_arithmetic, detecting, recurrent));

// Blocks that execute themselves without end.
TEST(Recursion, OfBlocksIsBounded) {
  ProgramBuilder program;
  program.input("x", {1});
  program.op("fill_constant", {}, {{"Out", {"c"}}},
             {{"shape", std::vector<int64_t>{1}}, {"value", 1.0f}, {"dtype", 0}});
  program.op("conditional_block", {{"Cond", {"c"}}}, {{"Out", {"y"}}}, {{"sub_block", BlockNumber{1}}});
  program.block(1).op("conditional_block", {{"Cond", {"c"}}}, {{"Out", {"y"}}},
                      {{"sub_block", BlockNumber{1}}});
  program.block(0).output("y");
  EXPECT_FALSE(converts(model_of(program)));
}

TEST(AbsurdSizes, AreRefusedBeforeAnythingIsAllocated) {
  const auto one = [](const std::string& type, const Attributes& attributes, const Shape& dims) {
    ProgramBuilder program;
    program.input("x", dims).op(type, {{"X", {"x"}}, {"Input", {"x"}}}, {{"Out", {"y"}}, {"Output", {"y"}}},
                                attributes);
    return converts(model_of(program.output("y")));
  };
  const Shape image = {1, 1, 4, 4};
  EXPECT_FALSE(one("expand_v2", {{"shape", std::vector<int64_t>{int64_t(1) << 40, 1, 4, 4}}}, image));
  EXPECT_FALSE(one("unfold", {{"kernel_sizes", Ints{1 << 20, 1 << 20}}}, image));
  EXPECT_FALSE(one("affine_grid", {{"output_shape", Ints{1, 1, 1 << 30, 1 << 30}}}, image));
  EXPECT_FALSE(one("pool2d", {{"ksize", Ints{1 << 30, 1 << 30}}, {"adaptive", true}}, image));
  EXPECT_FALSE(one("bilinear_interp_v2", {{"out_h", 1 << 30}, {"out_w", 1 << 30}}, image));
  EXPECT_FALSE(one("fill_any_like", {{"value", 1.0f}}, {1 << 20, 1 << 20}));
  EXPECT_FALSE(one("reshape2", {{"shape", std::vector<int64_t>{int64_t(1) << 62, 4}}}, image));
}

// The seeds of the fuzz target would be worth little if they were refused at once.
TEST(FuzzCorpus, SeedsConvert) {
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  const fs::path folder = fs::path(source ? source : ".") / "tests" / "frontend-paddle" / "corpus";
  if (!fs::is_directory(folder)) GTEST_SKIP() << "no corpus at " << folder << " (set QUERN_TEST_SOURCE)";
  size_t seeds = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".bin") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_EQ(error_of([&] { convert_bytes(bytes); }), "") << entry.path();
    ++seeds;
  }
  EXPECT_GE(seeds, 4u);
}

// Writes the models of this test as seeds where QUERN_WRITE_CORPUS names a folder.
TEST(FuzzCorpus, IsMadeHere) {
  const char* folder = std::getenv("QUERN_WRITE_CORPUS");
  if (!folder) GTEST_SKIP() << "set QUERN_WRITE_CORPUS to write the seeds";
  const auto write = [&](const char* name, const ProgramBuilder& program) {
    std::ofstream(fs::path(folder) / name, std::ios::binary) << model_of(program);
  };
  write("convolutional.bin", convolutional());
  write("shape_arithmetic.bin", shape_arithmetic());
  write("detecting.bin", detecting());
  write("recurrent.bin", recurrent());
}

}  // namespace
}  // namespace quern::frontend::paddle::test

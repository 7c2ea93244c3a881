// What a session offers around the commands: nets, stages, scales, layouts, profiles.
#include <algorithm>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "harness.hpp"
#include "isa/layer_table.hpp"
#include "small_program.hpp"

namespace quern::bm1684::test {
namespace {

constexpr LocalAddress kA{0, 0}, kB{0, 0x10000};

// y = x + value for a batch of n images of 3x5x7.
SmallProgram plus(int n, float value) {
  const Dims dims{n, 3, 5, 7};
  SmallProgram program;
  program.input.shapes = program.output.shapes = {{n, 3, 5, 7}};
  program.input.size = program.output.size = uint64_t(dims.count()) * 4;
  program.gdma(load(kInput, kA, dims), 0)
      .bd(add_constant(kA, kB, dims, value), 1)
      .gdma(save(kB, kOutput, dims), 1);
  return program;
}

Tensor ramp(const Shape& shape, float step = 1) {
  std::vector<float> values(static_cast<size_t>(element_count(shape)));
  for (size_t i = 0; i < values.size(); ++i) values[i] = (float(i % 300) - 150) * step;
  return Tensor::from(values, shape);
}

TEST(Session, ChoosesTheStageByTheInputsShapes) {
  bmodel::Net net = plus(1, 10).net();
  net.stages.push_back(plus(4, 40).stage());
  const auto path = write_program({net}, "stages.bmodel");
  for (const int64_t n : {1, 4}) {
    const RunResult result = run_program(path, {{"x", ramp({n, 3, 5, 7})}});
    ASSERT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
    EXPECT_EQ(result.outputs.at("y").dims, (Shape{n, 3, 5, 7}));
    EXPECT_EQ(result.outputs.at("y").data<float>()[0], -150 + 10 * float(n));
  }
  const RunResult wrong = run_program(path, {{"x", ramp({2, 3, 5, 7})}});
  EXPECT_EQ(wrong.status, QUERN_ERROR_INPUT);
  EXPECT_TRUE(wrong.says("2x3x5x7") && wrong.says("4x3x5x7")) << testing::PrintToString(wrong.messages);
  EXPECT_EQ(describe_program(path).inputs.at(0).dims, (Shape{-1, 3, 5, 7}));
}

TEST(Session, ChoosesANetByName) {
  const auto path = write_program({plus(1, 1).net("one"), plus(1, 2).net("two")}, "nets.bmodel");
  const RunResult two = run_program(path, {{"x", ramp({1, 3, 5, 7})}}, {{"net", "two"}});
  ASSERT_EQ(two.status, QUERN_OK) << testing::PrintToString(two.messages);
  EXPECT_EQ(two.outputs.at("y").data<float>()[0], -148);
  for (const char* name : {"", "three"}) {
    const RunResult none = run_program(path, {{"x", ramp({1, 3, 5, 7})}}, {{"net", name}});
    EXPECT_EQ(none.status, QUERN_ERROR_ARGUMENT);
  }
}

// Copies int8 4N words from input to output; the scales are what changes.
SmallProgram bytes(int n) {
  const Dims words{(n + 3) / 4, 3, 5, 7};
  SmallProgram program;
  for (bmodel::Tensor* t : {&program.input, &program.output}) {
    t->type = bmodel::DataType::Int8;
    t->store_mode = bmodel::StoreMode::FourN;
    t->shapes = {{n, 3, 5, 7}};
    t->size = uint64_t(words.count()) * 4;
  }
  program.input.scale = 2;
  program.output.scale = 0.5;
  program.gdma(load(kInput, kA, words), 0).gdma(save(kA, kOutput, words), 0);
  return program;
}

TEST(Session, ScalesAndPacksIntegers) {
  for (const int n : {1, 3, 4, 5}) {
    const auto path = write_program(bytes(n), "bytes.bmodel");
    const Tensor x = ramp({n, 3, 5, 7}, 0.5f);
    const RunResult scaled = run_program(path, {{"x", x}});
    ASSERT_EQ(scaled.status, QUERN_OK) << testing::PrintToString(scaled.messages);
    const RunResult raw = run_program(path, {{"x", x}}, {{"raw", "true"}});
    ASSERT_EQ(raw.status, QUERN_OK);
    for (int64_t i = 0; i < x.count(); ++i) {
      const float integer = std::clamp(x.data<float>()[i] * 2, -128.0f, 127.0f);
      EXPECT_EQ(float(raw.outputs.at("y").data<int8_t>()[i]), integer);
      EXPECT_EQ(scaled.outputs.at("y").data<float>()[i], integer * 0.5f);
    }
    // Integers are taken as they are.
    const RunResult again = run_program(path, {{"x", raw.outputs.at("y")}}, {{"raw", "true"}});
    ASSERT_EQ(again.status, QUERN_OK) << testing::PrintToString(again.messages);
    for (int64_t i = 0; i < x.count(); ++i)
      EXPECT_EQ(again.outputs.at("y").data<int8_t>()[i], raw.outputs.at("y").data<int8_t>()[i]);
  }
}

TEST(Session, RefusesATensorThatDoesNotFitItsBytes) {
  SmallProgram program = bytes(5);
  program.input.size = 100;
  const RunResult result = run_program(write_program(program, "small.bmodel"), {{"x", ramp({5, 3, 5, 7})}});
  EXPECT_EQ(result.status, QUERN_ERROR_INPUT);
}

TEST(Session, RefusesWhatItCannotDecode) {
  SmallProgram program = plus(1, 1);
  bmodel::Net net = program.net();
  BdCommand unknown = encode(add_constant(kA, kB, {1, 3, 5, 7}, 1), {1, 1});
  unknown.set(BdField::tsk_typ, 13);
  const Blob blob = Blob::allocate(kCommandBytes);
  std::memcpy(const_cast<std::byte*>(blob.data()), unknown.bytes().data(), kCommandBytes);
  for (auto* groups : {&net.stages[0].groups, &net.stages[0].subnets[0].groups}) groups->at(0).bdc = blob;
  const RunResult result = run_program(write_program({net}, "unknown.bmodel"), {{"x", ramp({1, 3, 5, 7})}});
  EXPECT_EQ(result.status, QUERN_ERROR_UNSUPPORTED);
  EXPECT_TRUE(result.says("tsk_typ 13") && result.says("bd 0")) << testing::PrintToString(result.messages);
}

TEST(Session, WritesATraceAndSaysWhatItCosts) {
  bmodel::Net net = plus(1, 1).net();
  const std::string table = write_layer_table({{0, 0, 1, 0, 2, "relu_7"}});
  const Blob blob = Blob::allocate(table.size());
  std::memcpy(const_cast<std::byte*>(blob.data()), table.data(), table.size());
  net.stages[0].statistics = blob;
  const std::string trace = testing::TempDir() + "trace.json";
  const RunResult result =
      run_program(write_program({net}, "profile.bmodel"), {{"x", ramp({1, 3, 5, 7})}}, {{"profile", trace}});
  ASSERT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
  EXPECT_TRUE(result.says("relu_7: ") && result.says("net \"net\": "))
      << testing::PrintToString(result.messages);
  const auto json = nlohmann::json::parse(std::ifstream(trace));
  double bd_begin = -1, load_end = -1, store_begin = -1, bd_end = -1;
  for (const auto& event : json.at("traceEvents")) {
    if (event.at("ph") != "X") continue;
    EXPECT_EQ(event.at("args").at("layer"), "relu_7");
    const double begin = event.at("ts"), end = begin + event.at("dur").get<double>();
    if (event.at("tid") == 1)
      bd_begin = begin, bd_end = end;
    else if (load_end < 0)
      load_end = end;
    else
      store_begin = begin;
  }
  EXPECT_DOUBLE_EQ(bd_begin, load_end);
  EXPECT_DOUBLE_EQ(store_begin, bd_end);
  EXPECT_EQ(json.at("otherData").at("ddr_bytes_read"), 3 * 5 * 7 * 4);
}

}  // namespace
}  // namespace quern::bm1684::test

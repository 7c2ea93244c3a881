// The plugin through its C functions, with a stand-in for the vendor's library: which calls it makes in which
// order, and what becomes of the data.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <unistd.h>

#include "bmodel/combine.hpp"
#include "model_maker.hpp"
#include "runtime.hpp"

namespace quern::sophon::test {
namespace {

namespace fs = std::filesystem;
using bmodel::test::classifier;
using bmodel::test::file_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int32_t kFloat = 1, kInt8 = 3, kInt32 = 6;

struct Result {
  std::string name;
  int32_t type;
  Shape shape;
  std::vector<float> values;  // float32
  std::vector<int8_t> bytes;  // anything else
};

class Sophon : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "quern-sophon-XXXXXX").string();
    ASSERT_TRUE(::mkdtemp(pattern.data()));
    folder_ = pattern;
    ::setenv("QUERN_FAKE_BMRT", (folder_ / "calls").c_str(), 1);
    host_ = {sizeof(quern_host), 1, this, &on_diagnostic, nullptr};
    program_ = save("both.bmodel", bmodel::combine({classifier(1), classifier(4)}, {"1", "4"}));
  }
  void TearDown() override {
    if (session_) kRuntime.close(session_);
    fs::remove_all(folder_);
  }

  static void on_diagnostic(void* context, const quern_diagnostic* d) {
    std::string& message = static_cast<Sophon*>(context)->message_;
    message = std::string(d->message) + " | " + (d->hint ? d->hint : "");
  }

  std::string save(const std::string& name, const bmodel::Model& model) {
    std::ofstream(folder_ / name, std::ios::binary) << file_of(model);
    return (folder_ / name).string();
  }

  quern_status open(const std::string& program, const std::string& device = "0", const std::string& net = "",
                    const std::string& library = QUERN_FAKE_BMRT_LIBRARY, const std::string& raw = "false") {
    const quern_option_value options[] = {
        {"library", library.c_str()}, {"device", device.c_str()}, {"net", net.c_str()}, {"raw", raw.c_str()}};
    const quern_open_request request{sizeof(quern_open_request), 0, program.c_str(), nullptr, 0, options, 4};
    return kRuntime.open(&host_, &request, &session_);
  }

  template <class Element>
  quern_status run(int32_t type, const Shape& shape, const std::vector<Element>& values) {
    results_.clear();
    const quern_tensor input{
        sizeof(quern_tensor),           type, "data", shape.data(), shape.size(), values.data(),
        values.size() * sizeof(Element)};
    const quern_tensor_sink sink{sizeof(quern_tensor_sink), &results_, &on_result};
    return kRuntime.run(&host_, session_, &input, 1, &sink, nullptr);
  }

  static void on_result(void* context, const quern_tensor* t) {
    Result result{t->name, t->data_type, Shape(t->dims, t->dims + t->rank), {}, {}};
    if (const auto* values = static_cast<const float*>(t->data); values && t->data_type == kFloat)
      result.values.assign(values, values + t->size / sizeof(float));
    else if (const auto* bytes = static_cast<const int8_t*>(t->data))
      result.bytes.assign(bytes, bytes + t->size);
    static_cast<std::vector<Result>*>(context)->push_back(std::move(result));
  }

  std::vector<std::string> calls() {
    std::vector<std::string> lines;
    std::ifstream stream(folder_ / "calls");
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

  fs::path folder_;
  quern_host host_{};
  std::string program_, message_;
  quern_session* session_ = nullptr;
  std::vector<Result> results_;
};

TEST_F(Sophon, CallsTheLibraryInOrder) {
  ASSERT_EQ(open(program_, "1"), QUERN_OK) << message_;
  ASSERT_EQ(run(kInt8, {4, 3, 4, 4}, std::vector<int8_t>(192, 1)), QUERN_OK) << message_;
  ASSERT_EQ(run(kInt8, {1, 3, 4, 4}, std::vector<int8_t>(48, -1)), QUERN_OK) << message_;
  kRuntime.close(std::exchange(session_, nullptr));
  EXPECT_THAT(calls(),
              ElementsAre("bm_dev_request 1", "bmrt_create", "bmrt_load_bmodel",
                          "bmrt_launch_data classify 4x3x4x4 own memory",
                          "bmrt_launch_data classify 1x3x4x4 own memory", "bmrt_destroy", "bm_dev_free"));
}

TEST_F(Sophon, IntegersArePassedAsTheyAre) {
  ASSERT_EQ(open(program_), QUERN_OK) << message_;
  std::vector<int8_t> data(48, 2);
  data[0] = -128;
  data[47] = 127;
  ASSERT_EQ(run(kInt8, {1, 3, 4, 4}, data), QUERN_OK) << message_;
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(results_[0].name, "scores");
  EXPECT_EQ(results_[0].type, kFloat);
  EXPECT_EQ(results_[0].shape, (Shape{1, 10}));
  EXPECT_EQ(results_[0].values.size(), 10u);
  EXPECT_EQ(results_[0].values[0], 2 * 46 - 1);
  EXPECT_EQ(results_[0].values[9], 2 * 46 - 1 + 9);
}

TEST_F(Sophon, FloatsAreBroughtToTheScaleOfTheInput) {
  ASSERT_EQ(open(program_), QUERN_OK) << message_;
  std::vector<float> data(48, 0);
  const auto sum_of = [&](float value) {
    data[5] = value;
    EXPECT_EQ(run(kFloat, {1, 3, 4, 4}, data), QUERN_OK) << message_;
    return results_.at(0).values.at(0);
  };
  EXPECT_EQ(sum_of(0.5f), 64);  // the scale is 127.9867
  EXPECT_EQ(sum_of(-0.25f), -32);
  EXPECT_EQ(sum_of(1.5f / 127.9867f), 2);  // 1.5 in float32: halves away from zero
  EXPECT_EQ(sum_of(-1.5f / 127.9867f), -2);
  EXPECT_EQ(sum_of(7), 127);
  EXPECT_EQ(sum_of(-INFINITY), -128);
  EXPECT_EQ(sum_of(NAN), 0);
}

TEST_F(Sophon, DescribesTheFile) {
  ASSERT_EQ(open(program_), QUERN_OK) << message_;
  std::vector<Result> inputs, outputs;
  const quern_tensor_sink in{sizeof(quern_tensor_sink), &inputs, &on_result};
  const quern_tensor_sink out{sizeof(quern_tensor_sink), &outputs, &on_result};
  ASSERT_EQ(kRuntime.describe(session_, &in, &out), QUERN_OK);
  ASSERT_EQ(inputs.size(), 1u);
  EXPECT_EQ(inputs[0].name, "data");
  EXPECT_EQ(inputs[0].type, kFloat);
  EXPECT_EQ(inputs[0].shape, (Shape{-1, 3, 4, 4}));
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_EQ(outputs[0].shape, (Shape{-1, 10}));
  kRuntime.close(std::exchange(session_, nullptr));

  inputs.clear();
  ASSERT_EQ(open(program_, "0", "", QUERN_FAKE_BMRT_LIBRARY, "true"), QUERN_OK) << message_;
  ASSERT_EQ(kRuntime.describe(session_, &in, &out), QUERN_OK);
  EXPECT_EQ(inputs.at(0).type, kInt8);
}

TEST_F(Sophon, IntegerResultsBecomeNumbersByTheirScale) {
  bmodel::Model model = classifier(1);
  bmodel::Tensor& scores = model.nets[0].stages[0].outputs[0];
  scores.type = bmodel::DataType::Int8;
  scores.scale = 0.25f;
  const std::string program = save("int8.bmodel", model);
  std::vector<int8_t> data(48, 0);
  data[7] = -3;
  ::setenv("QUERN_FAKE_BMRT_RESULTS", "int8", 1);
  ASSERT_EQ(open(program), QUERN_OK) << message_;
  ASSERT_EQ(run(kInt8, {1, 3, 4, 4}, data), QUERN_OK) << message_;
  EXPECT_EQ(results_.at(0).type, kFloat);
  EXPECT_THAT(results_[0].values, ElementsAre(-0.75f, -0.5f, -0.25f, 0, 0.25f, 0.5f, 0.75f, 1, 1.25f, 1.5f));
  kRuntime.close(std::exchange(session_, nullptr));

  ASSERT_EQ(open(program, "0", "", QUERN_FAKE_BMRT_LIBRARY, "true"), QUERN_OK) << message_;
  ASSERT_EQ(run(kInt8, {1, 3, 4, 4}, data), QUERN_OK) << message_;
  ::unsetenv("QUERN_FAKE_BMRT_RESULTS");
  EXPECT_EQ(results_.at(0).type, kInt8);
  EXPECT_THAT(results_[0].bytes, ElementsAre(-3, -2, -1, 0, 1, 2, 3, 4, 5, 6));
}

TEST_F(Sophon, InputsMustFitAStage) {
  ASSERT_EQ(open(program_), QUERN_OK) << message_;
  EXPECT_EQ(run(kInt8, {2, 3, 4, 4}, std::vector<int8_t>(96)), QUERN_ERROR_INPUT);
  EXPECT_THAT(message_, HasSubstr("compiled for data 1x3x4x4; data 4x3x4x4; data 2x3x4x4 was given"));
  EXPECT_EQ(run(kInt8, {1, 3, 4, 4}, std::vector<int8_t>(47)), QUERN_ERROR_INPUT);
  EXPECT_THAT(message_, HasSubstr("47 bytes"));
  EXPECT_EQ(run(kInt32, {1, 3, 4, 4}, std::vector<int32_t>(48)), QUERN_ERROR_INPUT);
  EXPECT_THAT(message_, HasSubstr("takes int8, int32 was given"));
  const quern_tensor_sink sink{sizeof(quern_tensor_sink), &results_, &on_result};
  EXPECT_EQ(kRuntime.run(&host_, session_, nullptr, 0, &sink, nullptr), QUERN_ERROR_INPUT);
  EXPECT_THAT(message_, HasSubstr("input \"data\" is missing"));
  EXPECT_THAT(calls(), ElementsAre("bm_dev_request 0", "bmrt_create", "bmrt_load_bmodel"));
}

TEST_F(Sophon, SaysWhatIsMissing) {
  EXPECT_EQ(open(program_, "0", "", "libbmrt-that-is-not-there.so"), QUERN_ERROR_UNSUPPORTED);
  EXPECT_THAT(message_, HasSubstr("runtime library cannot be loaded"));
  EXPECT_THAT(message_, HasSubstr("part of libsophon"));
  EXPECT_EQ(open(program_, "0", "", "libm.so.6"), QUERN_ERROR_UNSUPPORTED);
  EXPECT_THAT(message_, HasSubstr("no function bm_dev_request"));
}

TEST_F(Sophon, FailuresGiveEverythingBack) {
  EXPECT_EQ(open(program_, "7"), QUERN_ERROR_IO);
  EXPECT_THAT(message_, HasSubstr("device 7 does not answer"));
  EXPECT_EQ(open(save("refused.bmodel", classifier(1))), QUERN_ERROR_INPUT);
  EXPECT_THAT(message_, HasSubstr("does not load this program"));
  EXPECT_THAT(calls(), ElementsAre("bm_dev_request 7", "bm_dev_request 0", "bmrt_create", "bmrt_load_bmodel",
                                   "bmrt_destroy", "bm_dev_free"));
}

TEST_F(Sophon, AFailedRunDoesNotEndTheSession) {
  ASSERT_EQ(open(program_), QUERN_OK) << message_;
  std::vector<int8_t> data(48, 0);
  data[0] = 99;
  EXPECT_EQ(run(kInt8, {1, 3, 4, 4}, data), QUERN_ERROR_IO);
  EXPECT_THAT(message_, HasSubstr("the device did not execute the network"));
  EXPECT_THAT(results_, IsEmpty());
  data[0] = 98;
  EXPECT_EQ(run(kInt8, {1, 3, 4, 4}, data), QUERN_OK);
}

TEST_F(Sophon, ChoosesANet) {
  EXPECT_EQ(open(program_, "0", "classify"), QUERN_OK) << message_;
  kRuntime.close(std::exchange(session_, nullptr));
  EXPECT_EQ(open(program_, "0", "detect"), QUERN_ERROR_ARGUMENT);
  EXPECT_THAT(message_, HasSubstr("no net \"detect\" | Name one with the option \"net\": classify."));
  EXPECT_EQ(open(save("two.bmodel", bmodel::test::two_nets())), QUERN_ERROR_ARGUMENT);
  EXPECT_THAT(message_,
              HasSubstr("holds several nets | Name one with the option \"net\": classify, detect."));
}

TEST_F(Sophon, KnowsProgramsWithoutADevice) {
  EXPECT_GT(kRuntime.sniff(&host_, program_.c_str()), 0);
  std::ofstream(folder_ / "x.bmodel") << "rubbish";
  EXPECT_EQ(kRuntime.sniff(&host_, (folder_ / "x.bmodel").c_str()), 0);
  EXPECT_THAT(calls(), IsEmpty());
}

TEST_F(Sophon, TensorsOnTheWayAreRefused) {
  const char* observe[] = {"conv1"};
  const quern_option_value options[] = {
      {"library", QUERN_FAKE_BMRT_LIBRARY}, {"device", "0"}, {"net", ""}, {"raw", "false"}};
  const quern_open_request request{sizeof(quern_open_request), 0, program_.c_str(), observe, 1, options, 4};
  EXPECT_EQ(kRuntime.open(&host_, &request, &session_), QUERN_ERROR_UNSUPPORTED);
  EXPECT_THAT(message_, HasSubstr("Use the simulator"));
}

}  // namespace
}  // namespace quern::sophon::test

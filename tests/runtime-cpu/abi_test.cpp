// The plugin through its C functions.
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <unistd.h>

#include <quern/onnx/write.hpp>

#include "harness.hpp"
#include "runtime.hpp"

namespace quern::cpu::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class Abi : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("quern-runtime-cpu-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    host_.struct_size = sizeof host_;
    host_.threads = 2;
    host_.context = &messages_;
    host_.diagnostic = [](void* context, const quern_diagnostic* d) {
      static_cast<std::vector<std::string>*>(context)->push_back(d->message);
    };
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(const Model& model) {
    onnx_writer::write_model(model, "model.onnx",
                             [&](const std::string& name, const void* data, size_t size) {
                               std::ofstream(folder_ / name, std::ios::binary | std::ios::app)
                                   .write(static_cast<const char*>(data), std::streamsize(size));
                             });
    return (folder_ / "model.onnx").string();
  }

  quern_status open(const std::string& path, const std::vector<const char*>& observe,
                    quern_session** session) {
    const quern_option_value options[] = {{"threads", "0"}};
    const quern_open_request request{
        sizeof(quern_open_request), 0, path.c_str(), observe.data(), observe.size(), options, 1};
    return kRuntime.open(&host_, &request, session);
  }

  std::filesystem::path folder_;
  quern_host host_{};
  std::vector<std::string> messages_;
};

Model doubling() {
  ModelBuilder b;
  b.input("x", {2, 3});
  b.node("Add", {"x", "x"}, {"y"});
  Model model = b.build();
  model.graph.outputs[0].type = DataType::Float;
  model.graph.outputs[0].shape = Shape{2, 3};
  return model;
}

TEST_F(Abi, OpenDescribeRunClose) {
  const std::string path = write(doubling());
  EXPECT_GT(kRuntime.sniff(&host_, path.c_str()), 0);
  quern_session* session = nullptr;
  ASSERT_EQ(open(path, {}, &session), QUERN_OK);

  std::vector<std::string> described;
  const quern_tensor_sink describe{
      sizeof(quern_tensor_sink), &described, [](void* context, const quern_tensor* t) {
        EXPECT_EQ(t->data, nullptr);
        static_cast<std::vector<std::string>*>(context)->push_back(
            std::string(t->name) + " " + to_string(Shape(t->dims, t->dims + t->rank)));
      }};
  ASSERT_EQ(kRuntime.describe(session, &describe, &describe), QUERN_OK);
  EXPECT_THAT(described, ElementsAre("x 2x3", "y 2x3"));

  const float data[6] = {1, 2, 3, 4, 5, 6};
  const int64_t dims[2] = {2, 3};
  const quern_tensor x{sizeof(quern_tensor), 1, "x", dims, 2, data, sizeof data};
  std::vector<float> result;
  const quern_tensor_sink outputs{
      sizeof(quern_tensor_sink), &result, [](void* context, const quern_tensor* t) {
        const auto* y = static_cast<const float*>(t->data);
        static_cast<std::vector<float>*>(context)->assign(y, y + t->size / sizeof(float));
      }};
  ASSERT_EQ(kRuntime.run(&host_, session, &x, 1, &outputs, nullptr), QUERN_OK);
  EXPECT_THAT(result, ElementsAre(2, 4, 6, 8, 10, 12));

  EXPECT_EQ(kRuntime.run(&host_, session, nullptr, 0, &outputs, nullptr), QUERN_ERROR_INPUT);
  EXPECT_THAT(messages_, Contains(HasSubstr("input \"x\"")));
  kRuntime.close(session);
}

TEST_F(Abi, FailuresAreReported) {
  quern_session* session = nullptr;
  const std::string path = write(doubling());
  EXPECT_EQ(open(path, {"nothing"}, &session), QUERN_ERROR_ARGUMENT);
  EXPECT_THAT(messages_, Contains(HasSubstr("\"nothing\"")));
  EXPECT_EQ(open((folder_ / "absent.onnx").string(), {}, &session), QUERN_ERROR_IO);
  std::filesystem::resize_file(path, 20);
  EXPECT_EQ(open(path, {}, &session), QUERN_ERROR_INPUT);
  EXPECT_EQ(kRuntime.sniff(&host_, path.c_str()), 0);
  EXPECT_EQ(session, nullptr);
}

TEST_F(Abi, ListsOperators) {
  std::vector<std::string> names;
  const quern_text_sink sink{sizeof(quern_text_sink), &names, [](void* context, const char* text) {
                               static_cast<std::vector<std::string>*>(context)->emplace_back(text);
                             }};
  ASSERT_EQ(kRuntime.operators(&host_, &sink), QUERN_OK);
  EXPECT_THAT(names, Contains("Conv"));
  EXPECT_THAT(names, Contains("quern.QConv"));
}

}  // namespace
}  // namespace quern::cpu::test

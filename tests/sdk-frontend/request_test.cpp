// What a request to convert a model says.
#include <gtest/gtest.h>

#include <quern/frontend/request.hpp>

namespace quern::frontend {
namespace {

TEST(Request, GivesFilesBindingsAndOutputs) {
  const char* const files[] = {"net.prototxt", "net.caffemodel"};
  const char* const outputs[] = {"fc7"};
  const int64_t dims[] = {1, 3, 8, 8};
  const quern_shape_binding binding = {"data", dims, 4};
  quern_convert_request request{};
  request.files = files;
  request.file_count = 2;
  request.inputs = &binding;
  request.input_count = 1;
  request.outputs = outputs;
  request.output_count = 1;
  EXPECT_EQ(files_of(request), (Paths{"net.prototxt", "net.caffemodel"}));
  EXPECT_EQ(bindings_of(request).at(0).name, "data");
  EXPECT_EQ(bindings_of(request).at(0).dims, (Shape{1, 3, 8, 8}));
  EXPECT_EQ(outputs_of(request), (std::vector<std::string>{"fc7"}));
}

TEST(Request, NeedsAFile) {
  const quern_convert_request request{};
  EXPECT_THROW((void)files_of(request), Error);
  EXPECT_TRUE(bindings_of(request).empty());
  EXPECT_TRUE(outputs_of(request).empty());
}

}  // namespace
}  // namespace quern::frontend

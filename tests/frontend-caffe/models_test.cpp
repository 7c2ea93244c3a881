// Real files: every Caffe model of the shared folder converts, and no other framework's file is taken for
// one.
#include "reader/sniff.hpp"
#include "support.hpp"
#include "support/shared.hpp"

namespace quern::frontend::caffe::test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  return files;
}

TEST(CaffeModels, AreKnownAndConvertInAnyOrder) {
  QUERN_NEEDS_SHARED_MODELS();
  size_t pairs = 0;
  for (const fs::path& weights : files_below(quern::test::shared_models() / "caffe")) {
    EXPECT_EQ(sniff(weights), 100) << weights;
    if (weights.extension() != ".caffemodel") continue;
    for (const fs::path& text : files_below(weights.parent_path())) {
      const bool is_only = text.parent_path().filename() != "mtcnn";
      if (text.extension() != ".prototxt" || (!is_only && text.stem() != weights.stem())) continue;
      for (const auto& order : {std::vector<fs::path>{weights, text}, std::vector<fs::path>{text, weights}}) {
        RecordingHost host;
        EXPECT_EQ(error_of([&] {
                    for (const Node& n : convert_files(order, {}, host.host()).graph.nodes)
                      EXPECT_TRUE(n.metadata.contains("quern.source")) << n.label();
                  }),
                  "")
            << text;
        EXPECT_THAT(host.diagnostics, testing::IsEmpty()) << text;
      }
      ++pairs;
    }
  }
  EXPECT_GE(pairs, 5u);
}

TEST(CaffeModels, FilesOfOthersAreNot) {
  QUERN_NEEDS_SHARED_MODELS();
  size_t files = 0;
  for (const char* framework : {"onnx", "darknet", "tensorflow", "paddle", "mxnet", "torchscript"})
    for (const fs::path& file : files_below(quern::test::shared_models() / framework)) {
      EXPECT_EQ(sniff(file), 0) << file;
      ++files;
    }
  EXPECT_GT(files, 20u);
}

}  // namespace
}  // namespace quern::frontend::caffe::test

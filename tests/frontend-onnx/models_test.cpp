// Real models: everything under models/onnx and models/suites/onnx of the shared folder converts.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "reader/sniff.hpp"
#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

std::filesystem::path shared_folder() {
  if (const char* given = std::getenv("QUERN_SHARED")) return given;
  const char* source = std::getenv("QUERN_TEST_SOURCE");
  return std::filesystem::path(source ? source : ".") / ".." / "shared";
}

std::vector<std::filesystem::path> models_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".onnx") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void expect_all_convert(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder))
    GTEST_SKIP() << "no shared models at " << folder << " (set QUERN_SHARED)";
  for (const std::filesystem::path& file : models_below(folder)) {
    SCOPED_TRACE(file.filename().string());
    EXPECT_EQ(sniff(file), 100);
    ConvertOptions options;
    if (file.filename() == "retinaface_mbnet0.25.onnx") options.inputs.push_back({"input", {1, 3, 384, 640}});
    RecordingHost host;
    const std::string error = error_of([&] {
      const Model model = convert_file(file, options, host.host());
      EXPECT_FALSE(model.graph.nodes.empty());
      for (const Node& n : model.graph.nodes) EXPECT_TRUE(n.metadata.contains("quern.source")) << n.label();
    });
    EXPECT_EQ(error, "");
    for (const Diagnostic& d : host.diagnostics) EXPECT_NE(d.severity, QUERN_SEVERITY_ERROR) << d.message;
  }
}

TEST(Models, RealNetworksConvert) { expect_all_convert(shared_folder() / "models" / "onnx"); }
TEST(Models, LayerSuiteConverts) { expect_all_convert(shared_folder() / "models" / "suites" / "onnx"); }

}  // namespace
}  // namespace quern::frontend::onnx::test

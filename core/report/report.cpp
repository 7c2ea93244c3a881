#include "report/report.hpp"

#include <algorithm>
#include <iostream>

#include "pipeline/work_folder.hpp"
#include "support/file.hpp"

namespace quern::report {
namespace fs = std::filesystem;
namespace {

constexpr size_t kLargestJson = size_t(256) << 20;

std::vector<std::string> artefacts_in(const fs::path& work) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(work, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file(error) && !name.starts_with('.') && !name.ends_with(".manifest.json"))
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Report gather(const config::Pipeline& pipeline) {
  Report report;
  report.name = pipeline.name;
  report.work = pipeline.work;
  const fs::path compilation = pipeline.work / pipeline::kCompileReport;
  if (pipeline.compile && fs::exists(compilation))
    report.compilation = decode_compile_report(read_file(compilation, kLargestJson), compilation.string());
  const fs::path evaluated = pipeline.work / pipeline::kEvaluation;
  if (pipeline.evaluate) {
    report.top = pipeline.evaluate->top;
    if (fs::exists(evaluated))
      report.evaluation =
          evaluation::decode_evaluation(read_file(evaluated, kLargestJson), evaluated.string());
  }
  return report;
}

void write_and_print(const config::Pipeline& pipeline) {
  Report report = gather(pipeline);
  write_file(pipeline.work / pipeline::kReport, encode_report(report));
  report.artefacts = artefacts_in(pipeline.work);
  std::cout << format_report(report) << std::flush;
}

}  // namespace quern::report

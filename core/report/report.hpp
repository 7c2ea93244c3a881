// The last page of a run: what was lost, what became integer, where everything is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/pipeline_file.hpp"
#include "evaluation/evaluation_file.hpp"
#include "report/compile_report.hpp"

namespace quern::report {

struct Report {
  std::string name;
  std::filesystem::path work;
  std::vector<std::string> artefacts;  // files in the work folder, sorted
  std::vector<int> top{1, 5};          // which accuracies to show
  std::optional<CompileReport> compilation;
  std::optional<evaluation::Evaluation> evaluation;
};

// Gathers what the stages of the pipeline left in its work folder. Throws InputError where a file is damaged.
Report gather(const config::Pipeline& pipeline);

// report.json.
std::string encode_report(const Report& report);

// The tables for the console.
std::string format_report(const Report& report);

// Writes report.json into the work folder and prints the tables to standard output.
void write_and_print(const config::Pipeline& pipeline);

}  // namespace quern::report

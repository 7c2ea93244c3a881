// Target plugins: canonical ONNX and thresholds to a program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plugins/artefact_sink.hpp"
#include "plugins/library.hpp"
#include "support/progress.hpp"

namespace quern::plugins {

struct CompileRequest {
  std::filesystem::path model;  // canonical fp32.onnx
  std::string name;             // of the network
  bool quantise = true;
  std::vector<quern_calibration> calibration;  // borrows its strings
  OptionValues options;
};

class Target {
 public:
  explicit Target(const Library& library) : library_(&library) {}

  [[nodiscard]] const Library& library() const { return *library_; }
  // Hands the program's files to `writer`. Throws Error.
  void compile(const CompileRequest& request, const ArtefactWriter& writer, unsigned threads,
               const Progress& progress = {}) const;
  // The canonical operators that it can make integer code of.
  [[nodiscard]] std::vector<std::string> operators() const;

 private:
  const Library* library_;
};

}  // namespace quern::plugins

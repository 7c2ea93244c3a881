// Target plugins: canonical ONNX and thresholds to a program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plugins/artefact_sink.hpp"
#include "plugins/library.hpp"
#include "plugins/registry.hpp"
#include "support/progress.hpp"

namespace quern::plugins {

struct CompileRequest {
  std::filesystem::path model;  // canonical fp32.onnx
  std::string name;             // of the network
  bool quantise = true;
  std::vector<quern_calibration> calibration;  // borrows its strings
  OptionValues options;
};

// What quern_tool_request says, for the verbs documented there.
struct ToolRequest {
  std::string verb;
  std::vector<std::filesystem::path> files;
  std::string name = {};  // of the file to write, no folder part
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
  // How sure the plugin is, 0 to 100, that the file is one of its programs.
  [[nodiscard]] int sniff(const std::filesystem::path& file) const;
  // Works on program files; what is written goes to `writer`. Returns the lines of text. Throws Error; also
  // where there is no `writer` and the plugin wants to write.
  [[nodiscard]] std::vector<std::string> tool(const ToolRequest& request,
                                              const ArtefactWriter& writer = {}) const;

 private:
  const Library* library_;
};

// The target that is surest to know the program `file`. Throws UnsupportedError where none does.
Target choose_target(Registry& registry, const std::filesystem::path& file);

}  // namespace quern::plugins

// Frontend plugins: model files to ONNX.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <quern/graph/graph.hpp>

#include "plugins/option_table.hpp"
#include "plugins/registry.hpp"
#include "support/progress.hpp"

namespace quern::plugins {

struct ConvertRequest {
  std::vector<std::filesystem::path> files;           // the model and its companions
  std::vector<std::pair<std::string, Shape>> inputs;  // shapes that the model leaves open
  std::vector<std::string> outputs;                   // tensors to end at; none: the model's own outputs
  OptionValues options;                               // one for each declared option
};

class Frontend {
 public:
  explicit Frontend(const Library& library) : library_(&library) {}

  [[nodiscard]] const Library& library() const { return *library_; }
  // How sure the plugin is, 0 to 100, that it reads these files.
  [[nodiscard]] int sniff(const std::vector<std::filesystem::path>& files) const;
  // The model as the frontend sees it, not yet canonical. Throws Error.
  [[nodiscard]] Model convert(const ConvertRequest& request, unsigned threads,
                              const Progress& progress = {}) const;
  // The operators of the source format that it translates.
  [[nodiscard]] std::vector<std::string> operators() const;

 private:
  const Library* library_;
};

// The frontend called `name`, or where that is "" the one that is surest to know the files. Throws Error.
Frontend choose_frontend(Registry& registry, const std::string& name,
                         const std::vector<std::filesystem::path>& files);

}  // namespace quern::plugins

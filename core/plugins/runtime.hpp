// Runtime plugins: execute an artefact.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "plugins/option_table.hpp"
#include "plugins/registry.hpp"
#include "plugins/session.hpp"

namespace quern::plugins {

struct OpenRequest {
  std::filesystem::path artefact;
  std::vector<std::string> observe;  // tensors that every run hands to its observer
  bool unordered = false;            // observed elements may come in any order
  unsigned threads = 1;              // per run
  OptionValues options;
};

class Runtime {
 public:
  explicit Runtime(const Library& library) : library_(&library) {}

  [[nodiscard]] const Library& library() const { return *library_; }
  // How sure the plugin is, 0 to 100, that it can execute the artefact.
  [[nodiscard]] int sniff(const std::filesystem::path& artefact) const;
  // Throws Error.
  [[nodiscard]] std::unique_ptr<Session> open(const OpenRequest& request) const;
  // open() to be called once per worker thread.
  [[nodiscard]] SessionFactory factory(OpenRequest request) const;
  // The operators that it executes.
  [[nodiscard]] std::vector<std::string> operators() const;

 private:
  const Library* library_;
};

// The runtime called `name`, or where that is "" the one that is surest to execute the artefact. Throws
// Error.
Runtime choose_runtime(Registry& registry, const std::string& name, const std::filesystem::path& artefact);

}  // namespace quern::plugins

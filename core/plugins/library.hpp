// A plugin in memory. It stays there until the process ends: unloading crashes with thread pools inside.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/plugin.h>

#include "plugins/option_table.hpp"

namespace quern::plugins {

struct Library {
  std::filesystem::path file;
  const quern_plugin* descriptor = nullptr;
  std::vector<OptionSpec> options;

  [[nodiscard]] std::string name() const { return descriptor->name; }
  // How messages call it, e.g. "frontend onnx".
  [[nodiscard]] std::string label() const;
  // The function table; T is the one of the plugin's kind.
  template <class T>
  [[nodiscard]] const T& functions() const {
    return *static_cast<const T*>(descriptor->functions);
  }
};

// Loads a plugin and shakes hands. Throws Error (QUERN_ERROR_UNSUPPORTED) that says why it is refused.
Library load_library(const std::filesystem::path& file);

}  // namespace quern::plugins

// A pipeline: what the YAML file says, with paths resolved and defaults filled in.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <quern/graph/shape.hpp>

#include "calibration/thresholds.hpp"
#include "config/value.hpp"
#include "data/preprocess.hpp"

namespace quern::config {

// An option of a plugin as the user wrote it; the plugin's table is not known yet.
struct Setting {
  std::string name, value;
  Origin origin;
};

// A plugin as the user chose it; name "": to be chosen by what is installed.
struct PluginChoice {
  std::string name;
  Origin origin;
  std::vector<Setting> options;
};

struct ModelSection {
  PluginChoice frontend;
  std::vector<std::filesystem::path> files;
  std::vector<std::pair<std::string, Shape>> inputs;
  std::vector<std::string> outputs;
  Origin origin;
};

struct DataSection {
  data::DataDescription description;
  Origin origin;
};

struct PreprocessSection {
  data::Preprocess settings;
  Origin origin;
};

struct CalibrateSection {
  PluginChoice quant;
  DataSection data;
  std::map<std::string, calibration::Override> overrides;  // by tensor name
  bool hints = true;
};

struct CompileSection {
  PluginChoice target;
  bool quantise = true;
};

struct EvaluateSection {
  PluginChoice runtime;
  DataSection data;
  std::string output;  // "": the only float output
  std::vector<int> top{1, 5};
};

struct RunSection {
  PluginChoice runtime;
  std::filesystem::path inputs;  // an npz file, or "" where `data` is set
  std::optional<DataSection> data;
  std::filesystem::path outputs;
};

struct Pipeline {
  std::filesystem::path file;
  std::string name;
  std::filesystem::path work;
  std::vector<std::filesystem::path> plugin_dirs;
  int jobs = 0;  // 0: all processors
  ModelSection model;
  std::map<std::string, PreprocessSection> preprocess;  // by input name; "" is for every input
  std::optional<CalibrateSection> calibrate;
  std::optional<CompileSection> compile;
  std::optional<EvaluateSection> evaluate;
  std::optional<RunSection> run;
};

// Reads a pipeline file and applies "key.of.section=value" settings over it. Throws Error
// (QUERN_ERROR_ARGUMENT) with all problems at once, or QUERN_ERROR_IO where the file cannot be read.
Pipeline load_pipeline(const std::filesystem::path& file, const std::vector<std::string>& settings);

// As above from memory; paths are relative to the folder of `file`.
Pipeline parse_pipeline(const std::string& text, const std::filesystem::path& file,
                        const std::vector<std::string>& settings);

}  // namespace quern::config

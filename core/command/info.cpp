#include <algorithm>
#include <iostream>

#include "calibration/statistics_file.hpp"
#include "calibration/table.hpp"
#include "command/arguments.hpp"
#include "command/exit_code.hpp"
#include "command/info_model.hpp"
#include "data/npz.hpp"
#include "pipeline/conversion.hpp"
#include "pipeline/manifest.hpp"
#include "plugins/target.hpp"
#include "support/file.hpp"

namespace quern::command {
namespace {

void print_npz(const std::string& file) {
  for (const auto& [name, tensor] : data::read_npz(file))
    std::cout << name << ": " << name_of(tensor.type) << " " << to_string(tensor.dims) << "\n";
}

void print_calibration(const std::string& file) {
  const calibration::Table table = calibration::read_table(file);
  const auto kept = std::count_if(table.entries.begin(), table.entries.end(),
                                  [](const calibration::Entry& entry) { return entry.keep_float; });
  std::cout << "calibration of " << table.model << ": method " << table.method << ", " << table.samples
            << " samples, " << table.entries.size() << " tensors, " << kept << " kept in float\n";
  for (const calibration::Entry& entry : table.entries)
    std::cout << "  " << entry.tensor << ": " << (entry.is_signed ? "±" : "0..") << entry.threshold << " ("
              << entry.method << ")\n";
}

void print_statistics(const std::string& file) {
  const calibration::Statistics statistics = calibration::read_statistics(file);
  std::cout << "statistics of " << statistics.samples << " samples, " << statistics.tensors.size()
            << " tensors\n";
  for (const auto& [name, tensor] : statistics.tensors)
    std::cout << "  " << name << ": " << tensor.minimum() << " to " << tensor.maximum() << ", "
              << tensor.count() << " values, " << tensor.zeros() << " zeros\n";
}

void print_manifest(const std::string& file) {
  constexpr size_t kLargest = 16 << 20;
  const auto manifest = pipeline::decode_manifest(read_file(file, kLargest));
  if (!manifest) throw InputError("this is not a manifest of this version of quern", file);
  std::cout << "manifest of step " << manifest->stage << "\nmade from\n";
  for (const auto& [key, value] : manifest->fingerprint) std::cout << "  " << key << ": " << value << "\n";
  std::cout << "outputs\n";
  for (const auto& [name, output] : manifest->outputs)
    std::cout << "  " << name << ": " << output.size << " bytes\n";
}

// The target whose program the file is.
plugins::Target target_of(plugins::Registry& registry, const std::string& file) {
  try {
    return choose_target(registry, file);
  } catch (const UnsupportedError&) {
    throw UnsupportedError(
        "quern does not know this kind of artefact", file,
        "It explains .onnx, .npz, calibration .yaml, statistics .bin and .manifest.json files, and "
        "programs of the installed targets.");
  }
}

void print_program(plugins::Registry& registry, const std::string& file) {
  for (const std::string& line : target_of(registry, file).tool({"info", {file}})) std::cout << line << "\n";
}

int print_info(const std::vector<std::string>& words) {
  Arguments arguments(kInfo);
  arguments.positional("ARTEFACT").plugins();
  if (!arguments.parse(words)) return kSuccess;
  const std::string file = arguments.get("ARTEFACT");
  pipeline::require_files({file});
  plugins::Registry registry = arguments.registry();
  const std::string name = std::filesystem::path(file).filename().string();
  if (name.ends_with(".npz"))
    print_npz(file);
  else if (name.ends_with(".yaml"))
    print_calibration(file);
  else if (name.ends_with(".bin"))
    print_statistics(file);
  else if (name.ends_with(".manifest.json"))
    print_manifest(file);
  else if (name.ends_with(".onnx"))
    print_model(file);
  else
    print_program(registry, file);
  return kSuccess;
}

}  // namespace

const Command kInfo{"info", "ARTEFACT", "Say what is in an artefact", print_info};

}  // namespace quern::command

#include "pipeline/manifest.hpp"

#include <nlohmann/json.hpp>

#include <quern/error.hpp>

#include "pipeline/work_folder.hpp"
#include "support/file.hpp"

namespace quern::pipeline {
namespace fs = std::filesystem;
namespace {

constexpr int kFormat = 1;
constexpr size_t kLargestManifest = 16 << 20;

}  // namespace

std::string encode_manifest(const StageManifest& manifest) {
  nlohmann::ordered_json json;
  json["quern_manifest"] = kFormat;
  json["stage"] = manifest.stage;
  json["made_from"] = manifest.fingerprint;
  json["outputs"] = nlohmann::ordered_json::object();
  for (const auto& [name, output] : manifest.outputs)
    json["outputs"][name] = {{"size", output.size}, {"sha256", output.sha256}};
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::optional<StageManifest> decode_manifest(const std::string& text) {
  try {
    const auto json = nlohmann::json::parse(text);
    if (json.at("quern_manifest") != kFormat) return std::nullopt;
    StageManifest manifest;
    manifest.stage = json.at("stage");
    manifest.fingerprint = json.at("made_from").get<Fingerprint>();
    for (const auto& [name, output] : json.at("outputs").items())
      manifest.outputs[name] = {output.at("size"), output.at("sha256")};
    return manifest;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

std::optional<StageManifest> read_stage_manifest(const fs::path& folder, const std::string& stage) {
  const fs::path file = folder / manifest_name(stage);
  if (!fs::exists(file)) return std::nullopt;
  return decode_manifest(read_file(file, kLargestManifest));
}

std::optional<std::filesystem::path> program_file(const std::filesystem::path& folder) {
  const std::optional<StageManifest> manifest = read_stage_manifest(folder, "compile");
  if (!manifest) return std::nullopt;
  for (const auto& [name, output] : manifest->outputs)
    if (name != kIntegerModel && name != kCompileReport && !name.ends_with(".data")) return folder / name;
  return std::nullopt;
}

bool is_intact(const fs::path& folder, const std::string& name, const Output& output, FileHashes& hashes) {
  std::error_code error;
  const fs::path file = folder / name;
  return fs::file_size(file, error) == output.size && !error && hashes.of(file) == output.sha256;
}

}  // namespace quern::pipeline

// <stage>.manifest.json: from what a stage made which files.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "pipeline/fingerprint.hpp"

namespace quern::pipeline {

struct Output {
  uint64_t size = 0;
  std::string sha256;
};

struct StageManifest {
  std::string stage;
  Fingerprint fingerprint;
  std::map<std::string, Output> outputs;  // by path; relative ones begin at the work folder
};

std::string encode_manifest(const StageManifest& manifest);
// Nothing where the text is damaged or of another version: the stage then runs again.
std::optional<StageManifest> decode_manifest(const std::string& text);

// The manifest of a stage in a work folder, if there is a whole one.
std::optional<StageManifest> read_stage_manifest(const std::filesystem::path& folder,
                                                 const std::string& stage);

// The program that the target wrote in the stage compile, if it wrote one.
std::optional<std::filesystem::path> program_file(const std::filesystem::path& folder);

// Whether an output is on the disk exactly as the manifest says.
bool is_intact(const std::filesystem::path& folder, const std::string& name, const Output& output,
               FileHashes& hashes);

}  // namespace quern::pipeline

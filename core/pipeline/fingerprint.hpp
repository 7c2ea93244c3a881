// What a stage's result depends on, as text: equal fingerprints, equal results.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "config/pipeline_file.hpp"
#include "plugins/library.hpp"

namespace quern::pipeline {

// From a name such as "file model.onnx" or "option bins" to its value or hash.
using Fingerprint = std::map<std::string, std::string>;

// Hashes of files, computed again only when size or time of a file change.
class FileHashes {
 public:
  // SHA-256. Throws Error where the file cannot be read.
  std::string of(const std::filesystem::path& file);

 private:
  std::map<std::tuple<std::string, uint64_t, int64_t>, std::string> known_;
};

// The version of this program and the hash of its file.
void add_host(Fingerprint& fingerprint, FileHashes& hashes);
// Name, version and hash of a plugin, and its options.
void add_plugin(Fingerprint& fingerprint, FileHashes& hashes, const plugins::Library& library,
                const plugins::OptionValues& options);
// A file and its hash; "absent" where there is none.
void add_file(Fingerprint& fingerprint, FileHashes& hashes, const std::string& role,
              const std::filesystem::path& file);
// A file like add_file(); of a folder the names, sizes and times of all files below it.
void add_path(Fingerprint& fingerprint, FileHashes& hashes, const std::string& role,
              const std::filesystem::path& path);
// Files beside `model` whose names stand inside of it: weights in files of their own.
void add_companions(Fingerprint& fingerprint, FileHashes& hashes, const std::filesystem::path& model);
// Where samples come from: names, sizes and times of the files of a folder, hashes of single files.
void add_data(Fingerprint& fingerprint, FileHashes& hashes, const config::DataSection& data);
void add_preprocess(Fingerprint& fingerprint,
                    const std::map<std::string, config::PreprocessSection>& preprocess);

// The keys whose values differ, for telling the user why a stage runs again.
std::vector<std::string> differences(const Fingerprint& before, const Fingerprint& now);

}  // namespace quern::pipeline

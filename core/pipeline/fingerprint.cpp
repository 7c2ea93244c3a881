#include "pipeline/fingerprint.hpp"

#include <algorithm>
#include <boost/dll/runtime_symbol_info.hpp>
#include <charconv>
#include <sys/stat.h>

#include <quern/onnx/file.hpp>

#include "support/sha256.hpp"

namespace quern::pipeline {
namespace fs = std::filesystem;
namespace {

int64_t nanoseconds(const timespec& time) { return int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec; }

std::string to_text(float value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string to_text(const std::vector<float>& values) {
  std::string list;
  for (const float value : values) list += (list.empty() ? "" : " ") + to_text(value);
  return list;
}

// Name, size and time of every file below a folder, hashed.
std::string hash_of_listing(const fs::path& folder) {
  std::vector<std::string> lines;
  std::error_code error;
  const auto options = fs::directory_options::follow_directory_symlink;
  for (auto it = fs::recursive_directory_iterator(folder, options, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    struct stat info {};
    if (::stat(it->path().c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
    lines.push_back(it->path().lexically_relative(folder).string() + "\n" + std::to_string(info.st_size) +
                    "\n" + std::to_string(nanoseconds(info.st_mtim)) + "\n");
  }
  std::sort(lines.begin(), lines.end());
  Sha256 hash;
  for (const std::string& line : lines) hash.add(line);
  return std::to_string(lines.size()) + " files, " + hash.finish();
}

}  // namespace

std::string FileHashes::of(const fs::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return sha256_of_file(file);  // which says why it cannot be read
  const auto key = std::tuple(file.string(), uint64_t(info.st_size), nanoseconds(info.st_mtim));
  const auto known = known_.find(key);
  return known != known_.end() ? known->second : known_.emplace(key, sha256_of_file(file)).first->second;
}

void add_host(Fingerprint& fingerprint, FileHashes& hashes) {
  fingerprint["quern"] = QUERN_VERSION;
  fingerprint["quern executable"] = hashes.of(boost::dll::program_location().string());
}

void add_plugin(Fingerprint& fingerprint, FileHashes& hashes, const plugins::Library& library,
                const plugins::OptionValues& options) {
  const std::string label = "plugin " + library.label();
  fingerprint[label] = std::string(library.descriptor->version) + " " + hashes.of(library.file);
  for (const auto& [name, value] : options) fingerprint["option " + library.label() + "." + name] = value;
}

void add_file(Fingerprint& fingerprint, FileHashes& hashes, const std::string& role, const fs::path& file) {
  fingerprint[role + " " + file.string()] = fs::exists(file) ? hashes.of(file) : "absent";
}

void add_path(Fingerprint& fingerprint, FileHashes& hashes, const std::string& role, const fs::path& path) {
  if (fs::is_directory(path))
    fingerprint[role + " " + path.string()] = hash_of_listing(path);
  else
    add_file(fingerprint, hashes, role, path);
}

void add_companions(Fingerprint& fingerprint, FileHashes& hashes, const fs::path& model) {
  // A model with weights elsewhere is small itself; searching a large one would take long and find nothing.
  constexpr size_t kLargestSearched = size_t(64) << 20;
  constexpr int kMostFiles = 200;
  const Blob bytes = map_file(model);
  if (bytes.size() > kLargestSearched) return;
  const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::error_code error;
  int seen = 0;
  const fs::path folder = model.has_parent_path() ? model.parent_path() : fs::path(".");
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!entry.is_regular_file(error) || entry.path().filename() == model.filename()) continue;
    if (++seen > kMostFiles) return;
    if (content.find(entry.path().filename().string()) != std::string_view::npos)
      add_file(fingerprint, hashes, "companion", entry.path());
  }
}

void add_data(Fingerprint& fingerprint, FileHashes& hashes, const config::DataSection& section) {
  const data::DataDescription& d = section.description;
  if (!d.images.empty()) add_path(fingerprint, hashes, "images", d.images);
  if (!d.arrays.empty()) add_path(fingerprint, hashes, "arrays", d.arrays);
  fingerprint["labels"] = d.labels;
  if (!d.labels.empty() && d.labels != "folder" && d.labels != "filename")
    add_file(fingerprint, hashes, "labels", d.labels);
  if (!d.classes.empty()) add_file(fingerprint, hashes, "classes", d.classes);
  fingerprint["limit"] = std::to_string(d.limit);
}

void add_preprocess(Fingerprint& fingerprint,
                    const std::map<std::string, config::PreprocessSection>& preprocess) {
  for (const auto& [input, section] : preprocess) {
    const data::Preprocess& p = section.settings;
    fingerprint["preprocess " + input] = std::to_string(int(p.resize)) + ", " +
                                         std::to_string(p.shortest_side) + ", " + to_text(p.fill) + ", " +
                                         std::to_string(int(p.channels)) + ", " + to_text(p.mean) + ", " +
                                         to_text(p.scale) + ", " + std::to_string(int(p.layout));
  }
}

std::vector<std::string> differences(const Fingerprint& before, const Fingerprint& now) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : now) {
    const auto old = before.find(key);
    if (old == before.end() || old->second != value) keys.push_back(key);
  }
  for (const auto& [key, value] : before)
    if (!now.contains(key)) keys.push_back(key);
  return keys;
}

}  // namespace quern::pipeline

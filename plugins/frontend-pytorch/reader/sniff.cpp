#include "reader/sniff.hpp"

#include <algorithm>
#include <string_view>

#include <quern/onnx/file.hpp>

namespace quern::frontend::pytorch {
namespace {

std::string_view beginning(const Blob& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), std::min<size_t>(bytes.size(), 64)};
}

int sniff_zip(const Blob& bytes) {
  const ZipArchive zip(bytes, "");
  bool data = false, code = false;
  for (const auto& [name, entry] : zip.entries()) {
    data = data || name == "data.pkl" || name.ends_with("/data.pkl");
    code = code || (name.find("code/") != std::string::npos && name.ends_with(".py"));
  }
  if (data && code) return 100;
  return data || is_exported_program(zip) || is_first_format(zip) ? 90 : 0;
}

// Entries lie in a folder of any name, or in none.
bool has_entry(const ZipArchive& zip, const std::string& wanted) {
  return std::any_of(zip.entries().begin(), zip.entries().end(), [&](const auto& entry) {
    return entry.first == wanted || entry.first.ends_with("/" + wanted);
  });
}

}  // namespace

bool is_legacy_pickle(const Blob& bytes) {
  // PROTO 2, then LONG1 of ten bytes: 0x1950a86a20f9469cfc6c.
  return beginning(bytes).starts_with(
      std::string_view("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14));
}

bool is_mobile_flatbuffer(const Blob& bytes) {
  return bytes.size() > 8 && beginning(bytes).substr(4, 4) == "PTMF";
}

bool is_exported_program(const ZipArchive& zip) {
  return has_entry(zip, "archive_format") || has_entry(zip, "serialized_exported_program.json");
}

bool is_first_format(const ZipArchive& zip) {
  return has_entry(zip, "model.json") && has_entry(zip, "version");
}

int sniff(const std::filesystem::path& file) {
  try {
    if (!std::filesystem::is_regular_file(file)) return 0;
    const Blob bytes = map_file(file);
    if (is_legacy_pickle(bytes)) return 90;
    if (is_mobile_flatbuffer(bytes)) return 90;
    return ZipArchive::begins_like_zip(bytes) ? sniff_zip(bytes) : 0;
  } catch (const std::exception&) {
    // Damaged: the extension decides whether it was meant to be one.
    return file.extension() == ".pt" || file.extension() == ".ptl" ? 20 : 0;
  }
}

}  // namespace quern::frontend::pytorch

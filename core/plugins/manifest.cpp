#include "plugins/manifest.hpp"

#include <map>

#include <quern/error.hpp>
#include <quern/plugin.h>

#include "plugins/kind.hpp"
#include "support/parse.hpp"

namespace quern::plugins {
namespace {

std::string version_text(int major, int minor) { return std::to_string(major) + "." + std::to_string(minor); }

// -1 where `text` is no number of 16 bits.
int version_number(const std::string& text) {
  const int64_t number = parse_int(text).value_or(-1);
  return number >= 0 && number <= UINT16_MAX ? int(number) : -1;
}

void parse_abi(const std::string& text, Manifest& manifest) {
  const std::vector<std::string> parts = split(text, '.');
  manifest.abi_major = parts.size() == 2 ? version_number(parts[0]) : -1;
  manifest.abi_minor = parts.size() == 2 ? version_number(parts[1]) : -1;
  if (manifest.abi_major < 0 || manifest.abi_minor < 0)
    throw InputError("its manifest has the ABI version \"" + text + "\", which is not major.minor");
}

}  // namespace

Manifest parse_manifest(std::string_view text) {
  std::map<std::string, std::string> values;
  for (const std::string& line : split(text.substr(0, text.find('\0')), '\n')) {
    const size_t equals = line.find('=');
    if (equals != std::string::npos) values.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  for (const char* key : {"abi", "kind", "name", "version", "summary"})
    if (!values.contains(key)) throw InputError(std::string("its manifest has no \"") + key + "\"");

  Manifest manifest;
  parse_abi(values["abi"], manifest);
  manifest.kind = kind_of(values["kind"]);
  if (manifest.kind == 0)
    throw InputError("its manifest has the unknown plugin kind \"" + values["kind"] + "\"");
  manifest.name = values["name"];
  manifest.version = values["version"];
  manifest.summary = values["summary"];
  if (manifest.name.empty()) throw InputError("its manifest has an empty name");
  return manifest;
}

Manifest read_manifest(const std::filesystem::path& file) {
  return parse_manifest(read_elf_section(file, QUERN_MANIFEST_SECTION));
}

std::string abi_objection(int major, int minor) {
  if (major == QUERN_ABI_MAJOR) return {};
  const std::string versions = "it was built for plugin ABI " + version_text(major, minor) +
                               ", and this quern has " + version_text(QUERN_ABI_MAJOR, QUERN_ABI_MINOR) +
                               ": ";
  return versions + (major > QUERN_ABI_MAJOR
                         ? "install a newer quern, or an older release of the plugin"
                         : "install a newer release of the plugin, or rebuild it with this SDK");
}

}  // namespace quern::plugins

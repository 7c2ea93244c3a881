// The facts a plugin states about itself, read from the file without loading it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace quern::plugins {

struct Manifest {
  int abi_major = 0, abi_minor = 0;
  int32_t kind = 0;  // QUERN_KIND_*
  std::string name, version, summary;
};

// Parses the lines "key=value" of the manifest section. Throws InputError with the reason.
Manifest parse_manifest(std::string_view text);

// The content of the section called `section` of an ELF64 shared library. Throws InputError with the reason
// where the file is not one, is damaged, or has no such section; Error where it cannot be read.
std::string read_elf_section(const std::filesystem::path& file, std::string_view section);

// The manifest of a plugin file. Throws as the two above.
Manifest read_manifest(const std::filesystem::path& file);

// Why this host cannot use a plugin of that ABI version, and what to do; "" where it can.
std::string abi_objection(int major, int minor);

}  // namespace quern::plugins

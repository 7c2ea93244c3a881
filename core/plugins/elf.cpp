// A reader of ELF64 section headers: just enough to find one section by its name in an untrusted file.
#include <cstring>
#include <elf.h>

#include <quern/error.hpp>
#include <quern/onnx/file.hpp>

#include "plugins/manifest.hpp"

namespace quern::plugins {
namespace {

constexpr uint64_t kLargestSection = 64 * 1024;  // a manifest is a few lines

#if defined(__x86_64__)
constexpr Elf64_Half kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half kMachine = EM_AARCH64;
#else
#error "name the ELF machine number of this processor here"
#endif

// A struct at a byte offset. Throws where it does not lie inside of the file.
template <class T>
T read_at(const Blob& file, uint64_t offset) {
  if (offset > file.size() || sizeof(T) > file.size() - offset)
    throw InputError("it is truncated or damaged: its headers point behind its end");
  T value;
  std::memcpy(&value, file.data() + offset, sizeof(T));
  return value;
}

std::string_view bytes_at(const Blob& file, uint64_t offset, uint64_t size) {
  if (offset > file.size() || size > file.size() - offset)
    throw InputError("it is truncated or damaged: a section ends behind its end");
  return {reinterpret_cast<const char*>(file.data()) + offset, size};
}

Elf64_Ehdr read_header(const Blob& file) {
  if (file.size() < SELFMAG || std::memcmp(file.data(), ELFMAG, SELFMAG) != 0)
    throw InputError("it is not a shared library (no ELF header)");
  const auto header = read_at<Elf64_Ehdr>(file, 0);
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
      header.e_machine != kMachine)
    throw InputError("it was built for another processor");
  if (header.e_type != ET_DYN) throw InputError("it is an ELF file, but not a shared library");
  if (header.e_shoff == 0 || header.e_shnum == 0)
    throw InputError("it has no section headers, so no manifest");
  if (header.e_shentsize != sizeof(Elf64_Shdr)) throw InputError("its section headers have an unknown size");
  return header;
}

}  // namespace

std::string read_elf_section(const std::filesystem::path& path, std::string_view wanted) {
  const Blob file = map_file(path);
  const Elf64_Ehdr header = read_header(file);
  const auto section = [&](uint64_t index) {
    return read_at<Elf64_Shdr>(file, header.e_shoff + index * sizeof(Elf64_Shdr));
  };
  if (header.e_shoff > file.size()) throw InputError("it is truncated: its section headers are missing");
  if (header.e_shstrndx >= header.e_shnum) throw InputError("it has no table of section names");
  const Elf64_Shdr name_table = section(header.e_shstrndx);
  const std::string_view names = bytes_at(file, name_table.sh_offset, name_table.sh_size);

  for (uint64_t i = 0; i < header.e_shnum; ++i) {
    const Elf64_Shdr candidate = section(i);
    if (candidate.sh_name >= names.size()) continue;
    const std::string_view rest = names.substr(candidate.sh_name);
    if (rest.substr(0, rest.find('\0')) != wanted) continue;
    if (candidate.sh_type != SHT_PROGBITS || candidate.sh_size > kLargestSection)
      throw InputError("its section " + std::string(wanted) + " is not a manifest");
    return std::string(bytes_at(file, candidate.sh_offset, candidate.sh_size));
  }
  throw InputError("it is not a Quern plugin (no section " + std::string(wanted) + ")");
}

}  // namespace quern::plugins

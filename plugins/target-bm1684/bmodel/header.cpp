#include "bmodel/header.hpp"

#include <cstring>

#include "bmodel/read.hpp"

namespace quern::bmodel {

bool has_magic(const Binary& bytes) {
  return bytes.size() >= sizeof(kMagic) && std::memcmp(bytes.data(), &kMagic, sizeof(kMagic)) == 0;
}

Parts split(const Binary& file, const std::string& where) {
  Header header;
  if (!has_magic(file)) throw InputError("this is not a .bmodel file: it does not begin as one", where);
  if (file.size() < sizeof(header))
    throw InputError("the file ends within its header", where, "Copy or compile it again.");
  std::memcpy(&header, file.data(), sizeof(header));
  if (header.header_size != sizeof(header))
    throw InputError("the header says that it has " + std::to_string(header.header_size) + " bytes, not 64",
                     where);
  const uint64_t needed = uint64_t(header.header_size) + header.tables_size + header.binary_size;
  if (file.size() < needed)
    throw InputError("the file has " + std::to_string(file.size()) + " bytes, its header promises " +
                         std::to_string(needed),
                     where, "It was cut off: copy or compile it again.");
  const std::byte* tables = file.data() + sizeof(header);
  return {{file.owner(), tables, header.tables_size},
          {file.owner(), tables + header.tables_size, header.binary_size}};
}

}  // namespace quern::bmodel

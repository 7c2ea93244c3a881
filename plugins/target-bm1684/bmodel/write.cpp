#include "bmodel/write.hpp"

#include <limits>

#include <quern/error.hpp>

#include "bmodel/header.hpp"
#include "bmodel/table_writer.hpp"

namespace quern::bmodel {

void write(const Model& model, const Output& output) {
  TableWriter tables;
  tables.write(model);
  const uint64_t bytes = tables.binaries().size();
  if (bytes > std::numeric_limits<uint32_t>::max())
    throw UnsupportedError("commands and coefficients have " + std::to_string(bytes) +
                               " bytes, a .bmodel file holds at most 4 GiB of them",
                           {}, "Compile fewer stages into one file.");
  Header header;
  header.tables_size = tables.builder().GetSize();
  header.binary_size = uint32_t(bytes);
  output(&header, sizeof(header));
  output(tables.builder().GetBufferPointer(), tables.builder().GetSize());
  for (const Binary& part : tables.binaries().parts()) output(part.data(), part.size());
}

void write(const Model& model, const quern_sink* sink, const std::string& name) {
  write(model, [&](const void* data, size_t size) {
    const quern_status status = sink->write(sink->context, name.c_str(), data, size);
    if (status != QUERN_OK) throw Error(status, "writing \"" + name + "\" failed");
  });
}

}  // namespace quern::bmodel

#include "bmodel/read.hpp"

#include <cstring>

#include <quern/onnx/file.hpp>

#include "bmodel/header.hpp"
#include "bmodel/table_reader.hpp"

namespace quern::bmodel {
namespace {

constexpr unsigned kDeepest = 16;     // the schema nests nine levels
constexpr size_t kSmallestTable = 8;  // its own offset and one that refers to it

// FlatBuffers reads numbers where they lie, so the tables must be aligned as the writer aligned them.
Binary aligned(const Binary& tables) {
  Binary copy = Binary::allocate(tables.size());
  std::memcpy(const_cast<std::byte*>(copy.data()), tables.data(), tables.size());
  return copy;
}

}  // namespace

Model read(const std::filesystem::path& path) { return read(map_file(path), path.string()); }

Model read(const Binary& bytes, const std::string& where) {
  const Parts parts = split(bytes, where);
  const Binary tables = aligned(parts.tables);
  const auto* data = reinterpret_cast<const uint8_t*>(tables.data());
  flatbuffers::Verifier verifier(data, tables.size(), kDeepest,
                                 flatbuffers::uoffset_t(tables.size() / kSmallestTable));
  if (!wire::VerifyModelBuffer(verifier))
    throw InputError("the tables behind the header are damaged", where, "Copy or compile it again.");
  return TableReader(parts.binaries, tables.size(), where).model(*wire::GetModel(data));
}

}  // namespace quern::bmodel

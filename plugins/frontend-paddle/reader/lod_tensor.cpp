#include "reader/lod_tensor.hpp"

#include "reader/tensor_desc.hpp"

namespace quern::frontend::paddle {
namespace {

constexpr uint64_t kMostLevels = 16;
constexpr int32_t kLongestDesc = 1 << 16;

InputError damaged(const std::string& message, const std::string& where) {
  return InputError(message, where,
                    "The parameters do not belong to this program, or the file is damaged: copy or export "
                    "the model again.");
}

void require_version(ByteReader& reader, const std::string& what, const std::string& where) {
  const auto version = reader.read<uint32_t>("the version of " + what);
  if (version != 0)
    throw damaged("at byte " + std::to_string(reader.position() - 4) + " no serialised tensor begins (" +
                      what + " is expected there; its version reads " + std::to_string(version) +
                      ", only 0 exists)",
                  where);
}

// Everything before the elements.
TensorDesc read_header(ByteReader& reader, const std::string& what, const std::string& where) {
  require_version(reader, what, where);
  const auto levels = reader.read<uint64_t>("the levels of detail of " + what);
  if (levels > kMostLevels)
    throw damaged(what + " claims " + std::to_string(levels) + " levels of detail", where);
  for (uint64_t i = 0; i < levels; ++i) {
    const auto size = reader.read<uint64_t>("the levels of detail of " + what);
    reader.skip(size, "the levels of detail of " + what);
  }
  require_version(reader, what, where);
  const auto size = reader.read<int32_t>("the description of " + what);
  if (size < 0 || size > kLongestDesc)
    throw damaged("the description of " + what + " claims " + std::to_string(size) + " bytes", where);
  const std::string message = reader.text(uint64_t(size), "the description of " + what);
  TensorDesc desc;
  try {
    desc = read_tensor_desc(protozero::pbf_reader(message));
  } catch (const protozero::exception& e) {
    throw damaged("the description of " + what + " cannot be read: " + e.what(), where);
  }
  if (desc.type == DataType::Undefined) throw damaged("the element type of " + what + " is not known", where);
  if (!is_static(desc.dims)) throw damaged("the shape of " + what + " is " + to_string(desc.dims), where);
  return desc;
}

}  // namespace

Tensor read_lod_tensor(ByteReader& reader, const std::string& what, const std::string& where) {
  const TensorDesc desc = read_header(reader, what, where);
  return reader.tensor(desc.type, desc.dims, what);
}

bool begins_like_lod_tensor(const Blob& bytes) {
  try {
    ByteReader reader(bytes, "");
    read_header(reader, "", "");
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace quern::frontend::paddle

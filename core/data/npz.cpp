#include "data/npz.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>
#include <zip.h>

#include <quern/onnx/file.hpp>

#include "data/npy.hpp"

namespace quern::data {

namespace {

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using ZipSource = std::unique_ptr<zip_source_t, FreeSource>;

constexpr std::string_view kSuffix = ".npy";
constexpr uint64_t kDeflateLimit = 1032;       // deflate cannot expand by more than this
constexpr uint64_t kFreeExpansion = 1u << 30;  // an archive may unpack to this much, or to
constexpr uint64_t kMaxExpansion = 64;         // this many times its own size

std::string message_of(zip_error_t& error) {
  std::string message = zip_error_strerror(&error);
  zip_error_fini(&error);
  return message;
}

Archive open_archive(std::span<const std::byte> bytes, const std::string& where) {
  if (bytes.empty())
    throw InputError("the file is empty", where);  // libzip takes it for an archive of nothing
  zip_error_t error;
  zip_error_init(&error);
  ZipSource source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error));
  if (!source) throw InputError("the archive cannot be opened: " + message_of(error), where);
  Archive archive(zip_open_from_source(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (!archive)
    throw InputError("this is not a .npz (zip) archive, or it is damaged: " + message_of(error), where);
  static_cast<void>(source.release());  // the archive owns it now
  zip_error_fini(&error);
  return archive;
}

// What the directory of the archive claims about its entries; refused where it cannot be true or is a bomb.
std::vector<zip_stat_t> list_entries(zip_t* archive, size_t archive_size, const std::string& where) {
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  std::vector<zip_stat_t> entries;
  uint64_t packed = 0, unpacked = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_INDEX;
    if (zip_stat_index(archive, zip_uint64_t(i), 0, &entry) != 0 || (entry.valid & needed) != needed)
      throw InputError("entry " + std::to_string(i) + " of the archive is damaged", where);
    if (entry.comp_size > archive_size - packed || entry.size / kDeflateLimit > entry.comp_size)
      throw InputError(std::string("the size of entry \"") + entry.name + "\" cannot be true", where);
    packed += entry.comp_size;
    unpacked += entry.size;
    entries.push_back(entry);
  }
  if (unpacked > std::max(kFreeExpansion, kMaxExpansion * archive_size))
    throw InputError("the archive of " + std::to_string(archive_size) + " bytes claims to unpack to " +
                         std::to_string(unpacked) + " bytes, which is refused",
                     where, "Write it without compression: numpy.savez.");
  return entries;
}

std::vector<std::byte> unpack(zip_t* archive, const zip_stat_t& entry, const std::string& where) {
  const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(archive, entry.index, 0));
  if (!file) throw InputError(std::string("the entry cannot be read: ") + zip_strerror(archive), where);
  std::vector<std::byte> bytes(entry.size);
  uint64_t filled = 0;
  while (filled < entry.size) {
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + filled, entry.size - filled);
    if (got <= 0) throw InputError("the entry is damaged or cut off", where);
    filled += uint64_t(got);
  }
  char more = 0;  // reading to the end is what makes libzip check the sum
  if (zip_fread(file.get(), &more, 1) != 0) throw InputError("the entry is damaged", where);
  return bytes;
}

}  // namespace

NamedTensors decode_npz(std::span<const std::byte> bytes, const std::string& where) {
  const Archive archive = open_archive(bytes, where);
  NamedTensors arrays;
  for (const zip_stat_t& entry : list_entries(archive.get(), bytes.size(), where)) {
    std::string name = entry.name;
    const std::string place = where + ":" + name;
    if (!name.ends_with(kSuffix))
      throw InputError("the archive holds something that is no .npy array", place);
    name.resize(name.size() - kSuffix.size());
    const std::vector<std::byte> content = unpack(archive.get(), entry, place);
    Tensor tensor = decode_npy(content, place);
    tensor.name = name;
    if (!arrays.emplace(name, std::move(tensor)).second)
      throw InputError("the archive holds this array twice", place);
  }
  return arrays;
}

std::string encode_npz(const NamedTensors& arrays) {
  if (arrays.empty())
    return std::string("PK\x05\x06", 4) + std::string(18, '\0');  // libzip writes no empty archive
  zip_error_t error;
  zip_error_init(&error);
  const auto fail = [](const std::string& message) -> Error {
    return {QUERN_ERROR_IO, "the .npz archive cannot be made: " + message};
  };
  ZipSource memory(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!memory) throw fail(message_of(error));
  Archive archive(zip_open_from_source(memory.get(), ZIP_TRUNCATE, &error));
  if (!archive) throw fail(message_of(error));
  zip_source_keep(memory.get());  // the archive owns one reference, `memory` the other

  std::vector<std::string> contents;  // must live until the archive is closed
  contents.reserve(arrays.size());
  for (const auto& [name, tensor] : arrays) {
    const std::string& content = contents.emplace_back(encode_npy(tensor));
    ZipSource entry(zip_source_buffer(archive.get(), content.data(), content.size(), 0));
    if (!entry) throw fail(zip_strerror(archive.get()));
    const zip_int64_t index =
        zip_file_add(archive.get(), (name + std::string(kSuffix)).c_str(), entry.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0) throw fail(zip_strerror(archive.get()));
    static_cast<void>(entry.release());
    // 1 January 1980, the beginning of time in zip archives; the local time zone does not enter.
    if (zip_set_file_compression(archive.get(), zip_uint64_t(index), ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(archive.get(), zip_uint64_t(index), 0, 0x21, 0) != 0)
      throw fail(zip_strerror(archive.get()));
  }
  if (zip_close(archive.get()) != 0) throw fail(zip_strerror(archive.get()));
  static_cast<void>(archive.release());

  if (zip_source_open(memory.get()) != 0 || zip_source_seek(memory.get(), 0, SEEK_END) != 0)
    throw fail("the archive cannot be read back");
  const zip_int64_t size = zip_source_tell(memory.get());
  std::string bytes(size_t(std::max<zip_int64_t>(size, 0)), '\0');
  if (size < 0 || zip_source_seek(memory.get(), 0, SEEK_SET) != 0 ||
      zip_source_read(memory.get(), bytes.data(), bytes.size()) != size)
    throw fail("the archive cannot be read back");
  zip_source_close(memory.get());
  return bytes;
}

NamedTensors read_npz(const std::string& path) {
  const Blob file = map_file(path);
  return decode_npz({file.data(), file.size()}, path);
}

}  // namespace quern::data

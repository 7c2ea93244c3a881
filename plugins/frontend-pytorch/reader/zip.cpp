#include "reader/zip.hpp"

#include <algorithm>
#include <zlib.h>

#include <quern/frontend/byte_reader.hpp>

// Layout and signatures: APPNOTE.TXT of PKWARE, chapters 4.3 and 4.5.
namespace quern::frontend::pytorch {
namespace {

constexpr uint32_t kLocalHeader = 0x04034b50, kDirectoryEntry = 0x02014b50, kDirectoryEnd = 0x06054b50;
constexpr uint32_t kDirectoryEnd64 = 0x06064b50, kLocator64 = 0x07064b50;
constexpr size_t kLocalHeaderSize = 30, kDirectoryEndSize = 22, kLocatorSize = 20;

constexpr uint64_t kFreeExpansion = uint64_t(1) << 28;  // an archive may unpack to this much, or to
constexpr uint64_t kMaxExpansion = 16;                  // this many times its own size

InputError damaged(const std::string& what, const std::string& where) {
  return InputError("the archive is damaged: " + what, where,
                    "It is truncated or was changed on the way: copy or export it again.");
}

Blob part(const Blob& bytes, uint64_t position, uint64_t size, const std::string& where) {
  if (position > bytes.size() || size > bytes.size() - position)
    throw damaged("something lies behind the end of the file", where);
  return {bytes.owner(), bytes.data() + position, size_t(size)};
}

uint32_t signature_at(const Blob& bytes, size_t position) {
  uint32_t value = 0;
  if (position + sizeof(value) <= bytes.size()) std::memcpy(&value, bytes.data() + position, sizeof(value));
  return value;
}

// Position of the end record, which is the last thing of the file but for a comment.
size_t find_end(const Blob& bytes, const std::string& where) {
  constexpr size_t kLongestComment = 65535;
  if (bytes.size() < kDirectoryEndSize) throw damaged("it is too short", where);
  const size_t last = bytes.size() - kDirectoryEndSize;
  for (size_t back = 0; back <= std::min(last, kLongestComment); ++back)
    if (signature_at(bytes, last - back) == kDirectoryEnd) return last - back;
  throw damaged("its directory is missing", where);
}

struct Directory {
  uint64_t count = 0, size = 0, position = 0;
};

Directory find_directory(const Blob& bytes, const std::string& where) {
  const size_t end = find_end(bytes, where);
  ByteReader record(part(bytes, end, kDirectoryEndSize, where), where);
  record.skip(10, "the directory's end");
  Directory directory;
  directory.count = record.read<uint16_t>("the directory's end");
  directory.size = record.read<uint32_t>("the directory's end");
  directory.position = record.read<uint32_t>("the directory's end");
  const bool is_64 =
      directory.count == 0xFFFF || directory.size == 0xFFFFFFFF || directory.position == 0xFFFFFFFF;
  if (!is_64 || end < kLocatorSize || signature_at(bytes, end - kLocatorSize) != kLocator64) return directory;
  ByteReader locator(part(bytes, end - kLocatorSize, kLocatorSize, where), where);
  locator.skip(8, "the zip64 locator");
  const auto position = locator.read<uint64_t>("the zip64 locator");
  ByteReader record64(part(bytes, position, 56, where), where);
  if (record64.read<uint32_t>("the zip64 directory's end") != kDirectoryEnd64)
    throw damaged("its zip64 directory is missing", where);
  record64.skip(28, "the zip64 directory's end");
  directory.count = record64.read<uint64_t>("the zip64 directory's end");
  directory.size = record64.read<uint64_t>("the zip64 directory's end");
  directory.position = record64.read<uint64_t>("the zip64 directory's end");
  return directory;
}

// Sizes and position that did not fit into 32 bits stand in the extra field 1, in this order.
void read_zip64_extra(const Blob& extra, ZipArchive::Entry& entry, const std::string& where) {
  ByteReader reader(extra, where);
  while (reader.remaining() >= 4) {
    const auto id = reader.read<uint16_t>("an extra field");
    const auto size = reader.read<uint16_t>("an extra field");
    if (id != 1) {
      reader.skip(size, "an extra field");
      continue;
    }
    if (entry.size == 0xFFFFFFFF) entry.size = reader.read<uint64_t>("a zip64 size");
    if (entry.packed == 0xFFFFFFFF) entry.packed = reader.read<uint64_t>("a zip64 size");
    if (entry.header == 0xFFFFFFFF) entry.header = reader.read<uint64_t>("a zip64 position");
    return;
  }
}

Blob inflated(const Blob& packed, uint64_t size, const std::string& where) {
  Blob result = Blob::allocate(size_t(size));
  z_stream stream = {};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
  stream.avail_in = uInt(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(const_cast<std::byte*>(result.data()));
  stream.avail_out = uInt(size);
  const int status = inflate(&stream, Z_FINISH);
  const uint64_t made = stream.total_out;
  inflateEnd(&stream);
  if (status != Z_STREAM_END || made != size) throw damaged("an entry cannot be unpacked", where);
  return result;
}

}  // namespace

ZipArchive::ZipArchive(Blob bytes, std::string where) : bytes_(std::move(bytes)), where_(std::move(where)) {
  read_directory();
  check_sizes();
}

bool ZipArchive::begins_like_zip(const Blob& bytes) { return signature_at(bytes, 0) == kLocalHeader; }

void ZipArchive::read_directory() {
  const Directory directory = find_directory(bytes_, where_);
  ByteReader reader(part(bytes_, directory.position, directory.size, where_), where_);
  for (uint64_t i = 0; i < directory.count; ++i) {
    if (reader.read<uint32_t>("the directory") != kDirectoryEntry) throw damaged("its directory", where_);
    reader.skip(6, "the directory");
    Entry entry;
    entry.method = reader.read<uint16_t>("the directory");
    reader.skip(4, "the directory");
    entry.checksum = reader.read<uint32_t>("the directory");
    entry.packed = reader.read<uint32_t>("the directory");
    entry.size = reader.read<uint32_t>("the directory");
    const auto name_size = reader.read<uint16_t>("the directory");
    const auto extra_size = reader.read<uint16_t>("the directory");
    const auto comment_size = reader.read<uint16_t>("the directory");
    reader.skip(8, "the directory");
    entry.header = reader.read<uint32_t>("the directory");
    const std::string name = reader.text(name_size, "a name in the directory");
    read_zip64_extra(part(bytes_, directory.position + reader.position(), extra_size, where_), entry, where_);
    reader.skip(uint64_t(extra_size) + comment_size, "the directory");
    entries_.insert_or_assign(name, entry);
  }
}

void ZipArchive::check_sizes() const {
  uint64_t unpacked = 0;
  for (const auto& [name, entry] : entries_) {
    if (entry.packed > bytes_.size() || (entry.method == 0 && entry.size != entry.packed) ||
        entry.size > std::max(kFreeExpansion, kMaxExpansion * bytes_.size()))
      throw damaged("the size of \"" + name + "\" cannot be true", where_);
    unpacked += entry.method == 0 ? 0 : entry.size;
  }
  if (unpacked > std::max(kFreeExpansion, kMaxExpansion * bytes_.size()))
    throw InputError("the archive of " + std::to_string(bytes_.size()) + " bytes claims to unpack to " +
                         std::to_string(unpacked) + " bytes, which is refused",
                     where_, "PyTorch writes its archives without compression: export the model again.");
}

Blob ZipArchive::read(const std::string& name) const {
  const auto it = entries_.find(name);
  if (it == entries_.end()) throw InputError("the archive has no entry \"" + name + "\"", where_);
  const Entry& entry = it->second;
  const std::string place = where_ + ":" + name;
  ByteReader header(part(bytes_, entry.header, kLocalHeaderSize, place), place);
  if (header.read<uint32_t>("a header") != kLocalHeader) throw damaged("the header of the entry", place);
  header.skip(22, "a header");
  const auto name_size = header.read<uint16_t>("a header");
  const auto extra_size = header.read<uint16_t>("a header");
  const uint64_t begin = entry.header + kLocalHeaderSize + name_size + extra_size;
  Blob content = part(bytes_, begin, entry.packed, place);
  if (entry.method == 8) {
    constexpr uint64_t kMostDeflated = 0xFFFFFFFF;
    if (std::max(entry.size, entry.packed) > kMostDeflated)
      throw UnsupportedError("a compressed entry of more than 4 GiB", place);
    content = inflated(content, entry.size, place);
  } else if (entry.method != 0) {
    throw UnsupportedError("compression method " + std::to_string(entry.method) + " is not supported", place);
  }
  // Checksum 0: PyTorch can be told not to compute any.
  const auto* data = reinterpret_cast<const Bytef*>(content.data());
  if (entry.checksum != 0 && crc32_z(0, data, content.size()) != entry.checksum)
    throw damaged("the checksum of the entry does not fit", place);
  return content;
}

std::string ZipArchive::read_text(const std::string& name) const {
  const Blob content = read(name);
  return {reinterpret_cast<const char*>(content.data()), content.size()};
}

}  // namespace quern::frontend::pytorch

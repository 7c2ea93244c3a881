#include "reader/table.hpp"

#include <cstring>

#include "reader/snappy.hpp"
#include "reader/varint.hpp"

namespace quern::frontend::tensorflow {
namespace {

constexpr uint64_t kMagic = 0xdb4775248b80fb57;
constexpr size_t kFooter = 48, kTrailer = 5;
constexpr size_t kMostBytes = size_t(1) << 28;  // of all keys and values: an index of millions of variables

InputError damaged(const std::string& what) {
  return InputError("the checkpoint's index is damaged: " + what);
}

struct Handle {
  uint64_t offset, size;
};

Handle read_handle(std::string_view& bytes) {
  const uint64_t offset = read_varint(bytes);
  return {offset, read_varint(bytes)};
}

std::string read_block(std::string_view file, Handle handle) {
  if (handle.offset > file.size() || file.size() - handle.offset < kTrailer ||
      handle.size > file.size() - handle.offset - kTrailer)
    throw damaged("a block lies outside of the file");
  const std::string_view block = file.substr(size_t(handle.offset), size_t(handle.size));
  switch (file[size_t(handle.offset + handle.size)]) {
    case 0:
      return std::string(block);
    case 1:
      return snappy_expand(block);
    default:
      throw damaged("a block is compressed in an unknown way");
  }
}

// Calls store(key, value) for each entry.
template <class Store>
void read_entries(std::string_view block, Store&& store) {
  uint32_t restarts = 0;
  if (block.size() < sizeof(restarts)) throw damaged("a block is too short");
  std::memcpy(&restarts, block.data() + block.size() - sizeof(restarts), sizeof(restarts));
  if (restarts > block.size() / sizeof(restarts) - 1) throw damaged("a block is too short for its restarts");
  block.remove_suffix((size_t(restarts) + 1) * sizeof(restarts));
  std::string key;
  while (!block.empty()) {
    const uint64_t shared = read_varint(block), further = read_varint(block), size = read_varint(block);
    if (shared > key.size() || further > block.size() || size > block.size() - further)
      throw damaged("an entry reaches over the end of its block");
    key.resize(size_t(shared));
    key.append(block.substr(0, size_t(further)));
    store(key, block.substr(size_t(further), size_t(size)));
    block.remove_prefix(size_t(further + size));
  }
}

}  // namespace

std::map<std::string, std::string> read_table(std::string_view file) {
  uint64_t magic = 0;
  if (file.size() >= kFooter) std::memcpy(&magic, file.data() + file.size() - sizeof(magic), sizeof(magic));
  if (magic != kMagic) throw damaged("it does not end like a table");
  std::string_view footer = file.substr(file.size() - kFooter);
  read_handle(footer);  // statistics, of no interest
  const std::string index = read_block(file, read_handle(footer));
  std::map<std::string, std::string> entries;
  size_t total = 0;
  read_entries(index, [&](const std::string&, std::string_view value) {
    const std::string block = read_block(file, read_handle(value));
    read_entries(block, [&](const std::string& key, std::string_view bytes) {
      total += key.size() + bytes.size() + 1;
      if (total > kMostBytes) throw damaged("it is too large");
      entries.insert_or_assign(key, std::string(bytes));
    });
  });
  return entries;
}

}  // namespace quern::frontend::tensorflow

#include "reader/bundle.hpp"

#include <cstdio>

#include <quern/onnx/file.hpp>

#include "reader/attributes.hpp"
#include "reader/table.hpp"
#include "reader/varint.hpp"

namespace quern::frontend::tensorflow {
namespace {

namespace fs = std::filesystem;
using protozero::pbf_reader;

constexpr const char* kObjectGraph = "_CHECKPOINTABLE_OBJECT_GRAPH";
constexpr int64_t kMostShards = 10'000;

struct Header {
  int64_t shards = 0;
};

Header read_header(const std::string& bytes) {
  Header header;
  pbf_reader message(bytes);
  while (message.next()) {
    if (message.tag() == field::bundle_header::num_shards)
      header.shards = message.get_int32();
    else if (message.tag() == field::bundle_header::endianness && message.get_int32() != 0)
      throw UnsupportedError("the checkpoint was written by a big-endian machine");
    else if (message.tag() != field::bundle_header::endianness)
      message.skip();
  }
  if (header.shards < 1 || header.shards > kMostShards)
    throw InputError("the checkpoint claims to have " + std::to_string(header.shards) + " data files");
  return header;
}

struct Entry {
  Type type = Type::Invalid;
  Shape dims;
  int64_t shard = 0;
  uint64_t offset = 0, size = 0;
  bool is_partitioned = false;
};

Entry read_entry(const std::string& bytes) {
  namespace f = field::bundle_entry;
  Entry entry;
  pbf_reader message(bytes);
  while (message.next()) switch (message.tag()) {
      case f::dtype:
        entry.type = dereferenced(message.get_int64());
        break;
      case f::shape:
        entry.dims = read_shape(message.get_view()).value_or(Shape());
        break;
      case f::shard_id:
        entry.shard = message.get_int32();
        break;
      case f::offset:
        entry.offset = uint64_t(message.get_int64());
        break;
      case f::size:
        entry.size = uint64_t(message.get_int64());
        break;
      case f::slices:
        entry.is_partitioned = true;
        message.skip();
        break;
      default:
        message.skip();
    }
  return entry;
}

class Shards {
 public:
  Shards(fs::path prefix, int64_t count) : prefix_(std::move(prefix)), count_(count) {}

  Blob slice(const std::string& key, const Entry& entry) {
    if (entry.shard < 0 || entry.shard >= count_)
      throw InputError("variable \"" + key + "\" lies in a data file that the checkpoint does not have");
    const Blob& file = shard(entry.shard);
    if (entry.offset > file.size() || entry.size > file.size() - entry.offset)
      throw InputError("variable \"" + key + "\" lies behind the end of its data file",
                       name(entry.shard).string(), "The file is truncated: copy or export it again.");
    return {file.owner(), file.data() + entry.offset, size_t(entry.size)};
  }

 private:
  [[nodiscard]] fs::path name(int64_t shard) const {
    char suffix[48];
    std::snprintf(suffix, sizeof(suffix), ".data-%05d-of-%05d", int(shard), int(count_));
    return prefix_.string() + suffix;
  }
  const Blob& shard(int64_t number) {
    const auto known = files_.find(number);
    return known != files_.end() ? known->second
                                 : files_.emplace(number, map_file(name(number))).first->second;
  }

  fs::path prefix_;
  int64_t count_;
  std::map<int64_t, Blob> files_;
};

// The one string of a scalar: varint length, 4 bytes checksum of the length, the string.
std::string_view scalar_string(const Blob& bytes) {
  std::string_view rest = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  const uint64_t size = read_varint(rest);
  constexpr size_t kChecksum = 4;
  if (rest.size() < kChecksum || size > rest.size() - kChecksum)
    throw InputError("the checkpoint's object graph is damaged");
  return rest.substr(kChecksum, size_t(size));
}

// TrackableObjectGraph: every object lists its variables with full name and key.
std::map<std::string, std::string> read_object_graph(std::string_view bytes) {
  std::map<std::string, std::string> keys;
  pbf_reader graph(bytes.data(), bytes.size());
  while (graph.next(field::object_graph::nodes)) {
    pbf_reader object = graph.get_message();
    while (object.next(field::object::attributes)) {
      pbf_reader tensor = object.get_message();
      std::string name, key;
      while (tensor.next()) {
        if (tensor.tag() == field::object_tensor::full_name)
          name = tensor.get_string();
        else if (tensor.tag() == field::object_tensor::checkpoint_key)
          key = tensor.get_string();
        else
          tensor.skip();
      }
      if (!name.empty()) keys.emplace(std::move(name), std::move(key));
    }
  }
  return keys;
}

}  // namespace

Checkpoint read_bundle(const fs::path& prefix) {
  const fs::path index = prefix.string() + ".index";
  const Blob bytes = map_file(index);
  try {
    const auto entries = read_table({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const auto header = entries.find("");
    if (header == entries.end()) throw InputError("the checkpoint's index has no header");
    Shards shards(prefix, read_header(header->second).shards);
    Checkpoint checkpoint;
    for (const auto& [key, value] : entries) {
      if (key.empty()) continue;
      const Entry entry = read_entry(value);
      if (entry.is_partitioned) continue;
      if (key == kObjectGraph) {
        checkpoint.keys = read_object_graph(scalar_string(shards.slice(key, entry)));
        continue;
      }
      if (stored_type(entry.type) == DataType::Undefined || entry.type == Type::String) continue;
      Constant constant;
      constant.form = Constant::Form::Raw;
      constant.type = entry.type;
      constant.dims = entry.dims;
      constant.bytes = shards.slice(key, entry);
      checkpoint.values.emplace(key, std::move(constant));
    }
    return checkpoint;
  } catch (const protozero::exception& e) {
    throw InputError(std::string("the checkpoint's index is damaged: ") + e.what(), index.string());
  } catch (const Error& e) {
    if (!e.where().empty()) throw;
    throw Error(e.status(), e.what(), index.string(), e.hint());
  }
}

}  // namespace quern::frontend::tensorflow

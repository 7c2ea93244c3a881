// Writes SavedModel folders as TensorFlow does: saved_model.pb, and a checkpoint in the TensorBundle format.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>

#include "graph_builder.hpp"

namespace quern::frontend::tensorflow::test {

namespace fs = std::filesystem;

inline std::string varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes.push_back(char(value | 0x80));
  bytes.push_back(char(value));
  return bytes;
}
template <class T>
std::string fixed(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

// A sorted table in LevelDB's format; blocks hold two entries each, so that there are several.
inline std::string table_bytes(const std::map<std::string, std::string>& entries) {
  std::string file;
  const auto block = [&](const std::vector<std::pair<std::string, std::string>>& items) {
    std::string bytes, last;
    for (const auto& [key, value] : items) {
      size_t shared = 0;
      while (shared < std::min(key.size(), last.size()) && key[shared] == last[shared]) ++shared;
      bytes +=
          varint(shared) + varint(key.size() - shared) + varint(value.size()) + key.substr(shared) + value;
      last = key;
    }
    bytes += fixed<uint32_t>(0) + fixed<uint32_t>(1);
    const std::string handle = varint(file.size()) + varint(bytes.size());
    file += bytes + std::string(5, '\0');  // no compression; nobody looks at the checksum
    return handle;
  };
  std::vector<std::pair<std::string, std::string>> items, index;
  const auto flush = [&] {
    if (items.empty()) return;
    const std::string last = items.back().first;
    index.emplace_back(last, block(items));
    items.clear();
  };
  for (const auto& entry : entries) {
    items.push_back(entry);
    if (items.size() == 2) flush();
  }
  flush();
  const std::string statistics = block({}), root = block(index);
  std::string footer = statistics + root;
  footer.resize(40, '\0');
  return file + footer + fixed<uint64_t>(0xdb4775248b80fb57);
}

struct SavedModelBuilder {
  GraphBuilder graph;
  std::map<std::string, std::pair<std::string, std::string>>
      ports;                                      // "in|KEY" or "out|KEY" to tensor, signature
  std::map<std::string, Tensor> variables;        // by key
  std::map<std::string, std::string> full_names;  // to keys, for the object graph

  SavedModelBuilder& input(const std::string& key, const std::string& tensor,
                           const std::string& signature = "serving_default") {
    ports["in|" + key] = {tensor, signature};
    return *this;
  }
  SavedModelBuilder& output(const std::string& key, const std::string& tensor,
                            const std::string& signature = "serving_default") {
    ports["out|" + key] = {tensor, signature};
    return *this;
  }

  [[nodiscard]] std::string saved_model() const {
    namespace m = field::meta_graph;
    std::map<std::string, std::string> signatures;
    for (const auto& [port, where] : ports) {
      const bool is_input = port.starts_with("in|");
      const std::string entry = map_entry(port.substr(is_input ? 3 : 4), message([&](pbf_writer& info) {
                                            info.add_string(field::tensor_info::name, where.first);
                                          }));
      pbf_writer writer(signatures[where.second]);
      writer.add_message(is_input ? field::signature_def::inputs : field::signature_def::outputs, entry);
    }
    const std::string meta = message([&](pbf_writer& w) {
      w.add_message(m::info,
                    message([](pbf_writer& info) { info.add_string(field::meta_info::tags, "serve"); }));
      w.add_message(m::graph_def, graph.bytes());
      for (const auto& [name, signature] : signatures)
        w.add_message(m::signature_def, map_entry(name, signature));
    });
    return message([&](pbf_writer& w) {
      w.add_int64(field::saved_model::schema_version, 1);
      w.add_message(field::saved_model::meta_graphs, meta);
    });
  }

  // Index and data file.
  [[nodiscard]] std::pair<std::string, std::string> checkpoint() const {
    std::map<std::string, std::string> entries;
    std::string data;
    entries[""] = message([](pbf_writer& w) { w.add_int32(field::bundle_header::num_shards, 1); });
    const auto add = [&](const std::string& key, Type type, const Shape& dims, const std::string& bytes) {
      namespace e = field::bundle_entry;
      entries[key] = message([&](pbf_writer& w) {
        w.add_int32(e::dtype, int32_t(type));
        w.add_message(e::shape, shape_bytes(dims));
        w.add_int64(e::offset, int64_t(data.size()));
        w.add_int64(e::size, int64_t(bytes.size()));
      });
      data += bytes;
    };
    const std::string objects = message([&](pbf_writer& w) {
      for (const auto& [name, key] : full_names)
        w.add_message(field::object_graph::nodes, message([&](pbf_writer& object) {
                        object.add_message(field::object::attributes, message([&](pbf_writer& tensor) {
                                             tensor.add_string(field::object_tensor::full_name, name);
                                             tensor.add_string(field::object_tensor::checkpoint_key, key);
                                           }));
                      }));
    });
    if (!full_names.empty())
      add("_CHECKPOINTABLE_OBJECT_GRAPH", Type::String, {}, varint(objects.size()) + "crc." + objects);
    for (const auto& [key, value] : variables)
      add(key, source_type(value.type), value.dims,
          {reinterpret_cast<const char*>(value.blob.data()), value.blob.size()});
    return {table_bytes(entries), data};
  }

  void write(const fs::path& folder) const {
    fs::create_directories(folder / "variables");
    std::ofstream(folder / "saved_model.pb", std::ios::binary) << saved_model();
    if (variables.empty()) return;
    const auto [index, data] = checkpoint();
    std::ofstream(folder / "variables" / "variables.index", std::ios::binary) << index;
    std::ofstream(folder / "variables" / "variables.data-00000-of-00001", std::ios::binary) << data;
  }

 private:
  static std::string map_entry(const std::string& key, const std::string& value) {
    return message([&](pbf_writer& w) {
      w.add_string(field::entry::key, key);
      w.add_message(field::entry::value, value);
    });
  }
};

}  // namespace quern::frontend::tensorflow::test

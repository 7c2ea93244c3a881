#include "reader/sniff.hpp"

#include <algorithm>
#include <cctype>

#include <quern/onnx/file.hpp>

#include "reader/attributes.hpp"
#include "reader/other_files.hpp"

namespace quern::frontend::tensorflow {
namespace {

namespace fs = std::filesystem;
using protozero::data_view;
using protozero::pbf_reader;
using protozero::pbf_wire_type;

constexpr size_t kLooked = 64;  // nodes that are looked at; framing is checked for all

bool is_operator_name(data_view text) {
  const auto fits = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '>';
  };
  return text.size() > 0 && text.size() < 200 && std::all_of(text.data(), text.data() + text.size(), fits);
}

// NodeDef: name 1, op 2, input 3, device 4, attr 5, debug info 6, type 7; all length-delimited.
bool is_node(data_view bytes) {
  pbf_reader node(bytes);
  bool has_name = false, has_op = false;
  while (node.next()) {
    if (node.tag() > field::node_def::full_type || node.wire_type() != pbf_wire_type::length_delimited)
      return false;
    const data_view value = node.get_view();
    if (node.tag() == field::node_def::name) has_name = value.size() > 0;
    if (node.tag() == field::node_def::op) has_op = is_operator_name(value);
  }
  return has_name && has_op;
}

bool is_graph(data_view bytes) {
  namespace f = field::graph_def;
  pbf_reader graph(bytes);
  size_t nodes = 0;
  while (graph.next()) {
    const auto wanted = graph.tag() == f::version ? pbf_wire_type::varint : pbf_wire_type::length_delimited;
    if (graph.tag() > f::debug_info || graph.wire_type() != wanted) return false;
    if (graph.tag() == f::node && nodes++ < kLooked) {
      if (!is_node(graph.get_view())) return false;
    } else {
      graph.skip();
    }
  }
  return nodes > 0;
}

bool is_saved_model(data_view bytes) {
  namespace f = field::saved_model;
  pbf_reader model(bytes);
  bool has_graph = false;
  while (model.next()) {
    if (model.tag() == f::schema_version && model.wire_type() == pbf_wire_type::varint) {
      model.skip();
    } else if (model.tag() == f::meta_graphs && model.wire_type() == pbf_wire_type::length_delimited) {
      pbf_reader meta = model.get_message();
      while (meta.next())
        if (meta.tag() == field::meta_graph::graph_def) {
          pbf_reader graph = meta.get_message();
          if (graph.next(field::graph_def::node)) has_graph |= is_node(graph.get_view());
        } else {
          meta.skip();
        }
    } else {
      return false;
    }
  }
  return has_graph;
}

}  // namespace

Format format_of(const fs::path& path) {
  try {
    const bool is_folder = fs::is_directory(path);
    const Blob bytes = map_file(is_folder ? path / "saved_model.pb" : path);
    const auto holds = [&](bool (*looks_so)(data_view)) {
      try {
        return looks_so(view_of(bytes));
      } catch (const protozero::exception&) {
        return false;
      }
    };
    if (holds(is_saved_model)) return Format::SavedModel;
    if (is_folder) return Format::None;
    if (holds(is_graph)) return Format::GraphDef;
    return find_other_file({reinterpret_cast<const char*>(bytes.data()), bytes.size()}) ? Format::Other
                                                                                        : Format::None;
  } catch (const std::exception&) {
    return Format::None;  // missing, or not ours to complain about
  }
}

int sniff(const fs::path& path) {
  switch (format_of(path)) {
    case Format::GraphDef:
    case Format::SavedModel:
      return 100;
    case Format::Other:
      return 20;  // recognised in order to say what to do instead
    default:
      return 0;
  }
}

}  // namespace quern::frontend::tensorflow

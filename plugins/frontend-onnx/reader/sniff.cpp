#include "reader/sniff.hpp"

#include <quern/onnx/fields.hpp>
#include <quern/onnx/file.hpp>

namespace quern::frontend::onnx {
namespace {

using protozero::pbf_wire_type;

// ModelProto, onnx.proto: ir_version 1, producer_name 2, producer_version 3, domain 4, model_version 5,
// doc_string 6, graph 7, opset_import 8, metadata_props 14, training_info 20, functions 25.
bool is_model_field(uint32_t tag, pbf_wire_type type) {
  switch (tag) {
    case 1:
    case 5:
      return type == pbf_wire_type::varint;
    case 2:
    case 3:
    case 4:
    case 6:
    case 7:
    case 8:
    case 14:
    case 20:
    case 25:
      return type == pbf_wire_type::length_delimited;
    default:
      return false;
  }
}

// GraphProto: node 1, name 2, initializer 5, doc_string 10, input 11, output 12, value_info 13,
// quantization_annotation 14, sparse_initializer 15, metadata_props 16; all of them length-delimited.
bool begins_like_graph(protozero::data_view bytes) {
  protozero::pbf_reader graph(bytes);
  if (!graph.next() || graph.wire_type() != pbf_wire_type::length_delimited) return false;
  const uint32_t tag = graph.tag();
  return tag == 1 || tag == 2 || tag == 5 || (tag >= 10 && tag <= 16);
}

}  // namespace

int sniff(const std::filesystem::path& file) {
  const bool named_onnx = file.extension() == ".onnx";
  bool plausible = false;
  try {
    const Blob bytes = map_file(file);
    protozero::pbf_reader message(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    bool has_graph = false;
    while (message.next()) {
      if (!is_model_field(message.tag(), message.wire_type())) return 0;
      plausible = true;
      if (message.tag() == onnx_field::model::graph) {
        if (!begins_like_graph(message.get_view())) return 0;
        has_graph = true;
      } else {
        message.skip();
      }
    }
    return has_graph ? 100 : 0;
  } catch (const protozero::exception&) {
    return plausible && named_onnx ? 30 : 0;  // truncated: reading it will say so
  } catch (const Error&) {
    return 0;
  }
}

}  // namespace quern::frontend::onnx

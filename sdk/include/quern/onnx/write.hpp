// Writes the protobuf wire form of an ONNX model.
#pragma once

#include <algorithm>
#include <functional>
#include <string>

#include <quern/graph/graph.hpp>
#include <quern/onnx/fields.hpp>

namespace quern::onnx_writer {

// Appends bytes to the file called `name`.
using Sink = std::function<void(const std::string& name, const void* data, size_t size)>;

// protobuf messages end at 2 GB; above this, weights go to a second file.
inline constexpr size_t kInlineLimit = size_t(1) << 30;
// Tensors below this size always stay inside the model.
inline constexpr size_t kExternalMinimum = 1024;

namespace detail {

using protozero::pbf_writer;

// Places tensors in the model itself or, when `external` is set, in a file beside it.
struct Weights {
  const Sink* sink = nullptr;
  std::string external;
  size_t offset = 0;
  std::function<void(const Tensor&)> written = {};  // called when a tensor is in the file beside the model
};

inline void write_entry(pbf_writer& parent, protozero::pbf_tag_type tag, const std::string& key,
                        const std::string& value) {
  pbf_writer entry(parent, tag);
  entry.add_string(onnx_field::entry::key, key);
  entry.add_string(onnx_field::entry::value, value);
}

inline void write_tensor(pbf_writer message, const Tensor& tensor, const std::string& name,
                         Weights& weights) {
  namespace field = onnx_field::tensor;
  message.add_packed_int64(field::dims, tensor.dims.begin(), tensor.dims.end());
  message.add_int32(field::data_type, int32_t(tensor.type));
  if (!name.empty()) message.add_string(field::name, name);
  if (tensor.type == DataType::String) {
    for (const std::string& s : tensor.strings) message.add_string(field::string_data, s);
    return;
  }
  const size_t size = tensor.byte_size();
  if (weights.external.empty() || size < kExternalMinimum) {
    message.add_bytes(field::raw_data, reinterpret_cast<const char*>(tensor.blob.data()), size);
    return;
  }
  static const char zeros[64] = {};
  const size_t padding = (64 - weights.offset % 64) % 64;
  if (padding) (*weights.sink)(weights.external, zeros, padding);
  (*weights.sink)(weights.external, tensor.blob.data(), size);
  write_entry(message, field::external_data, "location", weights.external);
  write_entry(message, field::external_data, "offset", std::to_string(weights.offset + padding));
  write_entry(message, field::external_data, "length", std::to_string(size));
  message.add_int32(field::data_location, 1);
  weights.offset += padding + size;
  if (weights.written) weights.written(tensor);
}

// Serialised apart, because pbf_writer leaves out nested messages that are empty: a scalar's shape, and
// dimensions that are not known.
inline std::string shape_message(const ValueInfo& value) {
  std::string shape;
  pbf_writer dims(shape);
  for (size_t i = 0; i < value.shape->size(); ++i) {
    std::string text;
    pbf_writer dim(text);
    const bool is_named = i < value.dim_names.size() && !value.dim_names[i].empty();
    if ((*value.shape)[i] >= 0)
      dim.add_int64(onnx_field::dim::value, (*value.shape)[i]);
    else if (is_named)
      dim.add_string(onnx_field::dim::param, value.dim_names[i]);
    dims.add_message(onnx_field::shape::dim, text);
  }
  return shape;
}

inline void write_value(pbf_writer message, const ValueInfo& value) {
  message.add_string(onnx_field::value_info::name, value.name);
  {
    pbf_writer type(message, onnx_field::value_info::type);
    pbf_writer tensor(type, onnx_field::type::tensor_type);
    tensor.add_int32(onnx_field::tensor_type::elem_type, int32_t(value.type));
    if (value.shape) tensor.add_message(onnx_field::tensor_type::shape, shape_message(value));
  }
  for (const auto& [key, text] : value.metadata)
    write_entry(message, onnx_field::value_info::metadata_props, key, text);
}

inline void write_graph(pbf_writer message, const Graph& graph, Weights& weights);

inline void write_attribute(pbf_writer message, const Attribute& attribute, Weights& weights) {
  namespace field = onnx_field::attribute;
  message.add_string(field::name, attribute.name);
  if (!attribute.reference.empty()) message.add_string(field::ref_attr_name, attribute.reference);
  const bool is_reference = !attribute.reference.empty();
  const auto type = [&](int t) { message.add_int32(field::type, t); };
  std::visit(
      [&](const auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, float>) {
          if (!is_reference) message.add_float(field::f, v);
          type(field::Float);
        } else if constexpr (std::is_same_v<T, int64_t>) {
          if (!is_reference) message.add_int64(field::i, v);
          type(field::Int);
        } else if constexpr (std::is_same_v<T, std::string>) {
          if (!is_reference) message.add_bytes(field::s, v);
          type(field::String);
        } else if constexpr (std::is_same_v<T, Tensor>) {
          if (!is_reference) write_tensor(pbf_writer(message, field::t), v, v.name, weights);
          type(field::Tensor);
        } else if constexpr (std::is_same_v<T, GraphPtr>) {
          if (!is_reference) write_graph(pbf_writer(message, field::g), *v, weights);
          type(field::Graph);
        } else if constexpr (std::is_same_v<T, std::vector<float>>) {
          for (const float f : v) message.add_float(field::floats, f);
          type(field::Floats);
        } else if constexpr (std::is_same_v<T, std::vector<int64_t>>) {
          for (const int64_t i : v) message.add_int64(field::ints, i);
          type(field::Ints);
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
          for (const std::string& s : v) message.add_bytes(field::strings, s);
          type(field::Strings);
        } else {
          for (const Tensor& t : v) write_tensor(pbf_writer(message, field::tensors), t, t.name, weights);
          type(field::Tensors);
        }
      },
      attribute.value);
}

inline void write_node(pbf_writer message, const Node& node, Weights& weights) {
  namespace field = onnx_field::node;
  for (const std::string& s : node.inputs) message.add_string(field::input, s);
  for (const std::string& s : node.outputs) message.add_string(field::output, s);
  if (!node.name.empty()) message.add_string(field::name, node.name);
  message.add_string(field::op_type, node.op_type);
  for (const Attribute& a : node.attributes)
    write_attribute(pbf_writer(message, field::attribute), a, weights);
  if (!node.domain.empty()) message.add_string(field::domain, node.domain);
  for (const auto& [key, value] : node.metadata) write_entry(message, field::metadata_props, key, value);
}

// The keys of an unordered map in alphabetical order: same model, same bytes.
template <class Map>
std::vector<const typename Map::value_type*> sorted(const Map& map) {
  std::vector<const typename Map::value_type*> items;
  for (const auto& item : map) items.push_back(&item);
  std::sort(items.begin(), items.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  return items;
}

inline void write_graph(pbf_writer message, const Graph& graph, Weights& weights) {
  namespace field = onnx_field::graph;
  for (const Node& node : graph.nodes) write_node(pbf_writer(message, field::node), node, weights);
  message.add_string(field::name, graph.name.empty() ? "graph" : graph.name);
  for (const auto* item : sorted(graph.initializers))
    write_tensor(pbf_writer(message, field::initializer), item->second, item->first, weights);
  for (const ValueInfo& v : graph.inputs) write_value(pbf_writer(message, field::input), v);
  for (const ValueInfo& v : graph.outputs) write_value(pbf_writer(message, field::output), v);
  const auto is_port = [&](const std::string& name) {
    const auto same = [&](const ValueInfo& v) { return v.name == name; };
    return std::any_of(graph.inputs.begin(), graph.inputs.end(), same) || graph.is_output(name);
  };
  for (const auto* item : sorted(graph.values))
    if (!is_port(item->first) && !graph.initializers.contains(item->first) &&
        item->second.type != DataType::Undefined)
      write_value(pbf_writer(message, field::value_info), item->second);
}

inline void write_opsets(pbf_writer& message, protozero::pbf_tag_type tag,
                         const std::map<std::string, int64_t>& opsets) {
  for (const auto& [domain, version] : opsets) {
    pbf_writer opset(message, tag);
    opset.add_string(onnx_field::opset::domain, domain);
    opset.add_int64(onnx_field::opset::version, version);
  }
}

inline void write_function(pbf_writer message, const Function& function, Weights& weights) {
  namespace field = onnx_field::function;
  message.add_string(field::name, function.name);
  for (const std::string& s : function.inputs) message.add_string(field::input, s);
  for (const std::string& s : function.outputs) message.add_string(field::output, s);
  for (const std::string& s : function.attributes) message.add_string(field::attribute, s);
  for (const Node& node : function.nodes) write_node(pbf_writer(message, field::node), node, weights);
  write_opsets(message, field::opset_import, function.opsets);
  message.add_string(field::domain, function.domain);
  for (const Attribute& a : function.attribute_defaults)
    write_attribute(pbf_writer(message, field::attribute_proto), a, weights);
}

}  // namespace detail

// Bytes of all initializers of the main graph.
inline size_t weight_bytes(const Graph& graph) {
  size_t total = 0;
  for (const auto& [name, tensor] : graph.initializers) total += tensor.blob.size();
  return total;
}

// Serialises `model` to the sink under `file`; weights of more than `inline_limit` bytes go to `file`.data,
// and `written` hears of each that is there.
inline void write_model(const Model& model, const std::string& file, const Sink& sink,
                        size_t inline_limit = kInlineLimit,
                        const std::function<void(const Tensor&)>& written = {}) {
  namespace field = onnx_field::model;
  detail::Weights weights{&sink, weight_bytes(model.graph) > inline_limit ? file + ".data" : std::string(), 0,
                          written};
  std::string buffer;
  if (weights.external.empty()) buffer.reserve(weight_bytes(model.graph) + (size_t(1) << 20));
  detail::pbf_writer message(buffer);
  message.add_int64(field::ir_version, model.ir_version);
  message.add_string(field::producer_name, model.producer_name);
  message.add_string(field::producer_version, model.producer_version);
  detail::write_graph(detail::pbf_writer(message, field::graph), model.graph, weights);
  detail::write_opsets(message, field::opset_import, model.opsets);
  for (const auto& [key, value] : model.metadata)
    detail::write_entry(message, field::metadata_props, key, value);
  for (const Function& f : model.functions)
    detail::write_function(detail::pbf_writer(message, field::functions), f, weights);
  sink(file, buffer.data(), buffer.size());
}

}  // namespace quern::onnx_writer

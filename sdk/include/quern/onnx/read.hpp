// Reads the protobuf wire form of an ONNX model. Input is untrusted: sizes are checked before allocation,
// nesting is bounded, and every failure is an InputError.
#pragma once

#include <quern/graph/graph.hpp>
#include <quern/onnx/read_sparse.hpp>
#include <quern/onnx/read_tensor.hpp>
#include <quern/onnx/read_value.hpp>

namespace quern::onnx_reader {

inline constexpr int kMaxGraphDepth = 16;

namespace detail {

inline Graph read_graph(protozero::pbf_reader message, const Source& source, int depth);

inline void read_opset(protozero::pbf_reader message, std::map<std::string, int64_t>& opsets) {
  std::string domain;
  int64_t version = 0;
  while (message.next()) {
    if (message.tag() == onnx_field::opset::domain)
      domain = message.get_string();
    else if (message.tag() == onnx_field::opset::version)
      version = message.get_int64();
    else
      message.skip();
  }
  opsets[domain == "ai.onnx" ? std::string() : domain] = version;
}

inline Attribute read_attribute(protozero::pbf_reader message, const Source& source, int depth) {
  namespace field = onnx_field::attribute;
  Attribute attribute;
  float f = 0;
  int64_t i = 0;
  std::string s;
  std::optional<Tensor> t;
  GraphPtr g;
  std::vector<float> floats;
  std::vector<int64_t> ints;
  std::vector<std::string> strings;
  std::vector<Tensor> tensors;
  int32_t type = 0;
  bool has_f = false, has_i = false, has_s = false;
  while (message.next()) {
    const bool is_packed = message.wire_type() == protozero::pbf_wire_type::length_delimited;
    switch (message.tag()) {
      case field::name:
        attribute.name = message.get_string();
        break;
      case field::ref_attr_name:
        attribute.reference = message.get_string();
        break;
      case field::type:
        type = message.get_int32();
        break;
      case field::f:
        f = message.get_float();
        has_f = true;
        break;
      case field::i:
        i = message.get_int64();
        has_i = true;
        break;
      case field::s:
        s = message.get_string();
        has_s = true;
        break;
      case field::t:
        t = read_tensor(message.get_message(), source);
        break;
      case field::sparse_tensor:
        t = read_sparse(message.get_message(), source);
        break;
      case field::g:
        g = std::make_shared<Graph>(read_graph(message.get_message(), source, depth + 1));
        break;
      case field::floats:
        if (is_packed)
          append(floats, message.get_packed_float());
        else
          floats.push_back(message.get_float());
        break;
      case field::ints:
        if (is_packed)
          append(ints, message.get_packed_int64());
        else
          ints.push_back(message.get_int64());
        break;
      case field::strings:
        strings.push_back(message.get_string());
        break;
      case field::tensors:
        tensors.push_back(read_tensor(message.get_message(), source));
        break;
      default:
        message.skip();
    }
  }
  if (type == 0) {  // IR versions 1 and 2 leave the type out
    type = has_f              ? field::Float
           : has_i            ? field::Int
           : has_s            ? field::String
           : t                ? field::Tensor
           : g                ? field::Graph
           : !floats.empty()  ? field::Floats
           : !ints.empty()    ? field::Ints
           : !strings.empty() ? field::Strings
                              : field::Tensors;
  }
  switch (type) {
    case field::Float:
      attribute.value = f;
      break;
    case field::Int:
      attribute.value = i;
      break;
    case field::String:
      attribute.value = s;
      break;
    case field::SparseTensor:
    case field::Tensor:
      attribute.value = t ? *std::move(t) : Tensor();
      break;
    case field::Graph:
      if (!g) g = std::make_shared<Graph>();
      attribute.value = g;
      break;
    case field::Floats:
      attribute.value = std::move(floats);
      break;
    case field::Ints:
      attribute.value = std::move(ints);
      break;
    case field::Strings:
      attribute.value = std::move(strings);
      break;
    case field::Tensors:
      attribute.value = std::move(tensors);
      break;
    default:
      throw UnsupportedError("attribute \"" + attribute.name + "\" has type number " + std::to_string(type) +
                             ", which is not supported");
  }
  return attribute;
}

inline Node read_node(protozero::pbf_reader message, const Source& source, int depth) {
  namespace field = onnx_field::node;
  Node node;
  while (message.next()) {
    switch (message.tag()) {
      case field::input:
        node.inputs.push_back(message.get_string());
        break;
      case field::output:
        node.outputs.push_back(message.get_string());
        break;
      case field::name:
        node.name = message.get_string();
        break;
      case field::op_type:
        node.op_type = message.get_string();
        break;
      case field::domain:
        node.domain = message.get_string();
        break;
      case field::attribute:
        node.attributes.push_back(read_attribute(message.get_message(), source, depth));
        break;
      case field::metadata_props:
        read_entry(message.get_message(), node.metadata);
        break;
      default:
        message.skip();
    }
  }
  if (node.domain == "ai.onnx") node.domain.clear();
  return node;
}

inline Graph read_graph(protozero::pbf_reader message, const Source& source, int depth) {
  namespace field = onnx_field::graph;
  if (depth > kMaxGraphDepth)
    throw InputError("subgraphs are nested more than " + std::to_string(kMaxGraphDepth) + " deep");
  Graph graph;
  const auto add_constant = [&](Tensor tensor) {
    std::string name = tensor.name;
    graph.initializers.insert_or_assign(std::move(name), std::move(tensor));
  };
  while (message.next()) {
    switch (message.tag()) {
      case field::node:
        graph.nodes.push_back(read_node(message.get_message(), source, depth));
        break;
      case field::name:
        graph.name = message.get_string();
        break;
      case field::initializer:
        add_constant(read_tensor(message.get_message(), source));
        break;
      case field::sparse_initializer:
        add_constant(read_sparse(message.get_message(), source));
        break;
      case field::input:
        graph.inputs.push_back(read_value(message.get_message()));
        break;
      case field::output:
        graph.outputs.push_back(read_value(message.get_message()));
        break;
      case field::value_info: {
        ValueInfo value = read_value(message.get_message());
        std::string name = value.name;
        graph.values.insert_or_assign(std::move(name), std::move(value));
        break;
      }
      default:
        message.skip();
    }
  }
  // Up to IR version 3 every initializer stands among the inputs too.
  std::erase_if(graph.inputs, [&](const ValueInfo& v) { return graph.initializers.contains(v.name); });
  for (const auto* list : {&graph.inputs, &graph.outputs})
    for (const ValueInfo& v : *list) graph.values.insert_or_assign(v.name, v);
  return graph;
}

inline Function read_function(protozero::pbf_reader message, const Source& source) {
  namespace field = onnx_field::function;
  Function function;
  while (message.next()) {
    switch (message.tag()) {
      case field::name:
        function.name = message.get_string();
        break;
      case field::domain:
        function.domain = message.get_string();
        break;
      case field::input:
        function.inputs.push_back(message.get_string());
        break;
      case field::output:
        function.outputs.push_back(message.get_string());
        break;
      case field::attribute:
        function.attributes.push_back(message.get_string());
        break;
      case field::attribute_proto:
        function.attribute_defaults.push_back(read_attribute(message.get_message(), source, 0));
        break;
      case field::node:
        function.nodes.push_back(read_node(message.get_message(), source, 0));
        break;
      case field::opset_import:
        read_opset(message.get_message(), function.opsets);
        break;
      default:
        message.skip();
    }
  }
  return function;
}

}  // namespace detail

// Parses a serialised ModelProto. `where` names the file in error messages.
inline Model read_model(const Source& source, const std::string& where) {
  namespace field = onnx_field::model;
  try {
    protozero::pbf_reader message(reinterpret_cast<const char*>(source.bytes.data()), source.bytes.size());
    Model model;
    model.ir_version = 0;
    bool has_graph = false;
    while (message.next()) {
      switch (message.tag()) {
        case field::ir_version:
          model.ir_version = message.get_int64();
          break;
        case field::producer_name:
          model.producer_name = message.get_string();
          break;
        case field::producer_version:
          model.producer_version = message.get_string();
          break;
        case field::opset_import:
          detail::read_opset(message.get_message(), model.opsets);
          break;
        case field::metadata_props:
          detail::read_entry(message.get_message(), model.metadata);
          break;
        case field::functions:
          model.functions.push_back(detail::read_function(message.get_message(), source));
          break;
        case field::graph:
          model.graph = detail::read_graph(message.get_message(), source, 0);
          has_graph = true;
          break;
        default:
          message.skip();
      }
    }
    if (!has_graph) throw InputError("this is not an ONNX model: it holds no graph", where);
    if (model.opsets.empty()) model.opsets[""] = 1;  // IR versions 1 and 2
    return model;
  } catch (const protozero::exception& e) {
    throw InputError(std::string("the file is damaged, truncated or not ONNX (") + e.what() + ")", where,
                     "Export the model again, or copy the file once more.");
  } catch (const Error& e) {
    if (!e.where().empty()) throw;
    throw Error(e.status(), e.what(), where, e.hint());
  }
}

}  // namespace quern::onnx_reader

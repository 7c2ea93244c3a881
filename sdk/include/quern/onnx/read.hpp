// Reads the protobuf wire form of an ONNX model. Input is untrusted: sizes are checked before allocation,
// nesting is bounded, and every failure is an InputError.
#pragma once

#include <quern/graph/graph.hpp>
#include <quern/onnx/read_tensor.hpp>

namespace quern::onnx_reader {

inline constexpr int kMaxGraphDepth = 16;
// Elements of a sparse tensor for each of its values (at least 1024 values are counted).
inline constexpr int64_t kMaxSparsity = 1000;

namespace detail {

inline Graph read_graph(protozero::pbf_reader message, const Source& source, int depth);
inline Tensor read_sparse(protozero::pbf_reader message, const Source& source);

template <class Map>
void read_entry(protozero::pbf_reader message, Map& map) {
  std::string key, value;
  while (message.next()) {
    if (message.tag() == onnx_field::entry::key)
      key = message.get_string();
    else if (message.tag() == onnx_field::entry::value)
      value = message.get_string();
    else
      message.skip();
  }
  map[key] = value;
}

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

inline void read_shape(protozero::pbf_reader message, ValueInfo& value) {
  value.shape.emplace();
  while (message.next()) {
    if (message.tag() != onnx_field::shape::dim) {
      message.skip();
      continue;
    }
    protozero::pbf_reader dim = message.get_message();
    int64_t size = kUnknownDim;
    std::string name;
    while (dim.next()) {
      if (dim.tag() == onnx_field::dim::value)
        size = dim.get_int64();
      else if (dim.tag() == onnx_field::dim::param)
        name = dim.get_string();
      else
        dim.skip();
    }
    value.shape->push_back(size < 0 ? kUnknownDim : size);
    value.dim_names.push_back(name);
  }
}

inline ValueInfo read_value(protozero::pbf_reader message) {
  ValueInfo value;
  value.is_tensor = true;
  while (message.next()) {
    switch (message.tag()) {
      case onnx_field::value_info::name:
        value.name = message.get_string();
        break;
      case onnx_field::value_info::metadata_props:
        read_entry(message.get_message(), value.metadata);
        break;
      case onnx_field::value_info::type: {
        protozero::pbf_reader type = message.get_message();
        while (type.next()) {
          if (type.tag() != onnx_field::type::tensor_type) {
            value.is_tensor = false;
            type.skip();
            continue;
          }
          protozero::pbf_reader tensor = type.get_message();
          while (tensor.next()) {
            if (tensor.tag() == onnx_field::tensor_type::elem_type)
              value.type = static_cast<DataType>(tensor.get_int32());
            else if (tensor.tag() == onnx_field::tensor_type::shape)
              read_shape(tensor.get_message(), value);
            else
              tensor.skip();
          }
        }
        break;
      }
      default:
        message.skip();
    }
  }
  return value;
}

// A COO sparse initializer, made dense: values [NNZ], indices [NNZ] (linear) or [NNZ, rank].
inline Tensor read_sparse(protozero::pbf_reader message, const Source& source) {
  Tensor values, indices;
  Shape dims;
  while (message.next()) {
    switch (message.tag()) {
      case onnx_field::sparse_tensor::values:
        values = read_tensor(message.get_message(), source);
        break;
      case onnx_field::sparse_tensor::indices:
        indices = read_tensor(message.get_message(), source);
        break;
      case onnx_field::sparse_tensor::dims:
        if (message.wire_type() == protozero::pbf_wire_type::length_delimited)
          append(dims, message.get_packed_int64());
        else
          dims.push_back(message.get_int64());
        break;
      default:
        message.skip();
    }
  }
  for (const int64_t d : dims)
    if (d < 0) throw InputError("sparse tensor \"" + values.name + "\" has a negative dimension");
  const size_t element = size_of(values.type);
  if (element == 0)
    throw UnsupportedError("sparse tensor \"" + values.name + "\" has an unsupported element type");
  // A few bytes may claim any size: what is made dense is bounded by how much is there.
  if (element_count(dims) > kMaxSparsity * std::max<int64_t>(values.count(), 1024))
    throw UnsupportedError("sparse tensor \"" + values.name + "\" is too sparse to be made dense");
  Tensor dense(values.type, dims);
  dense.name = values.name;
  const std::vector<int64_t> at = indices.to_int64();
  const int64_t nonzero = values.count();
  const size_t rank = indices.dims.size() == 2 ? dims.size() : 1;
  if (at.size() != size_t(nonzero) * rank)
    throw InputError("sparse tensor \"" + values.name + "\": indices and values differ in number");
  const Shape strides = strides_of(dims);
  auto* out = const_cast<std::byte*>(dense.blob.data());
  for (int64_t k = 0; k < nonzero; ++k) {
    int64_t offset = 0;
    if (indices.dims.size() == 2) {
      for (size_t d = 0; d < rank; ++d) {
        const int64_t i = at[size_t(k) * rank + d];
        if (i < 0 || i >= dims[d])
          throw InputError("sparse tensor \"" + values.name + "\": index out of range");
        offset += i * strides[d];
      }
    } else {
      offset = at[size_t(k)];
    }
    if (offset < 0 || offset >= dense.count())
      throw InputError("sparse tensor \"" + values.name + "\": index out of range");
    std::memcpy(out + size_t(offset) * element, values.blob.data() + size_t(k) * element, element);
  }
  return dense;
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

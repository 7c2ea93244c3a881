// Writes small TensorFlow graphs in their file format, so that every test goes through the reader.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <quern/graph/tensor.hpp>

#include "model/types.hpp"
#include "reader/fields.hpp"

namespace quern::frontend::tensorflow::test {

using protozero::pbf_writer;

// Bytes of a message that `fill` writes.
template <class Fill>
std::string message(Fill&& fill) {
  std::string bytes;
  pbf_writer writer(bytes);
  fill(writer);
  return bytes;
}

inline std::string shape_bytes(const Shape& dims) {
  return message([&](pbf_writer& shape) {
    for (const int64_t d : dims)
      shape.add_message(field::shape::dim, message([&](pbf_writer& w) { w.add_int64(field::dim::size, d); }));
  });
}

// A TensorProto with its elements as raw content.
inline std::string tensor_bytes(const Tensor& tensor, Type type = Type::Invalid) {
  if (type == Type::Invalid) type = source_type(tensor.type);
  return message([&](pbf_writer& w) {
    w.add_int32(field::tensor::dtype, int32_t(type));
    w.add_message(field::tensor::shape, shape_bytes(tensor.dims));
    if (tensor.type == DataType::String)
      for (const std::string& text : tensor.strings) w.add_string(field::tensor::string_val, text);
    else
      w.add_bytes(field::tensor::content, reinterpret_cast<const char*>(tensor.blob.data()),
                  tensor.blob.size());
  });
}

// The bytes of one AttrValue.
struct Attr {
  std::string name, value;
};
inline Attr i(const std::string& name, int64_t v) {
  return {name, message([&](pbf_writer& w) { w.add_int64(field::attr_value::i, v); })};
}
inline Attr f(const std::string& name, float v) {
  return {name, message([&](pbf_writer& w) { w.add_float(field::attr_value::f, v); })};
}
inline Attr truth(const std::string& name, bool v) {
  return {name, message([&](pbf_writer& w) { w.add_bool(field::attr_value::b, v); })};
}
inline Attr s(const std::string& name, const std::string& v) {
  return {name, message([&](pbf_writer& w) { w.add_string(field::attr_value::s, v); })};
}
inline Attr type(const std::string& name, Type v) {
  return {name, message([&](pbf_writer& w) { w.add_int32(field::attr_value::type, int32_t(v)); })};
}
inline Attr shape(const std::string& name, const Shape& dims) {
  return {name, message([&](pbf_writer& w) { w.add_message(field::attr_value::shape, shape_bytes(dims)); })};
}
inline Attr tensor(const std::string& name, const Tensor& value, Type type = Type::Invalid) {
  return {name, message([&](pbf_writer& w) {
            w.add_message(field::attr_value::tensor, tensor_bytes(value, type));
          })};
}
inline Attr function(const std::string& name, const std::string& v) {
  return {name, message([&](pbf_writer& w) {
            w.add_message(field::attr_value::func,
                          message([&](pbf_writer& l) { l.add_string(field::name_attr_list::name, v); }));
          })};
}
inline Attr ints(const std::string& name, const std::vector<int64_t>& values) {
  return {name, message([&](pbf_writer& w) {
            w.add_message(field::attr_value::list, message([&](pbf_writer& l) {
                            l.add_packed_int64(field::list_value::i, values.begin(), values.end());
                          }));
          })};
}
inline Attr strings(const std::string& name, const std::vector<std::string>& values) {
  return {name, message([&](pbf_writer& w) {
            w.add_message(field::attr_value::list, message([&](pbf_writer& l) {
                            for (const std::string& v : values) l.add_string(field::list_value::s, v);
                          }));
          })};
}

// A list of nodes: of a graph, or of the body of a function.
struct Nodes {
  std::vector<std::string> nodes;

  Nodes& add(const std::string& op, const std::string& name, const std::vector<std::string>& inputs = {},
             const std::vector<Attr>& attributes = {}) {
    namespace n = field::node_def;
    nodes.push_back(message([&](pbf_writer& w) {
      w.add_string(n::name, name);
      w.add_string(n::op, op);
      for (const std::string& input : inputs) w.add_string(n::input, input);
      for (const Attr& a : attributes)
        w.add_message(n::attr, message([&](pbf_writer& entry) {
                        entry.add_string(field::entry::key, a.name);
                        entry.add_message(field::entry::value, a.value);
                      }));
    }));
    return *this;
  }
  Nodes& placeholder(const std::string& name, const Shape& dims, Type dtype = Type::Float) {
    return add("Placeholder", name, {}, {type("dtype", dtype), shape("shape", dims)});
  }
  Nodes& constant(const std::string& name, const Tensor& value, Type dtype = Type::Invalid) {
    return add("Const", name, {}, {tensor("value", value, dtype)});
  }
  Nodes& constant(const std::string& name, const std::vector<int32_t>& values) {
    return constant(name, Tensor::from(values));
  }
  Nodes& constant(const std::string& name, int32_t value) { return constant(name, Tensor::scalar(value)); }
};

struct GraphBuilder : Nodes {
  std::vector<std::string> functions;

  // `results` are pairs of a result's name and the tensor "NODE:OUTPUT:k" of the body.
  GraphBuilder& function(const std::string& name, const std::vector<std::string>& arguments,
                         const std::vector<std::pair<std::string, std::string>>& results, const Nodes& body) {
    functions.push_back(message([&](pbf_writer& w) {
      namespace f = field::function_def;
      const auto argument = [](const std::string& text) {
        return message([&](pbf_writer& a) { a.add_string(field::arg_def::name, text); });
      };
      w.add_message(f::signature, message([&](pbf_writer& op) {
                      op.add_string(field::op_def::name, name);
                      for (const std::string& a : arguments)
                        op.add_message(field::op_def::input_arg, argument(a));
                      for (const auto& [result, from] : results)
                        op.add_message(field::op_def::output_arg, argument(result));
                    }));
      for (const std::string& node : body.nodes) w.add_message(f::node_def, node);
      for (const auto& [result, from] : results)
        w.add_message(f::ret, message([&](pbf_writer& entry) {
                        entry.add_string(field::entry::key, result);
                        entry.add_string(field::entry::value, from);
                      }));
    }));
    return *this;
  }

  [[nodiscard]] std::string bytes() const {
    return message([&](pbf_writer& w) {
      for (const std::string& node : nodes) w.add_message(field::graph_def::node, node);
      if (functions.empty()) return;
      w.add_message(field::graph_def::library, message([&](pbf_writer& library) {
                      for (const std::string& f : functions) library.add_message(field::library::function, f);
                    }));
    });
  }
};

}  // namespace quern::frontend::tensorflow::test

// A TensorFlow graph as its files describe it (GraphDef, FunctionDef, SignatureDef).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/constant.hpp"

namespace quern::frontend::tensorflow {

// A shape with open dimensions (kUnknownDim); nullopt where even the rank is open.
using PartialShape = std::optional<Shape>;

struct AttributeList {
  std::vector<std::string> strings;
  std::vector<int64_t> ints;
  std::vector<float> floats;
  std::vector<bool> bools;
  std::vector<Type> types;
  std::vector<PartialShape> shapes;
  std::vector<std::string> functions;
};
// The name of a function of the library.
struct FunctionName {
  std::string name;
};
using Attribute = std::variant<std::monostate, std::string, int64_t, float, bool, Type, PartialShape,
                               Constant, FunctionName, AttributeList>;

struct Node {
  std::string name, op;
  // Tensors: output 0 of a node has the node's name, output k is "NODE:k". In the body of a function they are
  // "ARGUMENT" or "NODE:OUTPUT:k" before it is inlined.
  std::vector<std::string> inputs;
  std::vector<std::string> controls;  // names of nodes that must run before
  std::map<std::string, Attribute, std::less<>> attributes;

  // The attribute if it is there and has this type, else null.
  template <class T>
  [[nodiscard]] const T* find(std::string_view attribute) const {
    const auto it = attributes.find(attribute);
    return it == attributes.end() ? nullptr : std::get_if<T>(&it->second);
  }
  // The attribute, or `fallback` where it is absent. Throws InputError where it has another type.
  template <class T>
  [[nodiscard]] T get(std::string_view attribute, T fallback) const {
    const auto it = attributes.find(attribute);
    if (it == attributes.end() || std::holds_alternative<std::monostate>(it->second)) return fallback;
    if (const T* value = std::get_if<T>(&it->second)) return *value;
    throw InputError("attribute \"" + std::string(attribute) + "\" has the wrong type", name);
  }
  [[nodiscard]] Type type(std::string_view attribute, Type fallback = Type::Float) const {
    return get<Type>(attribute, fallback);
  }
};

struct Function {
  std::string name;
  std::vector<std::string> arguments, results;
  std::vector<Node> nodes;
  std::map<std::string, std::string> returned;  // a result's name to the tensor of the body
};

// One entry of a signature: the name users know, and the tensor behind it.
struct Port {
  std::string key, tensor;
};

struct SourceGraph {
  std::vector<Node> nodes;
  std::map<std::string, Function> functions;
  std::vector<Port> inputs, outputs;                 // of the signature; empty for frozen graphs
  std::map<std::string, std::string> renamed;        // tensors that calls returned, to what they are now
  std::map<std::string, Constant> checkpoint;        // values of variables by key
  std::map<std::string, std::string> variable_keys;  // full names of variables to keys
};

// "node" and 0 of "node", "node:0", "^node"; "node" and 2 of "node:2".
struct TensorName {
  std::string node;
  size_t output = 0;
};
TensorName parse_tensor_name(const std::string& text);
// "node" for output 0, else "node:k".
std::string tensor_name(const std::string& node, size_t output);

}  // namespace quern::frontend::tensorflow

// The in-memory form of an ONNX model. Edges are tensor names, as in ONNX itself.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <quern/graph/node.hpp>

namespace quern {

// The type of a value. `shape` is empty (nullopt) where even the rank is unknown.
struct ValueInfo {
  std::string name;
  DataType type = DataType::Undefined;
  std::optional<Shape> shape;
  std::vector<std::string> dim_names;           // symbolic names of dimensions, "" where there is none
  std::map<std::string, std::string> metadata;  // "quern.scale": step of an integer tensor
  bool is_tensor = true;                        // false: sequence, optional or map
};

struct Graph {
  std::string name;
  std::vector<Node> nodes;  // in topological order once it has passed sort_nodes()
  std::unordered_map<std::string, Tensor> initializers;
  std::vector<ValueInfo> inputs;  // without those that have an initializer
  std::vector<ValueInfo> outputs;
  std::unordered_map<std::string, ValueInfo> values;  // of intermediate tensors, and inputs and outputs too

  [[nodiscard]] const Tensor* constant(const std::string& tensor) const {
    const auto it = initializers.find(tensor);
    return it == initializers.end() ? nullptr : &it->second;
  }
  [[nodiscard]] const ValueInfo* value(const std::string& tensor) const {
    const auto it = values.find(tensor);
    return it == values.end() ? nullptr : &it->second;
  }
  // The shape of a tensor of a canonical graph. Throws where it is not known or not static.
  [[nodiscard]] const Shape& shape(const std::string& tensor) const {
    if (const Tensor* t = constant(tensor)) return t->dims;
    const ValueInfo* v = value(tensor);
    if (!v || !v->shape || !is_static(*v->shape))
      throw InputError("the shape of tensor \"" + tensor + "\" is not known");
    return *v->shape;
  }
  [[nodiscard]] DataType type(const std::string& tensor) const {
    if (const Tensor* t = constant(tensor)) return t->type;
    const ValueInfo* v = value(tensor);
    return v ? v->type : DataType::Undefined;
  }
  [[nodiscard]] bool is_output(const std::string& tensor) const {
    for (const ValueInfo& v : outputs)
      if (v.name == tensor) return true;
    return false;
  }
  void set_value(const std::string& tensor, DataType type, Shape shape) {
    ValueInfo& v = values[tensor];
    v.name = tensor;
    v.type = type;
    v.shape = std::move(shape);
  }
  // Adds an initializer under a name that nothing uses yet, derived from `hint`; returns the name.
  std::string add_constant(const std::string& hint, Tensor tensor) {
    std::string unique = hint;
    for (int i = 1; initializers.contains(unique) || values.contains(unique); ++i)
      unique = hint + "_" + std::to_string(i);
    tensor.name = unique;
    initializers.emplace(unique, std::move(tensor));
    return unique;
  }
};

// An ONNX model-local function.
struct Function {
  std::string domain, name;
  std::vector<std::string> inputs, outputs;
  std::vector<std::string> attributes;  // without default
  std::vector<Attribute> attribute_defaults;
  std::vector<Node> nodes;
  std::map<std::string, int64_t> opsets;
};

struct Model {
  int64_t ir_version = 8;
  std::map<std::string, int64_t> opsets;  // domain to version
  std::string producer_name, producer_version;
  std::map<std::string, std::string> metadata;
  Graph graph;
  std::vector<Function> functions;
};

inline constexpr const char* kQuernDomain = "quern";
inline constexpr int64_t kCanonicalOpset = 17;

// What every model between two plugins imports.
inline std::map<std::string, int64_t> canonical_opsets() {
  return {{"", kCanonicalOpset}, {kQuernDomain, 1}};
}

}  // namespace quern

// Operators in a graph: a node with named inputs and outputs and its attributes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <quern/graph/tensor.hpp>

namespace quern {

struct Graph;

// Graphs as attribute values (branches of If, bodies of Loop and Scan) are shared and treated as immutable.
using GraphPtr = std::shared_ptr<const Graph>;

using AttributeValue = std::variant<float, int64_t, std::string, Tensor, GraphPtr, std::vector<float>,
                                    std::vector<int64_t>, std::vector<std::string>, std::vector<Tensor>>;

struct Attribute {
  std::string name;
  AttributeValue value;
  std::string reference;  // inside a function body: the name of the function's attribute to take instead
};

struct Node {
  std::string name;
  std::string op_type;
  std::string domain;                // "" is the ONNX domain
  std::vector<std::string> inputs;   // "" is an optional input left out
  std::vector<std::string> outputs;  // likewise
  std::vector<Attribute> attributes;
  std::map<std::string, std::string>
      metadata;  // "quern.source": layer(s) of the original model, ';'-separated

  Node() = default;
  Node(std::string op, std::vector<std::string> in, std::vector<std::string> out, std::string dom = {})
      : op_type(std::move(op)), domain(std::move(dom)), inputs(std::move(in)), outputs(std::move(out)) {
    if (!outputs.empty()) name = outputs[0];
  }

  [[nodiscard]] bool is(std::string_view op, std::string_view dom = "") const {
    return op_type == op && domain == dom;
  }
  [[nodiscard]] bool has_input(size_t i) const { return i < inputs.size() && !inputs[i].empty(); }
  [[nodiscard]] bool has_output(size_t i) const { return i < outputs.size() && !outputs[i].empty(); }

  // How error messages name this node.
  [[nodiscard]] std::string label() const {
    const std::string& id = !name.empty() ? name : (outputs.empty() ? name : outputs[0]);
    return (domain.empty() ? op_type : domain + "." + op_type) + " \"" + id + "\"";
  }

  [[nodiscard]] const Attribute* find(std::string_view attribute) const {
    for (const Attribute& a : attributes)
      if (a.name == attribute) return &a;
    return nullptr;
  }
  [[nodiscard]] bool has(std::string_view attribute) const { return find(attribute) != nullptr; }

  // The value of an attribute, or `fallback` where it is absent. Throws InputError where it has another type.
  template <class T>
  [[nodiscard]] T get(std::string_view attribute, T fallback) const {
    const Attribute* a = find(attribute);
    if (!a) return fallback;
    if (const T* value = std::get_if<T>(&a->value)) return *value;
    throw InputError("attribute \"" + std::string(attribute) + "\" has the wrong type", label());
  }
  [[nodiscard]] int64_t get_int(std::string_view a, int64_t fallback) const {
    return get<int64_t>(a, fallback);
  }
  [[nodiscard]] float get_float(std::string_view a, float fallback) const { return get<float>(a, fallback); }
  [[nodiscard]] std::string get_string(std::string_view a, std::string fallback) const {
    return get<std::string>(a, std::move(fallback));
  }
  [[nodiscard]] std::vector<int64_t> get_ints(std::string_view a, std::vector<int64_t> fallback = {}) const {
    return get<std::vector<int64_t>>(a, std::move(fallback));
  }
  [[nodiscard]] std::vector<float> get_floats(std::string_view a, std::vector<float> fallback = {}) const {
    return get<std::vector<float>>(a, std::move(fallback));
  }
  // The attribute, which must be there.
  template <class T>
  [[nodiscard]] const T& require(std::string_view attribute) const {
    const Attribute* a = find(attribute);
    const T* value = a ? std::get_if<T>(&a->value) : nullptr;
    if (!value)
      throw InputError("attribute \"" + std::string(attribute) + "\" is missing or has the wrong type",
                       label());
    return *value;
  }

  Node& set(std::string_view attribute, AttributeValue value) {
    for (Attribute& a : attributes)
      if (a.name == attribute) {
        a.value = std::move(value);
        a.reference.clear();
        return *this;
      }
    attributes.push_back({std::string(attribute), std::move(value), {}});
    return *this;
  }
  void remove(std::string_view attribute) {
    std::erase_if(attributes, [&](const Attribute& a) { return a.name == attribute; });
  }
};

}  // namespace quern

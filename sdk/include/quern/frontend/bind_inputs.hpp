// Fixing the shapes of a model's inputs: what the user bound, the batch dimension, and the complaint about
// everything that is still open.
#pragma once

#include <cctype>
#include <map>
#include <string>
#include <vector>

#include <quern/frontend/names.hpp>
#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

namespace quern::frontend {

struct Binding {
  std::string name;
  Shape dims;
};

namespace detail {

// How messages show a shape that is partly open, e.g. "batchx3x?x?".
inline std::string open_shape(const ValueInfo& value) {
  if (!value.shape) return "rank unknown";
  std::string text;
  for (size_t i = 0; i < value.shape->size(); ++i) {
    if (i) text += 'x';
    const bool named = i < value.dim_names.size() && !value.dim_names[i].empty();
    const int64_t d = (*value.shape)[i];
    text += d >= 0 ? std::to_string(d) : named ? value.dim_names[i] : "?";
  }
  return text.empty() ? "scalar" : text;
}

inline void bind_one(ValueInfo& input, const Shape& dims) {
  const auto refuse = [&](const std::string& why) {
    return InputError("input \"" + input.name + "\" cannot be " + to_string(dims) + ": " + why, input.name,
                      "Bind it to a shape that fits " + open_shape(input) + ".");
  };
  for (const int64_t d : dims)
    if (d < 1) throw refuse("every dimension must be at least 1");
  if (input.shape) {
    if (input.shape->size() != dims.size())
      throw refuse("the model declares " + std::to_string(input.shape->size()) + " dimensions, not " +
                   std::to_string(dims.size()));
    for (size_t i = 0; i < dims.size(); ++i)
      if ((*input.shape)[i] >= 0 && (*input.shape)[i] != dims[i])
        throw refuse("the model fixes dimension " + std::to_string(i) + " to " +
                     std::to_string((*input.shape)[i]));
  }
  input.shape = dims;
}

// Sizes of the symbolic dimensions ("batch", "width") that inputs share.
class Symbols {
 public:
  void learn(const ValueInfo& declared, const Shape& dims) {
    for (size_t i = 0; i < declared.dim_names.size() && i < dims.size(); ++i) {
      const std::string& symbol = declared.dim_names[i];
      if (!is_symbol(symbol) || dims[i] < 0) continue;
      const auto [it, is_new] = sizes_.emplace(symbol, dims[i]);
      // Some exporters give every open dimension the same name: then it says nothing.
      if (!is_new && it->second != dims[i]) it->second = kUnknownDim;
    }
  }
  void apply(ValueInfo& input) const {
    if (!input.shape) return;
    for (size_t i = 0; i < input.shape->size() && i < input.dim_names.size(); ++i)
      if (const auto it = sizes_.find(input.dim_names[i]); (*input.shape)[i] < 0 && it != sizes_.end())
        (*input.shape)[i] = it->second;
  }

 private:
  // "?" and numbers stand for nothing in particular.
  static bool is_symbol(const std::string& name) {
    return !name.empty() && (std::isalpha(static_cast<unsigned char>(name[0])) || name[0] == '_');
  }

  std::map<std::string, int64_t> sizes_;
};

}  // namespace detail

// Gives the inputs of `graph` the shapes that the user bound; open dimensions of other inputs that carry the
// same symbolic name follow. Throws InputError where a name is unknown or a shape contradicts the model.
inline void bind_inputs(Graph& graph, const std::vector<Binding>& bindings) {
  detail::Symbols symbols;
  for (const Binding& binding : bindings) {
    const auto same = [&](const ValueInfo& v) { return v.name == binding.name; };
    const auto input = std::find_if(graph.inputs.begin(), graph.inputs.end(), same);
    if (input == graph.inputs.end()) {
      std::string inputs;
      for (const ValueInfo& v : graph.inputs)
        inputs += (inputs.empty() ? "" : ", ") + v.name + " (" + detail::open_shape(v) + ")";
      throw InputError("the model has no input \"" + binding.name + "\"", binding.name,
                       inputs.empty() ? "It has no inputs at all." : "Its inputs are " + inputs + ".");
    }
    symbols.learn(*input, binding.dims);
    detail::bind_one(*input, binding.dims);
  }
  for (ValueInfo& input : graph.inputs) {
    symbols.apply(input);
    graph.values.insert_or_assign(input.name, input);
  }
}

// An open first dimension becomes 1 (with a note to the user); throws one InputError that lists all inputs
// where anything else is open.
inline void require_static_inputs(Graph& graph, const Host& host) {
  detail::Symbols symbols;
  for (ValueInfo& input : graph.inputs) {
    if (!input.shape || input.shape->empty() || input.shape->front() >= 0) continue;
    host.note("the first dimension of input \"" + input.name + "\" (" + detail::open_shape(input) +
                  ") is open; it is set to 1",
              input.name);
    input.shape->front() = 1;
    symbols.learn(input, {1});
  }
  std::string open, flags, yaml;
  for (ValueInfo& input : graph.inputs) {
    symbols.apply(input);
    graph.values.insert_or_assign(input.name, input);
    if (input.shape && is_static(*input.shape)) continue;
    Shape example = input.shape.value_or(Shape{1, 3, kUnknownDim, kUnknownDim});
    for (int64_t& d : example)
      if (d < 0) d = 224;
    std::string list = to_string(example);
    std::replace(list.begin(), list.end(), 'x', ',');
    if (!open.empty()) open += ", ";
    open += input.name + " (" + detail::open_shape(input) + ")";
    flags += " --input " + input.name + "=" + to_string(example);
    if (!yaml.empty()) yaml += ", ";
    yaml += input.name + ": [" + list + "]";
  }
  if (!open.empty())
    throw InputError(
        "the model leaves the shape of these inputs open: " + open, "",
        "Bind them, for example with" + flags + ", or in the YAML file with inputs: {" + yaml + "}.");
}

}  // namespace quern::frontend

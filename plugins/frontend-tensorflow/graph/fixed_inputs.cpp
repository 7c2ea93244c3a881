#include "graph/fixed_inputs.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include <quern/frontend/names.hpp>

#include "graph/ports.hpp"

namespace quern::frontend::tensorflow {
namespace {

bool can_be_fixed(const Node& node) { return is_placeholder(node) || node.op == "PlaceholderWithDefault"; }

double number_of(const std::string& text, const std::string& name) {
  if (text == "true") return 1;
  if (text == "false") return 0;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0')
    throw Error(QUERN_ERROR_ARGUMENT, "\"" + text + "\" is no value for \"" + name + "\"", "option constants",
                "Write NAME=true, NAME=false or NAME=number.");
  return value;
}

// Every element of the declared shape, or the only one where the shape is open, is `number`.
Constant constant_of(const Node& node, double number) {
  const Type type = node.type("dtype");
  const DataType converted = converted_type(type);
  Shape dims = node.get<PartialShape>("shape", std::nullopt).value_or(Shape());
  if (!is_static(dims) || element_count(dims) > 1024) dims.clear();
  Tensor tensor(converted, dims);
  with_type(converted,
            [&]<class T>() { std::fill_n(tensor.mutable_data<T>(), tensor.count(), T(float(number))); });
  return Constant::of(std::move(tensor), source_type(converted));
}

void fix(Node& node, double number) {
  Constant value = constant_of(node, number);
  node.op = "Const";
  node.inputs.clear();
  node.attributes.clear();
  node.attributes["value"] = std::move(value);
}

}  // namespace

void fix_inputs(SourceGraph& graph, const std::string& constants,
                const std::unordered_set<std::string>& bound, const Host& host) {
  std::istringstream items(constants);
  for (std::string item; std::getline(items, item, ',');) {
    const size_t equals = item.find('=');
    const TensorName wanted = parse_tensor_name(item.substr(0, equals));
    const auto named = [&](const Node& node) { return node.name == wanted.node && can_be_fixed(node); };
    const auto node = std::find_if(graph.nodes.begin(), graph.nodes.end(), named);
    if (equals == std::string::npos || node == graph.nodes.end()) {
      std::vector<std::string> names;
      for (const Node& n : graph.nodes)
        if (can_be_fixed(n)) names.push_back(n.name);
      throw Error(QUERN_ERROR_ARGUMENT, "the model has no placeholder \"" + wanted.node + "\"",
                  "option constants",
                  names.empty() ? "It has none at all." : "It has " + quoted_list(names) + ".");
    }
    fix(*node, number_of(item.substr(equals + 1), wanted.node));
  }
  for (Node& node : graph.nodes) {
    if (!is_placeholder(node) || node.type("dtype") != Type::Bool || bound.contains(node.name)) continue;
    const PartialShape dims = node.get<PartialShape>("shape", std::nullopt);
    if (dims && !dims->empty()) continue;
    host.note("the truth value \"" + node.name +
                  "\" is taken as false; another value can be given with the option constants",
              node.name);
    fix(node, 0);
  }
}

}  // namespace quern::frontend::tensorflow

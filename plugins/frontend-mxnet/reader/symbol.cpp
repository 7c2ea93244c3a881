#include "reader/symbol.hpp"

#include <nlohmann/json.hpp>

namespace quern::frontend::mxnet {
namespace {

using nlohmann::json;

constexpr size_t kLargestText = size_t(1) << 28;  // the JSON of the largest known networks has a few MB
constexpr int kDeepest = 32;                      // a symbol nests four levels

// The parser does not recurse, but destroying what it made could.
void check_depth(std::string_view text, const std::string& where) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepest) throw InputError("the JSON text is nested too deeply for a symbol", where);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
}

json parse(std::string_view text, const std::string& where) {
  if (text.size() > kLargestText) throw InputError("the file is too large to be a symbol", where);
  check_depth(text, where);
  try {
    return json::parse(text);
  } catch (const json::exception& e) {
    throw InputError(std::string("the JSON text is damaged: ") + e.what(), where,
                     "It is truncated or damaged: copy or export it again.");
  }
}

const json& array_of(const json& object, const char* key, const std::string& where) {
  const auto it = object.is_object() ? object.find(key) : object.end();
  if (!object.is_object() || it == object.end() || !it->is_array())
    throw InputError(
        std::string("this is no symbol: it has no list \"") + key + "\"", where,
        "Give the NAME-symbol.json that Module.save_checkpoint() or HybridBlock.export() wrote.");
  return *it;
}

std::string text_of(const json& value) {
  return value.is_string() ? value.get<std::string>()
                           : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string string_field(const json& node, const char* key, const std::string& where) {
  const auto it = node.find(key);
  if (it == node.end() || !it->is_string())
    throw InputError(std::string("this node has no text \"") + key + "\"", where);
  return it->get<std::string>();
}

// What an operator needs is under "param" before 0.9, under "attr" before 1.0, else under "attrs"; old files
// have "attr" beside "param" for what users attached.
Attributes attributes_of(const json& node, const std::string& where) {
  Attributes attributes;
  for (const char* key : {"attr", "attrs", "param"}) {
    const auto it = node.find(key);
    if (it == node.end() || it->is_null()) continue;
    if (!it->is_object()) throw InputError(std::string("\"") + key + "\" is no object", where);
    for (const auto& [name, value] : it->items()) attributes.set(name, text_of(value));
  }
  return attributes;
}

// [layer, output] or [layer, output, version]; very old heads are [layer] or the bare number.
Entry entry_of(const json& value, size_t layers, const std::string& where) {
  const auto number = [&](size_t i) -> uint64_t {
    if (value.is_number_unsigned()) return i == 0 ? value.get<uint64_t>() : 0;
    if (!value.is_array() || value.empty()) throw InputError("an input is no [node, output] pair", where);
    if (i >= value.size()) return 0;
    if (!value[i].is_number_unsigned()) throw InputError("an input is no [node, output] pair", where);
    return value[i].get<uint64_t>();
  };
  const uint64_t layer = number(0), output = number(1);
  if (layer >= layers)
    throw InputError(
        "node " + std::to_string(layer) + " is used, but there are only " + std::to_string(layers), where);
  constexpr uint64_t kMostOutputs = 4096;
  if (output >= kMostOutputs)
    throw InputError("output " + std::to_string(output) + " of a node is used", where);
  return {size_t(layer), size_t(output)};
}

Layer layer_of(const json& node, size_t number, size_t layers, const std::string& file) {
  const std::string place = file + ", node " + std::to_string(number);
  if (!node.is_object()) throw InputError("this node is no object", place);
  Layer layer;
  layer.op = string_field(node, "op", place);
  layer.name = string_field(node, "name", place);
  const std::string where = place + " (" + layer.op + " \"" + layer.name + "\")";
  layer.attributes = attributes_of(node, where);
  if (const auto inputs = node.find("inputs"); inputs != node.end()) {
    if (!inputs->is_array()) throw InputError("\"inputs\" is no list", where);
    for (const json& input : *inputs) layer.inputs.push_back(entry_of(input, layers, where));
  }
  if (layer.name.empty()) layer.name = "node" + std::to_string(number);
  return layer;
}

// "attrs": {"mxnet_version": ["int", 10300]}
int64_t version_of(const json& document, int64_t fallback) {
  const auto attributes = document.find("attrs");
  if (attributes == document.end() || !attributes->is_object()) return fallback;
  const auto version = attributes->find("mxnet_version");
  if (version == attributes->end()) return fallback;
  const json& value = version->is_array() && version->size() == 2 ? (*version)[1] : *version;
  return value.is_number_integer() ? value.get<int64_t>() : fallback;
}

}  // namespace

Symbol read_symbol(std::string_view text, const std::string& where) {
  const json document = parse(text, where);
  const json& nodes = array_of(document, "nodes", where);
  Symbol symbol;
  symbol.layers.reserve(nodes.size());
  for (const json& node : nodes)
    symbol.layers.push_back(layer_of(node, symbol.layers.size(), nodes.size(), where));
  for (const json& head : array_of(document, "heads", where))
    symbol.heads.push_back(entry_of(head, nodes.size(), where + ", heads"));
  if (symbol.heads.empty()) throw InputError("the symbol has no outputs (\"heads\" is empty)", where);
  symbol.version = version_of(document, symbol.version);
  return symbol;
}

}  // namespace quern::frontend::mxnet

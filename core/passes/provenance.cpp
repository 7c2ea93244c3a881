#include "passes/provenance.hpp"

#include <algorithm>
#include <sstream>

namespace quern::passes {
namespace {

void add_to_list(std::string& list, const std::string& items) {
  std::istringstream parts(items);
  for (std::string item; std::getline(parts, item, ';');) {
    if (item.empty() || (";" + list + ";").find(";" + item + ";") != std::string::npos) continue;
    if (!list.empty()) list += ';';
    list += item;
  }
}

}  // namespace

void join_sources(Node& node, const Node& other) {
  for (const char* key : {kSource, kFolded}) {
    const auto it = other.metadata.find(key);
    if (it != other.metadata.end()) add_to_list(node.metadata[key], it->second);
  }
}

void note_folded(Node& node, const std::vector<std::string>& tensors) {
  for (const std::string& tensor : tensors) {
    if (tensor.empty()) continue;
    std::string& list = node.metadata[kFolded];
    if (!list.empty()) list += ';';
    list += tensor;
  }
}

void take_provenance(Node& node, const std::vector<Node>& merged) {
  node.metadata.erase(kSource);
  node.metadata.erase(kFolded);
  for (const Node& old : merged) {
    join_sources(node, old);
    for (const std::string& tensor : old.outputs)
      if (std::find(node.outputs.begin(), node.outputs.end(), tensor) == node.outputs.end())
        note_folded(node, {tensor});
  }
}

}  // namespace quern::passes

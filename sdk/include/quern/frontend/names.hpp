// Names that are unique within a model, and names that are near to a wrong one.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::frontend {

// Hands out names that are not taken yet.
class Names {
 public:
  // Marks `name` as taken; false where it was taken before.
  bool take(const std::string& name) { return taken_.emplace(name, 0).second; }

  // `hint` itself where it is free, else hint_1, hint_2, ...; the result is taken.
  std::string fresh(const std::string& hint) {
    if (take(hint)) return hint;
    for (;;) {
      std::string name = hint + "_" + std::to_string(++taken_[hint]);
      if (take(name)) return name;
    }
  }

  // Marks the tensor names of a graph and of its subgraphs as taken.
  void take_tensors(const Graph& graph) {
    for (const ValueInfo& v : graph.inputs) take(v.name);
    for (const ValueInfo& v : graph.outputs) take(v.name);
    for (const auto& [name, tensor] : graph.initializers) take(name);
    for (const auto& [name, value] : graph.values) take(name);
    for (const Node& node : graph.nodes) {
      for (const std::string& name : node.inputs) take(name);
      for (const std::string& name : node.outputs) take(name);
      for (const Attribute& a : node.attributes)
        if (const GraphPtr* body = std::get_if<GraphPtr>(&a.value)) take_tensors(**body);
    }
  }

 private:
  std::unordered_map<std::string, int> taken_;  // name to the last number given out behind it
};

// Levenshtein distance.
inline size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t(0));
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, diagonal + 1, row[j] + 1});
    }
  }
  return row[b.size()];
}

// Up to `count` of the candidates, nearest to `name` first (ties alphabetically).
inline std::vector<std::string> nearest_names(const std::string& name,
                                              const std::vector<std::string>& candidates, size_t count) {
  constexpr size_t kLongest = 256;  // bounds the time on hostile models
  std::vector<std::pair<size_t, std::string>> scored;
  for (const std::string& c : candidates)
    scored.emplace_back(edit_distance(name.substr(0, kLongest), c.substr(0, kLongest)), c);
  std::sort(scored.begin(), scored.end());
  if (scored.size() > count) scored.resize(count);
  std::vector<std::string> names;
  for (auto& [distance, c] : scored) names.push_back(std::move(c));
  return names;
}

// "a", "b", "c": for messages.
inline std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "\"" : ", \"") + name + "\"";
  return text;
}

}  // namespace quern::frontend

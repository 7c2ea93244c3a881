// Names that nothing else uses.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace quern::passes {

class Names {
 public:
  void reserve(const std::string& name) { next_.try_emplace(name, 0); }
  // A name in a subgraph: it may come up into this graph as it is, but is never made up for another tensor.
  void avoid(const std::string& name) { avoided_.insert(name); }
  // `hint` itself where it is free, else hint_1, hint_2, ... The result is taken from then on.
  std::string fresh(const std::string& hint) {
    const auto [it, is_free] = next_.try_emplace(hint, 0);
    if (is_free) return hint;
    int& number = it->second;  // references survive insertions, iterators do not
    std::string name;
    do {
      name = hint + "_" + std::to_string(++number);
    } while (avoided_.contains(name) || !next_.try_emplace(name, 0).second);
    return name;
  }

 private:
  std::unordered_map<std::string, int> next_;  // for each name in use, the last suffix tried on it
  std::unordered_set<std::string> avoided_;
};

}  // namespace quern::passes

// The plugins of one command: found once, loaded when named.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plugins/discovery.hpp"
#include "plugins/library.hpp"

namespace quern::plugins {

class Registry {
 public:
  explicit Registry(const std::vector<SearchFolder>& folders);

  [[nodiscard]] const std::vector<Candidate>& candidates() const { return candidates_; }
  // Names of the usable plugins of a kind, sorted.
  [[nodiscard]] std::vector<std::string> names(int32_t kind) const;

  // The plugin of that kind and name. Throws Error that suggests a name or says why the plugin is refused.
  const Library& load(int32_t kind, const std::string& name);
  // As above; without a name the only plugin of that kind. Throws Error where there are none or several;
  // `key` says which setting would name one.
  const Library& load_or_only(int32_t kind, const std::string& name, const std::string& key);

 private:
  std::vector<Candidate> candidates_;
  std::map<std::filesystem::path, Library> loaded_;
};

}  // namespace quern::plugins

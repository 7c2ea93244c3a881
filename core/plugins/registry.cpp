#include "plugins/registry.hpp"

#include <algorithm>

#include <quern/error.hpp>

#include "plugins/kind.hpp"
#include "support/nearest.hpp"

namespace quern::plugins {
namespace {

constexpr const char* kWhereToLook =
    "\"quern plugins\" lists what was found; --plugin-dir, plugin_dirs: and QUERN_PLUGIN_PATH add folders.";

}  // namespace

Registry::Registry(const std::vector<SearchFolder>& folders) : candidates_(discover(folders)) {}

std::vector<std::string> Registry::names(int32_t kind) const {
  std::vector<std::string> names;
  for (const Candidate& c : candidates_)
    if (c.objection.empty() && c.manifest->kind == kind) names.push_back(c.manifest->name);
  std::sort(names.begin(), names.end());
  return names;
}

const Library& Registry::load(int32_t kind, const std::string& name) {
  const Candidate* refused = nullptr;
  for (const Candidate& c : candidates_) {
    if (!c.manifest || c.manifest->kind != kind || c.manifest->name != name) continue;
    if (!c.objection.empty()) {
      refused = &c;
      continue;
    }
    const auto found = loaded_.find(c.file);
    return found != loaded_.end() ? found->second
                                  : loaded_.emplace(c.file, load_library(c.file)).first->second;
  }
  if (refused)
    throw Error(QUERN_ERROR_UNSUPPORTED, "the plugin cannot be used: " + refused->objection,
                refused->file.string(), kWhereToLook);
  throw Error(QUERN_ERROR_ARGUMENT,
              "there is no " + std::string(kind_name(kind)) + " plugin \"" + name + "\"" +
                  suggestion(name, names(kind)),
              {}, kWhereToLook);
}

const Library& Registry::load_or_only(int32_t kind, const std::string& name, const std::string& key) {
  if (!name.empty()) return load(kind, name);
  const std::vector<std::string> known = names(kind);
  const std::string label(kind_name(kind));
  if (known.empty())
    throw Error(QUERN_ERROR_ARGUMENT, "no " + label + " plugin is installed", {}, kWhereToLook);
  if (known.size() > 1) {
    std::string list;
    for (const std::string& n : known) list += (list.empty() ? "" : ", ") + n;
    throw Error(QUERN_ERROR_ARGUMENT, "several " + label + " plugins are installed: " + list, {},
                "Name the one to use with \"" + key + "\".");
  }
  return load(kind, known.front());
}

}  // namespace quern::plugins

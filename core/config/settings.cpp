#include "config/settings.hpp"

#include <quern/error.hpp>

#include "config/document.hpp"
#include "support/parse.hpp"

namespace quern::config {
namespace {

Value& entry_of(Value& section, const std::string& key, const Origin& origin) {
  for (Entry& entry : section.entries)
    if (entry.key == key) return entry.value;
  section.entries.push_back({key, origin, {}});
  section.entries.back().value.origin = origin;
  return section.entries.back().value;
}

void apply(Value& root, const std::string& setting, Problems& problems) {
  const size_t equals = setting.find('=');
  const std::string key = setting.substr(0, equals);
  const Origin origin{"--set " + key, 0, 0};
  if (equals == std::string::npos || equals == 0)
    return problems.add({"--set " + setting, 0, 0}, "is not of the form key.of.section=value");

  Value* place = &root;
  for (const std::string& part : split(key, '.')) {
    if (place->kind == Value::Kind::Null) place->kind = Value::Kind::Map;
    if (place->kind != Value::Kind::Map)
      return problems.add(origin, "\"" + part + "\" is not inside of a section");
    place = &entry_of(*place, part, origin);
  }
  try {
    *place = parse_setting(setting.substr(equals + 1), key);
  } catch (const Error& e) {
    problems.add(origin, e.what());
  }
}

}  // namespace

void apply_settings(Value& root, const std::vector<std::string>& settings, Problems& problems) {
  for (const std::string& setting : settings) apply(root, setting, problems);
}

}  // namespace quern::config

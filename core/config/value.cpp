#include "config/value.hpp"

namespace quern::config {

std::string Origin::label() const {
  return line > 0 ? source + ":" + std::to_string(line) + ":" + std::to_string(column) : source;
}

const Value* Value::find(const std::string& key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

std::string Value::kind_text() const {
  switch (kind) {
    case Kind::Scalar:
      return "\"" + text + "\"";
    case Kind::List:
      return "a list";
    case Kind::Map:
      return "a mapping";
    default:
      return "nothing";
  }
}

}  // namespace quern::config

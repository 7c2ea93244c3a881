// A YAML file as read: scalars as written, and where everything stands.
#pragma once

#include <string>
#include <vector>

namespace quern::config {

// Where a value comes from: a place in a file, or a --set of the command line (line 0).
struct Origin {
  std::string source;
  int line = 0, column = 0;  // from 1

  // "file.yaml:3:5", or "--set a.b".
  [[nodiscard]] std::string label() const;
};

struct Entry;

struct Value {
  enum class Kind { Null, Scalar, List, Map };

  Kind kind = Kind::Null;
  std::string text;     // of a scalar
  bool quoted = false;  // the scalar was written in quotes: it is text, whatever it looks like
  std::vector<Value> items;
  std::vector<Entry> entries;  // in the order of the file, keys unique
  Origin origin;

  [[nodiscard]] const Value* find(const std::string& key) const;
  // "text", "a list", "a mapping", "nothing".
  [[nodiscard]] std::string kind_text() const;
};

struct Entry {
  std::string key;
  Origin origin;  // of the key
  Value value;
};

}  // namespace quern::config

// Structured parameters as protobuf messages hold them, whatever they were read from: a tree of named fields.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <quern/error.hpp>

namespace quern::frontend {

class FieldTree;

// A word without quotes: true, MAX, inf.
struct Word {
  std::string text;
};

// One value of a field, and where it stands (line 0: in a binary file).
struct FieldValue {
  std::variant<int64_t, double, Word, std::string, std::shared_ptr<const FieldTree>> value;
  uint32_t line = 0, column = 0;

  [[nodiscard]] const FieldTree* message() const {
    const auto* tree = std::get_if<std::shared_ptr<const FieldTree>>(&value);
    return tree ? tree->get() : nullptr;
  }
};

// The fields of one message in the order of the file. A field that stands several times is a list; where one
// value is asked for, the last one counts, as in protobuf. All getters throw InputError, naming the field and
// its line, where a value is of another type.
class FieldTree {
 public:
  struct Field {
    std::string name;
    FieldValue value;
  };

  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  void add(std::string name, FieldValue value) { fields_.push_back({std::move(name), std::move(value)}); }

  // The last value of a field, or null.
  [[nodiscard]] const FieldValue* find(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] size_t count(std::string_view name) const;

  // Scalars; `fallback` where the field is absent. Integers serve as real numbers; 0, 1 and the words true,
  // t, false, f (any case) as truth values.
  [[nodiscard]] int64_t get_int(std::string_view name, int64_t fallback) const;
  [[nodiscard]] double get_real(std::string_view name, double fallback) const;
  [[nodiscard]] bool get_bool(std::string_view name, bool fallback) const;
  [[nodiscard]] std::string get_text(std::string_view name, const std::string& fallback = {}) const;
  // The number of an enumerator, written as its name or as its number.
  [[nodiscard]] int64_t get_enum(std::string_view name,
                                 std::initializer_list<std::pair<const char*, int64_t>> enumerators,
                                 int64_t fallback) const;
  // Lists; empty where the field is absent.
  [[nodiscard]] std::vector<int64_t> get_ints(std::string_view name) const;
  [[nodiscard]] std::vector<float> get_floats(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> get_texts(std::string_view name) const;

  // A message; an empty one where the field is absent.
  [[nodiscard]] const FieldTree& message(std::string_view name) const;
  [[nodiscard]] std::vector<const FieldTree*> messages(std::string_view name) const;

 private:
  std::vector<Field> fields_;
};

}  // namespace quern::frontend

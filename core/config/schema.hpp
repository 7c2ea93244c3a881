// What may stand in a pipeline file: the one table from which files are checked and the reference is made.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quern::config {

enum class Type {
  Text,
  Path,  // relative to the YAML file
  Bool,
  Int,
  Number,
  Choice,          // one of `choices`
  Texts,           // a list of texts
  Paths,           // a list of paths
  Ints,            // a list of integers
  Numbers,         // a number or a list of numbers
  Shapes,          // a mapping from names to lists of positive integers
  Options,         // a mapping from names to scalars; the plugin's option table says which
  Section,         // a mapping with the keys `fields`
  NamedSections,   // a mapping from names to sections
  SectionOrNamed,  // one section, or a mapping from names to sections
  PathOrSection,
};

struct Field {
  std::string_view key;
  Type type = Type::Text;
  std::string_view help;           // one line
  std::string_view fallback = {};  // what applies where the key is left out
  std::string_view choices = {};   // separated by '|'
  std::optional<double> minimum = {}, maximum = {};
  bool required = false;
  std::span<const Field> fields = {};  // of the section types
};

// The keys at the top of a pipeline file.
std::span<const Field> pipeline_fields();

const Field* find_field(std::span<const Field> fields, std::string_view key);
std::vector<std::string> keys_of(std::span<const Field> fields);

// "integer, 0 to 255", "list of paths", …
std::string type_text(const Field& field);

}  // namespace quern::config

#include "config/check.hpp"

#include <algorithm>
#include <cmath>

#include "support/nearest.hpp"
#include "support/parse.hpp"

namespace quern::config {
namespace {

using Kind = Value::Kind;

void mismatch(const Value& value, const std::string& expected, Problems& problems) {
  problems.add(value.origin, expected + " is expected here, not " + value.kind_text());
}

void check_range(const Value& value, double number, const Field& field, Problems& problems) {
  const bool fits =
      (!field.minimum || number >= *field.minimum) && (!field.maximum || number <= *field.maximum);
  if (!fits)
    problems.add(value.origin,
                 value.text + " is out of range: " + std::string(field.key) + " is " + type_text(field));
}

// 010 is 8 to some YAML readers and 10 to others.
bool has_leading_zero(const Value& value) {
  const std::string digits = value.text.starts_with('-') ? value.text.substr(1) : value.text;
  return digits.size() > 1 && digits[0] == '0' &&
         std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c); });
}

void check_int(const Value& value, const Field& field, Problems& problems) {
  const auto number = value.kind == Kind::Scalar && !value.quoted ? parse_int(value.text) : std::nullopt;
  if (number) return check_range(value, double(*number), field, problems);
  if (value.kind == Kind::Scalar && has_leading_zero(value))
    return problems.add(value.origin,
                        value.text + " begins with 0, which some read as octal: write it without");
  mismatch(value, "an integer", problems);
}

void check_number(const Value& value, const Field& field, Problems& problems) {
  const auto number = value.kind == Kind::Scalar && !value.quoted ? parse_number(value.text) : std::nullopt;
  if (number) return check_range(value, *number, field, problems);
  mismatch(value, "a number", problems);
}

void check_bool(const Value& value, Problems& problems) {
  if (value.kind != Kind::Scalar || value.quoted || !parse_bool(value.text))
    mismatch(value, "true or false", problems);
}

void check_choice(const Value& value, const Field& field, Problems& problems) {
  const std::vector<std::string> choices = split(field.choices, '|');
  if (value.kind != Kind::Scalar) return mismatch(value, type_text(field), problems);
  if (std::find(choices.begin(), choices.end(), value.text) == choices.end())
    problems.add(value.origin,
                 "\"" + value.text + "\" is not " + type_text(field) + suggestion(value.text, choices));
}

void check_text(const Value& value, const char* expected, Problems& problems) {
  if (value.kind != Kind::Scalar)
    mismatch(value, expected, problems);
  else if (value.text.empty())
    problems.add(value.origin, std::string(expected) + " is expected here, not an empty one");
}

template <class Check>
void check_list(const Value& value, const std::string& expected, Problems& problems, Check&& check) {
  if (value.kind != Kind::List) return mismatch(value, expected, problems);
  for (const Value& item : value.items) check(item);
}

void check_shapes(const Value& value, Problems& problems) {
  static constexpr Field dimension{
      .key = "a dimension", .type = Type::Int, .help = "", .minimum = 1, .maximum = 2147483647};
  if (value.kind != Kind::Map) return mismatch(value, "a mapping from input names to shapes", problems);
  for (const Entry& entry : value.entries) {
    check_list(entry.value, "a shape such as [1, 3, 224, 224]", problems,
               [&](const Value& item) { check_int(item, dimension, problems); });
  }
}

void check_options(const Value& value, Problems& problems) {
  if (value.kind != Kind::Map) return mismatch(value, "a mapping from option names to values", problems);
  const auto check = [&](const Value& item) {
    if (item.kind != Kind::Scalar)
      mismatch(item, "a single value, or a list of them", problems);
    else if (!item.quoted && has_leading_zero(item))
      problems.add(item.origin, item.text + " begins with 0, which some read as octal: write it without");
  };
  for (const Entry& entry : value.entries) {
    if (entry.value.kind != Kind::List)
      check(entry.value);
    else
      std::for_each(entry.value.items.begin(), entry.value.items.end(), check);
  }
}

void check_named(const Value& value, const Field& field, Problems& problems) {
  if (value.kind != Kind::Map) return mismatch(value, "a mapping from names to sections", problems);
  for (const Entry& entry : value.entries) check_section(entry.value, field.fields, problems);
}

void check_value(const Value& value, const Field& field, Problems& problems) {
  switch (field.type) {
    case Type::Text:
      return check_text(value, "a text", problems);
    case Type::Path:
      return check_text(value, "a path", problems);
    case Type::Bool:
      return check_bool(value, problems);
    case Type::Int:
      return check_int(value, field, problems);
    case Type::Number:
      return check_number(value, field, problems);
    case Type::Choice:
      return check_choice(value, field, problems);
    case Type::Texts:
      return check_list(value, "a list of texts", problems,
                        [&](const Value& v) { check_text(v, "a text", problems); });
    case Type::Paths:
      return check_list(value, "a list of paths", problems,
                        [&](const Value& v) { check_text(v, "a path", problems); });
    case Type::Ints:
      return check_list(value, "a list of integers", problems,
                        [&](const Value& v) { check_int(v, field, problems); });
    case Type::Numbers:
      if (value.kind == Kind::Scalar) return check_number(value, field, problems);
      return check_list(value, "a number or a list of numbers", problems,
                        [&](const Value& v) { check_number(v, field, problems); });
    case Type::Shapes:
      return check_shapes(value, problems);
    case Type::Options:
      return check_options(value, problems);
    case Type::Section:
      return check_section(value, field.fields, problems);
    case Type::NamedSections:
      return check_named(value, field, problems);
    case Type::SectionOrNamed:
      return is_named(value) ? check_named(value, field, problems)
                             : check_section(value, field.fields, problems);
    case Type::PathOrSection:
      return value.kind == Kind::Map ? check_section(value, field.fields, problems)
                                     : check_text(value, "a path", problems);
  }
}

}  // namespace

void check_section(const Value& value, std::span<const Field> fields, Problems& problems) {
  if (value.kind != Kind::Map) {
    std::string keys;
    for (const Field& field : fields) keys += (keys.empty() ? "" : ", ") + std::string(field.key);
    return mismatch(value, "a mapping with keys such as " + keys, problems);
  }
  for (const Entry& entry : value.entries) {
    if (const Field* field = find_field(fields, entry.key))
      check_value(entry.value, *field, problems);
    else
      problems.add(entry.origin,
                   "unknown key \"" + entry.key + "\"" + suggestion(entry.key, keys_of(fields)));
  }
  for (const Field& field : fields)
    if (field.required && !value.find(std::string(field.key)))
      problems.add(value.origin,
                   "the key \"" + std::string(field.key) + "\" is missing: " + std::string(field.help));
}

bool is_named(const Value& value) {
  return value.kind == Kind::Map && !value.entries.empty() &&
         std::all_of(value.entries.begin(), value.entries.end(),
                     [](const Entry& entry) { return entry.value.kind == Kind::Map; });
}

}  // namespace quern::config

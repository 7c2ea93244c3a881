#include <algorithm>
#include <cctype>
#include <limits>

#include <quern/frontend/field_tree.hpp>

namespace quern::frontend {
namespace {

InputError wrong_type(std::string_view name, const FieldValue& value, const char* expected) {
  std::string message = "field \"" + std::string(name) + "\" is not " + expected;
  if (value.line > 0) message += " (line " + std::to_string(value.line) + ")";
  return InputError(message);
}

std::string lower(std::string text) {
  for (char& c : text) c = char(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

int64_t to_int(std::string_view name, const FieldValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value.value)) return *number;
  throw wrong_type(name, value, "an integer");
}

double to_real(std::string_view name, const FieldValue& value) {
  if (const auto* number = std::get_if<double>(&value.value)) return *number;
  if (const auto* number = std::get_if<int64_t>(&value.value)) return double(*number);
  if (const auto* word = std::get_if<Word>(&value.value)) {
    const std::string text = lower(word->text);
    const bool negative = text.starts_with('-');
    const std::string magnitude = text.substr(negative ? 1 : 0);
    if (magnitude == "inf" || magnitude == "infinity")
      return negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    if (magnitude == "nan") return std::numeric_limits<double>::quiet_NaN();
  }
  throw wrong_type(name, value, "a number");
}

const std::string& to_text(std::string_view name, const FieldValue& value) {
  if (const auto* text = std::get_if<std::string>(&value.value)) return *text;
  throw wrong_type(name, value, "a quoted text");
}

}  // namespace

const FieldValue* FieldTree::find(std::string_view name) const {
  const auto it =
      std::find_if(fields_.rbegin(), fields_.rend(), [&](const Field& field) { return field.name == name; });
  return it == fields_.rend() ? nullptr : &it->value;
}

size_t FieldTree::count(std::string_view name) const {
  return size_t(
      std::count_if(fields_.begin(), fields_.end(), [&](const Field& field) { return field.name == name; }));
}

int64_t FieldTree::get_int(std::string_view name, int64_t fallback) const {
  const FieldValue* value = find(name);
  return value ? to_int(name, *value) : fallback;
}

double FieldTree::get_real(std::string_view name, double fallback) const {
  const FieldValue* value = find(name);
  return value ? to_real(name, *value) : fallback;
}

bool FieldTree::get_bool(std::string_view name, bool fallback) const {
  const FieldValue* value = find(name);
  if (!value) return fallback;
  if (const auto* number = std::get_if<int64_t>(&value->value); number && (*number == 0 || *number == 1))
    return *number == 1;
  if (const auto* word = std::get_if<Word>(&value->value)) {
    const std::string text = lower(word->text);
    if (text == "true" || text == "t") return true;
    if (text == "false" || text == "f") return false;
  }
  throw wrong_type(name, *value, "true or false");
}

std::string FieldTree::get_text(std::string_view name, const std::string& fallback) const {
  const FieldValue* value = find(name);
  return value ? to_text(name, *value) : fallback;
}

int64_t FieldTree::get_enum(std::string_view name,
                            std::initializer_list<std::pair<const char*, int64_t>> enumerators,
                            int64_t fallback) const {
  const FieldValue* value = find(name);
  if (!value) return fallback;
  std::string known;
  for (const auto& [text, number] : enumerators) {
    const auto* word = std::get_if<Word>(&value->value);
    const auto* given = std::get_if<int64_t>(&value->value);
    if ((word && word->text == text) || (given && *given == number)) return number;
    known += (known.empty() ? "" : ", ") + std::string(text);
  }
  throw wrong_type(name, *value, ("one of " + known).c_str());
}

std::vector<int64_t> FieldTree::get_ints(std::string_view name) const {
  std::vector<int64_t> list;
  for (const Field& field : fields_)
    if (field.name == name) list.push_back(to_int(name, field.value));
  return list;
}

std::vector<float> FieldTree::get_floats(std::string_view name) const {
  std::vector<float> list;
  for (const Field& field : fields_)
    if (field.name == name) list.push_back(float(to_real(name, field.value)));
  return list;
}

std::vector<std::string> FieldTree::get_texts(std::string_view name) const {
  std::vector<std::string> list;
  for (const Field& field : fields_)
    if (field.name == name) list.push_back(to_text(name, field.value));
  return list;
}

const FieldTree& FieldTree::message(std::string_view name) const {
  static const FieldTree none;
  const FieldValue* value = find(name);
  if (!value) return none;
  if (const FieldTree* tree = value->message()) return *tree;
  throw wrong_type(name, *value, "a message in braces");
}

std::vector<const FieldTree*> FieldTree::messages(std::string_view name) const {
  std::vector<const FieldTree*> list;
  for (const Field& field : fields_) {
    if (field.name != name) continue;
    if (!field.value.message()) throw wrong_type(name, field.value, "a message in braces");
    list.push_back(field.value.message());
  }
  return list;
}

}  // namespace quern::frontend

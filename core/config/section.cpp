#include "config/section.hpp"

#include "support/parse.hpp"

namespace quern::config {
namespace {

// The items of a list; a single scalar counts as a list of one.
std::vector<const Value*> items_of(const Value& value) {
  std::vector<const Value*> items;
  if (value.kind == Value::Kind::Scalar) items.push_back(&value);
  for (const Value& item : value.items) items.push_back(&item);
  return items;
}

// The value of a plugin's option; plugins get lists as text with commas.
std::string option_text(const Value& value) {
  std::string text;
  for (const Value* item : items_of(value)) text += (text.empty() ? "" : ",") + item->text;
  return text;
}

}  // namespace

std::string Section::text(const char* key, const std::string& fallback) const {
  const Value* value = find(key);
  return value && value->kind == Value::Kind::Scalar ? value->text : fallback;
}

std::vector<std::string> Section::texts(const char* key) const {
  std::vector<std::string> result;
  if (const Value* value = find(key))
    for (const Value& item : value->items) result.push_back(item.text);
  return result;
}

std::filesystem::path Section::path(const char* key) const {
  const std::string written = text(key);
  return written.empty() ? std::filesystem::path() : resolve(written);
}

std::vector<std::filesystem::path> Section::paths(const char* key) const {
  std::vector<std::filesystem::path> result;
  for (const std::string& written : texts(key)) result.push_back(resolve(written));
  return result;
}

bool Section::flag(const char* key, bool fallback) const { return parse_bool(text(key)).value_or(fallback); }

int Section::integer(const char* key, int fallback) const {
  return int(parse_int(text(key)).value_or(fallback));
}

std::vector<int> Section::integers(const char* key, std::vector<int> fallback) const {
  const Value* value = find(key);
  if (!value) return fallback;
  std::vector<int> result;
  for (const Value* item : items_of(*value)) result.push_back(int(parse_int(item->text).value_or(0)));
  return result;
}

double Section::number(const char* key, double fallback) const {
  return parse_number(text(key)).value_or(fallback);
}

std::vector<float> Section::numbers(const char* key, std::vector<float> fallback) const {
  const Value* value = find(key);
  if (!value) return fallback;
  std::vector<float> result;
  for (const Value* item : items_of(*value)) result.push_back(float(parse_number(item->text).value_or(0)));
  return result;
}

PluginChoice Section::plugin(const char* key) const {
  PluginChoice choice{text(key), origin(key), {}};
  if (const Value* options = find("options"))
    for (const Entry& entry : options->entries)
      choice.options.push_back({entry.key, option_text(entry.value), entry.value.origin});
  return choice;
}

}  // namespace quern::config

#include "model/attributes.hpp"

#include <array>
#include <charconv>
#include <utility>

#include <quern/error.hpp>

namespace quern::frontend::mxnet {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

InputError malformed(std::string_view name, const std::string& text, const char* expected) {
  return InputError("attribute \"" + std::string(name) + "\" is \"" + text.substr(0, 80) + "\", not " +
                    expected);
}

// "(1, 2)" to "1", "2".
std::vector<std::string_view> entries_of(std::string_view list) {
  list = trimmed(list);
  if (!list.empty() && (list.front() == '(' || list.front() == '[')) list.remove_prefix(1);
  if (!list.empty() && (list.back() == ')' || list.back() == ']')) list.remove_suffix(1);
  std::vector<std::string_view> entries;
  while (!(list = trimmed(list)).empty()) {
    const size_t comma = list.find(',');
    entries.push_back(trimmed(list.substr(0, comma)));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return entries;
}

std::optional<double> parse_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Python 2 wrote long integers as "3L"; a few writers print integers as "3.0".
std::optional<int64_t> parse_integer(std::string_view text) {
  if (!text.empty() && text.back() == 'L') text.remove_suffix(1);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  const std::optional<double> number = parse_number(text);
  if (!number || !(*number > -1e15 && *number < 1e15) || double(int64_t(*number)) != *number)
    return std::nullopt;
  return int64_t(*number);
}

}  // namespace

const std::string* Attributes::find(std::string_view name) const {
  const auto it = texts_.find(name);
  return it == texts_.end() || it->second == "None" ? nullptr : &it->second;
}

std::string Attributes::text(std::string_view name, std::string fallback) const {
  const std::string* given = find(name);
  return given ? *given : fallback;
}

bool Attributes::flag(std::string_view name, bool fallback) const {
  const std::string* given = find(name);
  if (!given) return fallback;
  for (const std::string_view yes : {"True", "true", "1"})
    if (*given == yes) return true;
  for (const std::string_view no : {"False", "false", "0"})
    if (*given == no) return false;
  throw malformed(name, *given, "True or False");
}

int64_t Attributes::integer(std::string_view name, int64_t fallback) const {
  const std::string* given = find(name);
  if (!given) return fallback;
  const std::optional<int64_t> value = parse_integer(trimmed(*given));
  if (!value) throw malformed(name, *given, "an integer");
  return *value;
}

double Attributes::number(std::string_view name, double fallback) const {
  const std::string* given = find(name);
  if (!given) return fallback;
  const std::optional<double> value = parse_number(trimmed(*given));
  if (!value) throw malformed(name, *given, "a number");
  return *value;
}

std::vector<int64_t> Attributes::integers(std::string_view name, std::vector<int64_t> fallback) const {
  const std::string* given = find(name);
  if (!given) return fallback;
  std::vector<int64_t> values;
  for (const std::string_view entry : entries_of(*given)) {
    const std::optional<int64_t> value = parse_integer(entry);
    if (!value) throw malformed(name, *given, "a list of integers");
    values.push_back(*value);
  }
  return values;
}

std::vector<double> Attributes::numbers(std::string_view name, std::vector<double> fallback) const {
  const std::string* given = find(name);
  if (!given) return fallback;
  std::vector<double> values;
  for (const std::string_view entry : entries_of(*given)) {
    const std::optional<double> value = parse_number(entry);
    if (!value) throw malformed(name, *given, "a list of numbers");
    values.push_back(*value);
  }
  return values;
}

std::vector<std::optional<int64_t>> Attributes::optional_integers(std::string_view name) const {
  const std::string* given = find(name);
  std::vector<std::optional<int64_t>> values;
  if (!given) return values;
  for (const std::string_view entry : entries_of(*given)) {
    const std::optional<int64_t> value = parse_integer(entry);
    if (!value && entry != "None") throw malformed(name, *given, "a list of integers and None");
    values.push_back(value);
  }
  return values;
}

DataType Attributes::data_type(std::string_view name, DataType fallback) const {
  const std::string* given = find(name);
  if (!given) return fallback;
  static constexpr std::array<std::pair<std::string_view, DataType>, 11> kNames = {
      {{"float32", DataType::Float},
       {"float64", DataType::Float},
       {"float16", DataType::Float},
       {"bfloat16", DataType::Float},
       {"uint8", DataType::Uint8},
       {"int8", DataType::Int8},
       {"int16", DataType::Int16},
       {"uint16", DataType::Uint16},
       {"int32", DataType::Int32},
       {"int64", DataType::Int64},
       {"bool", DataType::Bool}}};
  for (const auto& [text, type] : kNames)
    if (*given == text) return type;
  const std::optional<int64_t> flag = parse_integer(trimmed(*given));
  const DataType type = flag ? data_type_of_flag(*flag) : DataType::Undefined;
  if (type == DataType::Undefined) {
    if (flag == -1) return fallback;  // "as the input", in some operators
    throw malformed(name, *given, "an element type");
  }
  return type == DataType::Float16 || type == DataType::Double || type == DataType::BFloat16 ? DataType::Float
                                                                                             : type;
}

DataType data_type_of_flag(int64_t flag) {
  static constexpr std::array kTypes = {
      DataType::Float,  DataType::Double, DataType::Float16, DataType::Uint8, DataType::Int32,
      DataType::Int8,   DataType::Int64,  DataType::Bool,    DataType::Int16, DataType::Uint16,
      DataType::Uint32, DataType::Uint64, DataType::BFloat16};
  return flag >= 0 && flag < int64_t(kTypes.size()) ? kTypes[size_t(flag)] : DataType::Undefined;
}

}  // namespace quern::frontend::mxnet

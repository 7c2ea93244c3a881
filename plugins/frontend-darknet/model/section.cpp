#include "model/section.hpp"

#include <charconv>
#include <cmath>
#include <functional>

#include <quern/error.hpp>

namespace quern::frontend::darknet {
namespace {

// Largest magnitude at which every integer is a double.
constexpr double kExact = 9007199254740992.0;

bool parse_number(const std::string& text, double& value) {
  const char* begin = text.data();
  const char* end = begin + text.size();
  if (begin != end && *begin == '+') ++begin;  // from_chars knows no plus sign
  const auto [stop, error] = std::from_chars(begin, end, value);
  return error == std::errc() && stop == end && std::isfinite(value);
}

bool is_integer(double value) { return value == std::floor(value) && std::abs(value) <= kExact; }

// Calls `take` with every item of a list; a comma at its end is tolerated.
void each_item(const std::string& list, const std::function<void(const std::string&)>& take) {
  for (size_t begin = 0; begin < list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    take(list.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

std::string Section::where() const { return file_ + ":" + std::to_string(line_); }

std::string Section::where(const std::string& key) const {
  const Option* option = find(key);
  return option ? file_ + ":" + std::to_string(option->line) : where();
}

bool Section::add(const std::string& key, std::string value, int line) {
  return options_.emplace(key, Option{std::move(value), line}).second;
}

const Option* Section::find(const std::string& key) const {
  const auto it = options_.find(key);
  return it == options_.end() ? nullptr : &it->second;
}

std::string Section::text(const std::string& key, const std::string& fallback) const {
  const Option* option = find(key);
  return option ? option->value : fallback;
}

double Section::number(const std::string& key, double fallback) const {
  const Option* option = find(key);
  if (!option) return fallback;
  double value = 0;
  if (!parse_number(option->value, value))
    throw InputError("\"" + key + "\" is \"" + option->value + "\", which is no number", where(key));
  return value;
}

int64_t Section::integer(const std::string& key, int64_t fallback, int64_t least, int64_t most) const {
  const double value = number(key, double(fallback));
  if (!is_integer(value) || value < double(least) || value > double(most))
    throw InputError("\"" + key + "\" is " + text(key, std::to_string(fallback)) +
                         ", but must be an integer from " + std::to_string(least) + " to " +
                         std::to_string(most),
                     where(key));
  return int64_t(value);
}

std::vector<int64_t> Section::integers(const std::string& key) const {
  std::vector<int64_t> values;
  each_item(text(key, ""), [&](const std::string& item) {
    double value = 0;
    if (!parse_number(item, value) || !is_integer(value))
      throw InputError("\"" + item + "\" in \"" + key + "\" is no integer", where(key));
    values.push_back(int64_t(value));
  });
  return values;
}

std::vector<float> Section::numbers(const std::string& key) const {
  std::vector<float> values;
  each_item(text(key, ""), [&](const std::string& item) {
    double value = 0;
    if (!parse_number(item, value))
      throw InputError("\"" + item + "\" in \"" + key + "\" is no number", where(key));
    values.push_back(float(value));
  });
  return values;
}

}  // namespace quern::frontend::darknet

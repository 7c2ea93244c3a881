// Declaring options and reading their values, for plugins written in C++.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <quern/error.hpp>
#include <quern/plugin.h>

namespace quern {

constexpr quern_option bool_option(const char* name, bool value, const char* help) {
  return {sizeof(quern_option),
          QUERN_OPTION_BOOL,
          name,
          value ? "true" : "false",
          nullptr,
          nullptr,
          nullptr,
          help};
}
constexpr quern_option int_option(const char* name, const char* value, const char* min, const char* max,
                                  const char* help) {
  return {sizeof(quern_option), QUERN_OPTION_INT, name, value, min, max, nullptr, help};
}
constexpr quern_option float_option(const char* name, const char* value, const char* min, const char* max,
                                    const char* help) {
  return {sizeof(quern_option), QUERN_OPTION_FLOAT, name, value, min, max, nullptr, help};
}
constexpr quern_option string_option(const char* name, const char* value, const char* help) {
  return {sizeof(quern_option), QUERN_OPTION_STRING, name, value, nullptr, nullptr, nullptr, help};
}
constexpr quern_option enum_option(const char* name, const char* value, const char* choices,
                                   const char* help) {
  return {sizeof(quern_option), QUERN_OPTION_ENUM, name, value, nullptr, nullptr, choices, help};
}

// The values of a call. The host has checked them and passes one for every declared option, so a missing
// one is a bug in the plugin.
class Options {
 public:
  Options(const quern_option_value* values, uint64_t count) : values_(values), count_(count) {}

  [[nodiscard]] std::string text(std::string_view name) const {
    for (uint64_t i = 0; i < count_; ++i)
      if (name == values_[i].name) return values_[i].value;
    throw Error(QUERN_ERROR_INTERNAL, "option \"" + std::string(name) + "\" is not declared");
  }
  [[nodiscard]] bool flag(std::string_view name) const { return text(name) == "true"; }
  [[nodiscard]] int64_t integer(std::string_view name) const {
    return std::strtoll(text(name).c_str(), nullptr, 10);
  }
  [[nodiscard]] double number(std::string_view name) const {
    return std::strtod(text(name).c_str(), nullptr);
  }

 private:
  const quern_option_value* values_;
  uint64_t count_;
};

}  // namespace quern

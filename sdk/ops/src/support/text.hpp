// Numbers as text, for casts to and from strings. Independent of the locale.
#pragma once

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>
#include <string_view>

#include "support/cast.hpp"

namespace quern::ops {

// The shortest decimal form that reads back as the same number; whole floats end with ".0".
template <class T>
std::string to_text(T value) {
  if constexpr (is_half<T>) {
    return to_text(float(value));
  } else if constexpr (std::is_same_v<T, bool>) {
    return value ? "1" : "0";
  } else {
    if constexpr (std::is_floating_point_v<T>) {
      if (std::isnan(value)) return "NaN";
      if (std::isinf(value)) return value > 0 ? "INF" : "-INF";
    }
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    std::string text(buffer, end);
    if (std::is_floating_point_v<T> && text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
  }
}

// Reads a whole text as a number. Throws InputError where it is none or out of range.
template <class T>
T from_text(std::string_view text) {
  if constexpr (is_half<T>) {
    return T(from_text<float>(text));
  } else if constexpr (std::is_same_v<T, bool>) {
    return from_text<int64_t>(text) != 0;
  } else {
    if (text.starts_with('+')) text.remove_prefix(1);
    std::string lower(text);  // "INF" and "NaN" are read in lower case
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    T value{};
    const auto [end, error] = std::from_chars(lower.data(), lower.data() + lower.size(), value);
    if (error != std::errc() || end != lower.data() + lower.size())
      throw InputError("the string \"" + std::string(text.substr(0, 40)) + "\" is not a number that fits " +
                       name_of(data_type_of<T>()));
    return value;
  }
}

}  // namespace quern::ops

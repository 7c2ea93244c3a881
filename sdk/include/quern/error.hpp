// The one exception type of Quern's own code. It never crosses a plugin boundary: the wrapper in
// plugin.hpp turns it into a diagnostic and a status.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <quern/plugin.h>

namespace quern {

// What went wrong (what()), where (a file, file:line or node name), and what to do next (hint).
class Error : public std::runtime_error {
 public:
  Error(quern_status status, const std::string& message, std::string where = {}, std::string hint = {})
      : std::runtime_error(message), status_(status), where_(std::move(where)), hint_(std::move(hint)) {}

  [[nodiscard]] quern_status status() const { return status_; }
  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] const std::string& hint() const { return hint_; }

 private:
  quern_status status_;
  std::string where_;
  std::string hint_;
};

// A model or data file is damaged or contradicts itself.
class InputError : public Error {
 public:
  explicit InputError(const std::string& message, std::string where = {}, std::string hint = {})
      : Error(QUERN_ERROR_INPUT, message, std::move(where), std::move(hint)) {}
};

// Well-formed, but outside of what this code handles.
class UnsupportedError : public Error {
 public:
  explicit UnsupportedError(const std::string& message, std::string where = {}, std::string hint = {})
      : Error(QUERN_ERROR_UNSUPPORTED, message, std::move(where), std::move(hint)) {}
};

// Returns work(). An Error that names no place leaves it with the place `where`.
template <class Work>
decltype(auto) with_place(const std::string& where, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const Error& e) {
    if (!e.where().empty()) throw;
    throw Error(e.status(), e.what(), where, e.hint());
  }
}

}  // namespace quern

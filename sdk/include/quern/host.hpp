// What the host offers, for plugins written in C++.
#pragma once

#include <algorithm>
#include <string>

#include <quern/error.hpp>
#include <quern/plugin.h>

namespace quern {

// Thrown by Host::progress when the user asked to stop.
class Cancelled : public Error {
 public:
  Cancelled() : Error(QUERN_ERROR_CANCELLED, "cancelled") {}
};

struct Diagnostic {
  int32_t severity = QUERN_SEVERITY_ERROR;
  std::string message, where, op_type, source, hint;
};

// A thin, copyable view of quern_host, valid for the duration of the call that brought it.
class Host {
 public:
  explicit Host(const quern_host* host) : host_(host) {}

  [[nodiscard]] unsigned threads() const { return std::max(1u, host_->threads); }

  void report(const Diagnostic& d) const {
    if (!host_->diagnostic) return;
    const auto text = [](const std::string& s) { return s.empty() ? nullptr : s.c_str(); };
    const quern_diagnostic c{sizeof(quern_diagnostic), d.severity,     d.message.c_str(), text(d.where),
                             text(d.op_type),          text(d.source), text(d.hint)};
    host_->diagnostic(host_->context, &c);
  }
  void note(const std::string& message, const std::string& where = {}) const {
    report({QUERN_SEVERITY_NOTE, message, where, {}, {}, {}});
  }
  void warn(const std::string& message, const std::string& where = {}, const std::string& hint = {}) const {
    report({QUERN_SEVERITY_WARNING, message, where, {}, {}, hint});
  }

  // Throws Cancelled when the user asked to stop.
  void progress(double fraction, const std::string& what) const {
    if (host_->progress && host_->progress(host_->context, fraction, what.c_str()) != 0) throw Cancelled();
  }

 private:
  const quern_host* host_;
};

}  // namespace quern

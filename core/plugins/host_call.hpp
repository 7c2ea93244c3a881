// One call into a plugin: what the host offers it, and what becomes of its diagnostics.
#pragma once

#include <exception>
#include <mutex>
#include <string>
#include <vector>

#include <quern/host.hpp>
#include <quern/plugin.h>

#include "support/progress.hpp"

namespace quern::plugins {

// Lives as long as the call. Notes and warnings go to the log as they come; errors are collected.
class HostCall {
 public:
  // `plugin` names the plugin in messages. `threads` is how many the call may use.
  HostCall(std::string plugin, unsigned threads, Progress progress = {});
  HostCall(const HostCall&) = delete;
  HostCall& operator=(const HostCall&) = delete;

  [[nodiscard]] const quern_host* host() const { return &host_; }
  // Throws what the plugin reported, all errors in one, where `status` is not QUERN_OK; Cancelled where the
  // user asked to stop. An exception kept by guard() comes first.
  void check(quern_status status);

  // Runs host code that a plugin calls back, keeping any exception for check(). Whether it went well.
  template <class Body>
  bool guard(Body&& body) noexcept {
    try {
      body();
      return true;
    } catch (...) {
      keep(std::current_exception());
      return false;
    }
  }

 private:
  void keep(std::exception_ptr exception) noexcept;
  void add(const quern_diagnostic& diagnostic);
  static void on_diagnostic(void* context, const quern_diagnostic* diagnostic);
  static int32_t on_progress(void* context, double fraction, const char* what);

  std::string plugin_;
  Progress progress_;
  quern_host host_{};
  std::mutex mutex_;
  std::vector<Diagnostic> errors_;
  std::exception_ptr exception_;
};

// Errors of one call as one: equal messages are grouped with their counts and places.
Error combine(quern_status status, const std::string& plugin, const std::vector<Diagnostic>& errors);

}  // namespace quern::plugins

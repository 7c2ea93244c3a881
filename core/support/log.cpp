#include "support/log.hpp"

#include <atomic>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <string>

namespace quern::log {
namespace {

std::atomic<void (*)()> overlay{nullptr};

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("quern", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

void print(spdlog::level::level_enum level, const std::string& prefix, const std::string& line) {
  if (const auto clear = overlay.load()) clear();
  logger().log(level, spdlog::string_view_t(prefix + line));
}

}  // namespace

void info(const std::string& line) { print(spdlog::level::info, "", line); }
void note(const std::string& line) { print(spdlog::level::info, "note: ", line); }
void warn(const std::string& line) { print(spdlog::level::warn, "warning: ", line); }
void error(const std::string& line) { print(spdlog::level::err, "error: ", line); }
void set_overlay(void (*clear)()) { overlay = clear; }

}  // namespace quern::log

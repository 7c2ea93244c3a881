#include "support/progress_bar.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <sys/ioctl.h>
#include <unistd.h>

#include "support/cancel.hpp"
#include "support/log.hpp"

namespace quern {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBarCells = 24;
constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::chrono::seconds kLogLine{10};
constexpr double kSecondsBeforeEta = 1.0;  // a first guess is worth nothing

// The bar on screen. There is one terminal, so there is one of these.
struct Display {
  std::mutex mutex;
  std::string title;
  Clock::time_point start, drawn;
  bool on_terminal = false;
  bool visible = false;
};

Display& display() {
  static Display instance;
  return instance;
}

void erase_line() {
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
}

void clear_for_log() {
  Display& d = display();
  const std::lock_guard lock(d.mutex);
  if (d.visible) erase_line();
  d.visible = false;
}

int terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string remaining(double fraction, double elapsed) {
  if (fraction <= 0 || elapsed < kSecondsBeforeEta) return {};
  return ", " + format_duration(elapsed / fraction * (1 - fraction)) + " left";
}

std::string bar_line(const Display& d, double fraction, const std::string& what, double elapsed) {
  const int filled = int(fraction * kBarCells);
  std::string line = d.title + " [" + std::string(size_t(filled), '#') +
                     std::string(size_t(kBarCells - filled), '.') + "] " +
                     std::to_string(int(fraction * 100)) + " %" + remaining(fraction, elapsed);
  if (!what.empty()) line += "  " + what;
  return line.substr(0, size_t(std::max(20, terminal_width() - 1)));
}

}  // namespace

ProgressBar::ProgressBar(std::string title) {
  Display& d = display();
  const std::lock_guard lock(d.mutex);
  d.title = std::move(title);
  d.start = d.drawn = Clock::now();
  d.on_terminal = ::isatty(STDERR_FILENO) == 1;
  d.visible = false;
  if (d.on_terminal) log::set_overlay(clear_for_log);
}

ProgressBar::~ProgressBar() {
  clear_for_log();
  log::set_overlay(nullptr);
}

void ProgressBar::update(double fraction, const std::string& what) {
  throw_if_cancelled();
  fraction = std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0.0;
  Display& d = display();
  std::string plain_line;
  {
    const std::lock_guard lock(d.mutex);
    const auto now = Clock::now();
    const double elapsed = std::chrono::duration<double>(now - d.start).count();
    if (d.on_terminal) {
      if (d.visible && now - d.drawn < kRedraw) return;
      std::fputs(("\r\033[K" + bar_line(d, fraction, what, elapsed)).c_str(), stderr);
      std::fflush(stderr);
      d.visible = true;
    } else {
      if (now - d.drawn < kLogLine) return;
      plain_line = d.title + ": " + std::to_string(int(fraction * 100)) + " %" + remaining(fraction, elapsed);
    }
    d.drawn = now;
  }
  if (!plain_line.empty()) log::info(plain_line);
}

Progress ProgressBar::callback() {
  return [this](double fraction, const std::string& what) { update(fraction, what); };
}

std::string format_duration(double seconds) {
  const auto whole = int64_t(std::max(0.0, std::round(seconds)));
  char text[48];
  if (whole < 60)
    std::snprintf(text, sizeof text, "%lld s", static_cast<long long>(whole));
  else if (whole < 3600)
    std::snprintf(text, sizeof text, "%lld min %02lld s", static_cast<long long>(whole / 60),
                  static_cast<long long>(whole % 60));
  else
    std::snprintf(text, sizeof text, "%lld h %02lld min", static_cast<long long>(whole / 3600),
                  static_cast<long long>(whole / 60 % 60));
  return text;
}

}  // namespace quern

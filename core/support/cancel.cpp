#include "support/cancel.hpp"

#include <csignal>
#include <cstring>
#include <unistd.h>

#include <quern/host.hpp>

namespace quern {
namespace {

volatile std::sig_atomic_t requested = 0;

extern "C" void on_signal(int) {
  requested = 1;
  static const char text[] = "\nstopping; press Ctrl-C again to kill\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text, std::strlen(text));
}

}  // namespace

void install_cancel_handler() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESETHAND | SA_RESTART;  // the second signal finds the default action
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is reported by write(), like a full disk
}

bool cancel_requested() { return requested != 0; }

void throw_if_cancelled() {
  if (cancel_requested()) throw Cancelled();
}

}  // namespace quern

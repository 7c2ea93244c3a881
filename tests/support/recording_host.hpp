// A host that remembers what a plugin tells it.
#pragma once

#include <string>
#include <vector>

#include <quern/host.hpp>

namespace quern::test {

class RecordingHost {
 public:
  RecordingHost() : host_{sizeof(quern_host), 1, this, &RecordingHost::receive, nullptr} {}
  RecordingHost(const RecordingHost&) = delete;
  RecordingHost& operator=(const RecordingHost&) = delete;

  [[nodiscard]] Host host() const { return Host(&host_); }
  std::vector<Diagnostic> diagnostics;

 private:
  static void receive(void* context, const quern_diagnostic* d) {
    const auto text = [](const char* s) { return std::string(s ? s : ""); };
    static_cast<RecordingHost*>(context)->diagnostics.push_back(
        {d->severity, text(d->message), text(d->where), text(d->op_type), text(d->source), text(d->hint)});
  }
  quern_host host_;
};

// The message, place and hint of the Error that `action` throws; "" where it throws none.
template <class Action>
std::string error_of(Action&& action) {
  try {
    action();
  } catch (const Error& e) {
    return std::string(e.what()) + " | " + e.where() + " | " + e.hint();
  }
  return "";
}

// The status of the Error that `action` throws; QUERN_OK where it throws none.
template <class Action>
quern_status status_of(Action&& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.status();
  }
  return QUERN_OK;
}

}  // namespace quern::test

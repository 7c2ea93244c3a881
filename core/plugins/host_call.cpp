#include "plugins/host_call.hpp"

#include <algorithm>

#include "support/cancel.hpp"
#include "support/log.hpp"

namespace quern::plugins {
namespace {

std::string text(const char* s) { return s ? s : ""; }

// Whether the message says the name already.
bool says(const Diagnostic& d, const std::string& name) {
  return name.empty() || d.message.find('"' + name + '"') != std::string::npos;
}

// The layer of the source model, where nothing else says it.
std::string layer_of(const Diagnostic& d) {
  return d.source == d.where || says(d, d.source) ? "" : " (layer " + d.source + ")";
}

std::string line_of(const Diagnostic& d) {
  const std::string line = (d.where.empty() ? d.message : d.where + ": " + d.message) + layer_of(d);
  return d.hint.empty() ? line : line + " " + d.hint;
}

// The same message about several places.
struct Group {
  const Diagnostic* first;
  std::vector<std::string> places;
};

std::vector<Group> group(const std::vector<Diagnostic>& errors) {
  std::vector<Group> groups;
  for (const Diagnostic& d : errors) {
    auto known = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
      return g.first->message == d.message && g.first->op_type == d.op_type;
    });
    if (known == groups.end()) known = groups.insert(groups.end(), {&d, {}});
    known->places.push_back(d.where);
  }
  return groups;
}

std::string describe(const Group& g) {
  constexpr size_t kPlacesShown = 5;
  std::string line = "  " + g.first->message;
  if (!g.first->op_type.empty() && line.find(g.first->op_type) == std::string::npos)
    line += " (" + g.first->op_type + ")";
  if (g.places.size() > 1) line += ", " + std::to_string(g.places.size()) + " times";
  std::string places;
  for (size_t i = 0; i < std::min(kPlacesShown, g.places.size()); ++i)
    if (!says(*g.first, g.places[i]))
      places += (places.empty() ? "" : ", ") + g.places[i] + (i == 0 ? layer_of(*g.first) : "");
  if (!places.empty()) line += ": " + places + (g.places.size() > kPlacesShown ? ", …" : "");
  return g.first->hint.empty() ? line : line + ". " + g.first->hint;
}

}  // namespace

HostCall::HostCall(std::string plugin, unsigned threads, Progress progress)
    : plugin_(std::move(plugin)), progress_(std::move(progress)) {
  host_ = {sizeof(quern_host), std::max(1u, threads), this, &on_diagnostic, &on_progress};
}

void HostCall::on_diagnostic(void* context, const quern_diagnostic* diagnostic) {
  auto* self = static_cast<HostCall*>(context);
  if (diagnostic) self->guard([&] { self->add(*diagnostic); });
}

void HostCall::add(const quern_diagnostic& c) {
  const Diagnostic d{c.severity,      text(c.message), text(c.where),
                     text(c.op_type), text(c.source),  text(c.hint)};
  const std::lock_guard lock(mutex_);
  if (d.severity >= QUERN_SEVERITY_ERROR)
    errors_.push_back(d);
  else if (d.severity == QUERN_SEVERITY_WARNING)
    log::warn(line_of(d));
  else
    log::note(line_of(d));
}

int32_t HostCall::on_progress(void* context, double fraction, const char* what) {
  auto* self = static_cast<HostCall*>(context);
  if (!self->progress_) return cancel_requested() ? 1 : 0;
  return self->guard([&] { self->progress_(fraction, text(what)); }) ? 0 : 1;
}

void HostCall::keep(std::exception_ptr exception) noexcept {
  const std::lock_guard lock(mutex_);
  if (!exception_) exception_ = std::move(exception);
}

void HostCall::check(quern_status status) {
  if (exception_) std::rethrow_exception(exception_);
  if (status == QUERN_OK) return;
  if (status == QUERN_ERROR_CANCELLED) throw Cancelled();
  throw combine(status, plugin_, errors_);
}

Error combine(quern_status status, const std::string& plugin, const std::vector<Diagnostic>& errors) {
  if (errors.empty())
    return {status,
            "the plugin " + plugin + " failed without saying why (status " + std::to_string(status) + ")",
            {},
            "This is a bug of the plugin."};
  if (errors.size() == 1) {
    const Diagnostic& d = errors.front();
    return {status, d.message + layer_of(d), d.where, d.hint};
  }
  std::string message = plugin + " reports " + std::to_string(errors.size()) + " problems:";
  for (const Group& g : group(errors)) message += "\n" + describe(g);
  return {status, message};
}

}  // namespace quern::plugins

// Where the bytes go that a plugin writes.
#pragma once

#include <functional>
#include <string>

#include <quern/plugin.h>

#include "plugins/host_call.hpp"

namespace quern::plugins {

// Appends bytes to the file called `name`; throws Error where that fails.
using ArtefactWriter = std::function<void(const std::string& name, const void* data, size_t size)>;

// An ArtefactWriter in the form in which the ABI takes it. What the writer throws, `call` rethrows.
class ArtefactSink {
 public:
  ArtefactSink(HostCall& call, ArtefactWriter writer) : call_(call), writer_(std::move(writer)) {}
  ArtefactSink(const ArtefactSink&) = delete;
  ArtefactSink& operator=(const ArtefactSink&) = delete;

  [[nodiscard]] const quern_sink* sink() const { return &sink_; }

 private:
  static quern_status on_write(void* context, const char* name, const void* data, uint64_t size) {
    auto* self = static_cast<ArtefactSink*>(context);
    const bool written = self->call_.guard([&] { self->writer_(name ? name : "", data, size); });
    return written ? QUERN_OK : QUERN_ERROR_IO;
  }

  HostCall& call_;
  ArtefactWriter writer_;
  quern_sink sink_{sizeof(quern_sink), this, &on_write};
};

}  // namespace quern::plugins

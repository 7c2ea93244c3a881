// Where the lines of text go that a plugin says.
#pragma once

#include <string>
#include <vector>

#include <quern/plugin.h>

#include "plugins/host_call.hpp"

namespace quern::plugins {

// Collects lines in the form in which the ABI takes them. What goes wrong on the way, `call` rethrows.
class TextSink {
 public:
  explicit TextSink(HostCall& call) : call_(call) {}
  TextSink(const TextSink&) = delete;
  TextSink& operator=(const TextSink&) = delete;

  [[nodiscard]] const quern_text_sink* sink() const { return &sink_; }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
  static void on_line(void* context, const char* text) {
    auto* self = static_cast<TextSink*>(context);
    if (text) self->call_.guard([&] { self->lines_.emplace_back(text); });
  }

  HostCall& call_;
  std::vector<std::string> lines_;
  quern_text_sink sink_{sizeof(quern_text_sink), this, &on_line};
};

}  // namespace quern::plugins

// Reading models from disk and writing them to the host's sink, for plugins written in C++.
#pragma once

#include <string>
#include <vector>

#include <quern/onnx/file.hpp>
#include <quern/onnx/write.hpp>
#include <quern/plugin.h>

namespace quern {

inline void write_bytes(const quern_sink* sink, const std::string& name, const void* data, size_t size) {
  const quern_status status = sink->write(sink->context, name.c_str(), data, size);
  if (status != QUERN_OK) throw Error(status, "writing \"" + name + "\" failed");
}

// Hands one line to a text sink.
inline void write_line(const quern_text_sink* sink, const std::string& line) {
  sink->add(sink->context, line.c_str());
}

inline void write_lines(const quern_text_sink* sink, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) write_line(sink, line);
}

inline void write_model(const quern_sink* sink, const std::string& name, const Model& model) {
  onnx_writer::write_model(model, name, [&](const std::string& file, const void* data, size_t size) {
    write_bytes(sink, file, data, size);
  });
}

// Hands a frontend's result to the host as "model.onnx", large weights beside it one by one. Each is released
// as soon as the host has it, so nobody ever holds all of them twice.
inline void write_converted(const quern_sink* sink, Model model) {
  constexpr size_t kInlineLimit = size_t(1) << 20;
  const auto write = [&](const std::string& file, const void* data, size_t size) {
    write_bytes(sink, file, data, size);
  };
  const auto release = [&](const Tensor& tensor) {
    const auto own = model.graph.initializers.find(tensor.name);
    if (own != model.graph.initializers.end() && &own->second == &tensor) own->second.blob = Blob();
  };
  onnx_writer::write_model(model, "model.onnx", write, kInlineLimit, release);
}

}  // namespace quern

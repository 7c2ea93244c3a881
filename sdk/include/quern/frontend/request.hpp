// What a request to convert a model says, whatever its framework.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/error.hpp>
#include <quern/frontend/bind_inputs.hpp>
#include <quern/plugin.h>

namespace quern::frontend {

using Paths = std::vector<std::filesystem::path>;

inline Paths paths_of(const char* const* files, uint32_t count) { return {files, files + count}; }

// The model and its companions, as the user named them. Throws Error where there are none.
inline Paths files_of(const quern_convert_request& request) {
  if (request.file_count == 0) throw Error(QUERN_ERROR_ARGUMENT, "no model file was given");
  return paths_of(request.files, request.file_count);
}

// The shapes that the user bound.
inline std::vector<Binding> bindings_of(const quern_convert_request& request) {
  std::vector<Binding> bindings;
  for (uint64_t i = 0; i < request.input_count; ++i) {
    const quern_shape_binding& b = request.inputs[i];
    bindings.push_back({b.name, Shape(b.dims, b.dims + b.rank)});
  }
  return bindings;
}

// The tensors to end at; empty: the model's own outputs.
inline std::vector<std::string> outputs_of(const quern_convert_request& request) {
  return {request.outputs, request.outputs + request.output_count};
}

}  // namespace quern::frontend

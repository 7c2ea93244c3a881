// Values as the C ABI shows them.
#pragma once

#include <string>

#include <quern/plugin.h>

#include "value.hpp"

namespace quern::cpu {

// A borrowed description of a value that holds data, under the given name.
inline quern_tensor view_of(const std::string& name, const Value& value) {
  if (!value.is_static()) {
    const Tensor& t = value.tensor;
    if (t.type == DataType::String)
      throw UnsupportedError("tensor \"" + name + "\" holds strings, which cannot be handed over");
    return {sizeof(quern_tensor), int32_t(t.type), name.c_str(), t.dims.data(),
            t.dims.size(),        t.blob.data(),   t.byte_size()};
  }
  return {sizeof(quern_tensor), int32_t(value.type), name.c_str(), value.shape.data(),
          value.shape.size(),   value.data,          value.bytes()};
}

}  // namespace quern::cpu

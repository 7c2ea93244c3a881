// The protobuf wire codec, protozero, made safe for untrusted input: what it only asserts (that a field has
// the wire type it is read as) becomes an exception. Include this instead of protozero's own headers.
#pragma once

#ifdef PROTOZERO_CONFIG_HPP
#error "include <quern/onnx/wire.hpp> before any header of protozero"
#endif

namespace quern::onnx_wire {
// Throws a protozero::exception.
[[noreturn]] inline void refuse(const char* condition);
}  // namespace quern::onnx_wire

#define protozero_assert(condition) \
  ((condition) ? static_cast<void>(0) : ::quern::onnx_wire::refuse(#condition))

#include <protozero/exception.hpp>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

namespace quern::onnx_wire {

struct WireTypeError : protozero::exception {
  [[nodiscard]] const char* what() const noexcept override {
    return "a field has another type than the format says";
  }
};

[[noreturn]] inline void refuse(const char*) { throw WireTypeError(); }

}  // namespace quern::onnx_wire

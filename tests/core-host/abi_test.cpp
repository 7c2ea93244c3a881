// The ABI does not move: sizes and offsets of version 1.0 on 64-bit machines, for ever. A field may be
// appended (then a size here grows); nothing else may change without a new major version.
#include <cstddef>
#include <gtest/gtest.h>
#include <type_traits>

#include <quern/plugin.h>

extern "C" int quern_abi_compiles_as_c(void);

namespace {

#define FIELD(TYPE, NAME, OFFSET) static_assert(offsetof(TYPE, NAME) == (OFFSET))
#define SIZE(TYPE, BYTES) static_assert(sizeof(TYPE) == (BYTES) && std::is_standard_layout_v<TYPE>)

SIZE(quern_diagnostic, 48);
FIELD(quern_diagnostic, severity, 4);
FIELD(quern_diagnostic, message, 8);
FIELD(quern_diagnostic, where, 16);
FIELD(quern_diagnostic, op_type, 24);
FIELD(quern_diagnostic, source, 32);
FIELD(quern_diagnostic, hint, 40);

SIZE(quern_host, 32);
FIELD(quern_host, threads, 4);
FIELD(quern_host, context, 8);
FIELD(quern_host, diagnostic, 16);
FIELD(quern_host, progress, 24);

SIZE(quern_option, 56);
FIELD(quern_option, type, 4);
FIELD(quern_option, name, 8);
FIELD(quern_option, default_value, 16);
FIELD(quern_option, minimum, 24);
FIELD(quern_option, maximum, 32);
FIELD(quern_option, choices, 40);
FIELD(quern_option, help, 48);

SIZE(quern_option_value, 16);
FIELD(quern_option_value, name, 0);
FIELD(quern_option_value, value, 8);

SIZE(quern_tensor, 48);
FIELD(quern_tensor, data_type, 4);
FIELD(quern_tensor, name, 8);
FIELD(quern_tensor, dims, 16);
FIELD(quern_tensor, rank, 24);
FIELD(quern_tensor, data, 32);
FIELD(quern_tensor, size, 40);

SIZE(quern_sink, 24);
FIELD(quern_sink, context, 8);
FIELD(quern_sink, write, 16);
SIZE(quern_text_sink, 24);
FIELD(quern_text_sink, context, 8);
FIELD(quern_text_sink, add, 16);
SIZE(quern_tensor_sink, 24);
FIELD(quern_tensor_sink, context, 8);
FIELD(quern_tensor_sink, add, 16);

SIZE(quern_shape_binding, 24);
FIELD(quern_shape_binding, name, 0);
FIELD(quern_shape_binding, dims, 8);
FIELD(quern_shape_binding, rank, 16);

SIZE(quern_convert_request, 64);
FIELD(quern_convert_request, file_count, 4);
FIELD(quern_convert_request, files, 8);
FIELD(quern_convert_request, inputs, 16);
FIELD(quern_convert_request, input_count, 24);
FIELD(quern_convert_request, outputs, 32);
FIELD(quern_convert_request, output_count, 40);
FIELD(quern_convert_request, options, 48);
FIELD(quern_convert_request, option_count, 56);

SIZE(quern_frontend, 32);
FIELD(quern_frontend, sniff, 8);
FIELD(quern_frontend, convert, 16);
FIELD(quern_frontend, operators, 24);

SIZE(quern_statistics, 72);
FIELD(quern_statistics, bin_count, 4);
FIELD(quern_statistics, tensor, 8);
FIELD(quern_statistics, minimum, 16);
FIELD(quern_statistics, maximum, 24);
FIELD(quern_statistics, count, 32);
FIELD(quern_statistics, zeros, 40);
FIELD(quern_statistics, bin_width, 48);
FIELD(quern_statistics, negative, 56);
FIELD(quern_statistics, positive, 64);

SIZE(quern_quant, 16);
FIELD(quern_quant, threshold, 8);

SIZE(quern_calibration, 24);
FIELD(quern_calibration, tensor, 0);
FIELD(quern_calibration, threshold, 8);
FIELD(quern_calibration, is_signed, 16);
FIELD(quern_calibration, keep_float, 20);

SIZE(quern_compile_request, 56);
FIELD(quern_compile_request, quantise, 4);
FIELD(quern_compile_request, model, 8);
FIELD(quern_compile_request, name, 16);
FIELD(quern_compile_request, calibration, 24);
FIELD(quern_compile_request, calibration_count, 32);
FIELD(quern_compile_request, options, 40);
FIELD(quern_compile_request, option_count, 48);

SIZE(quern_tool_request, 32);
FIELD(quern_tool_request, file_count, 4);
FIELD(quern_tool_request, verb, 8);
FIELD(quern_tool_request, files, 16);
FIELD(quern_tool_request, name, 24);

SIZE(quern_target, 40);
FIELD(quern_target, compile, 8);
FIELD(quern_target, operators, 16);
FIELD(quern_target, sniff, 24);
FIELD(quern_target, tool, 32);

SIZE(quern_open_request, 48);
FIELD(quern_open_request, flags, 4);
FIELD(quern_open_request, artefact, 8);
FIELD(quern_open_request, observe, 16);
FIELD(quern_open_request, observe_count, 24);
FIELD(quern_open_request, options, 32);
FIELD(quern_open_request, option_count, 40);

SIZE(quern_runtime, 56);
FIELD(quern_runtime, sniff, 8);
FIELD(quern_runtime, open, 16);
FIELD(quern_runtime, describe, 24);
FIELD(quern_runtime, run, 32);
FIELD(quern_runtime, close, 40);
FIELD(quern_runtime, operators, 48);

SIZE(quern_plugin, 64);
FIELD(quern_plugin, abi_major, 4);
FIELD(quern_plugin, abi_minor, 6);
FIELD(quern_plugin, struct_size, 8);
FIELD(quern_plugin, kind, 12);
FIELD(quern_plugin, name, 16);
FIELD(quern_plugin, version, 24);
FIELD(quern_plugin, summary, 32);
FIELD(quern_plugin, options, 40);
FIELD(quern_plugin, option_count, 48);
FIELD(quern_plugin, functions, 56);

static_assert(QUERN_PLUGIN_MAGIC == 0x4E525551u && QUERN_ABI_MAJOR == 1);
static_assert(QUERN_OK == 0 && QUERN_ERROR_ARGUMENT == 1 && QUERN_ERROR_INPUT == 2 &&
              QUERN_ERROR_UNSUPPORTED == 3 && QUERN_ERROR_IO == 4 && QUERN_ERROR_CANCELLED == 5 &&
              QUERN_ERROR_MEMORY == 6 && QUERN_ERROR_INTERNAL == 7);
static_assert(QUERN_KIND_FRONTEND == 1 && QUERN_KIND_QUANT == 2 && QUERN_KIND_TARGET == 3 &&
              QUERN_KIND_RUNTIME == 4);
static_assert(QUERN_OPTION_BOOL == 0 && QUERN_OPTION_INT == 1 && QUERN_OPTION_FLOAT == 2 &&
              QUERN_OPTION_STRING == 3 && QUERN_OPTION_ENUM == 4);

TEST(Abi, IsTheSameInCAndCpp) {
  EXPECT_EQ(quern_abi_compiles_as_c(), QUERN_ABI_MAJOR * 100 + QUERN_ABI_MINOR);
}

}  // namespace

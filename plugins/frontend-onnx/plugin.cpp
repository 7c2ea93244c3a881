// The ONNX frontend: models of opset 1 to 21 to the canonical opset 17.
//   reader/   files to a model: recognising the format, external data, versions
//   graph/    steps over the whole model: structure, functions, constants, element types, quantisation
//   ops/      one small adapter per operator, from any opset to opset 17
//   convert   the steps in their order
#include <quern/artefact.hpp>
#include <quern/frontend/request.hpp>
#include <quern/plugin.hpp>

#include "convert.hpp"
#include "ops/adapter.hpp"
#include "reader/sniff.hpp"

namespace {

namespace frontend = quern::frontend::onnx;

const quern_option kOptions[] = {
    quern::bool_option("strict", false, "refuse models of newer ONNX versions than this frontend knows"),
};

int32_t sniff(const quern_host*, const char* const* files, uint32_t file_count) {
  return file_count == 0 ? 0 : frontend::sniff(files[0]);
}

quern_status convert(const quern_host* host, const quern_convert_request* request, const quern_sink* sink) {
  return quern::guarded(host, [&] {
    frontend::ConvertOptions options;
    options.strict = quern::Options(request->options, request->option_count).flag("strict");
    options.inputs = quern::frontend::bindings_of(*request);
    options.outputs = quern::frontend::outputs_of(*request);
    const auto files = quern::frontend::files_of(*request);
    quern::write_converted(sink, frontend::convert_file(files.front(), options, quern::Host(host)));
  });
}

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return quern::guarded(host, [&] { quern::write_lines(sink, frontend::supported_operators()); });
}

const quern_frontend kFunctions = {sizeof(quern_frontend), sniff, convert, operators};

}  // namespace

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "onnx", QUERN_VERSION, "ONNX models, opsets 1 to 21", kOptions,
             std::size(kOptions), kFunctions)

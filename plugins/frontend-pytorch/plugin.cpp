// The PyTorch frontend: TorchScript archives of PyTorch 1.4 to 2.x.
//   reader/   a file to objects and code: zip archive, pickles, lexer, parser, recognising the format
//   model/    values, tensors and syntax trees as TorchScript has them
//   graph/    runs the code: control flow and numbers are evaluated, tensors become nodes; views and in-place
//             writing, inputs and outputs
//   ops/      one small translator per operator (family)
//   convert   the steps in their order
#include <algorithm>

#include <quern/artefact.hpp>
#include <quern/frontend/request.hpp>
#include <quern/plugin.hpp>

#include "convert.hpp"
#include "reader/sniff.hpp"

namespace {

namespace frontend = quern::frontend::pytorch;

const quern_option kOptions[] = {
    quern::string_option("method", "forward",
                         "the method that is converted: of the model, or of a part (layer1.forward)"),
    quern::string_option("types", "", "element types of inputs, e.g. ids=int64,mask=bool"),
    quern::enum_option(
        "quantised", "float", "float|simulate",
        "quantised models: float32 with their ranges as hints, or with their rounding simulated"),
};

int32_t sniff(const quern_host*, const char* const* files, uint32_t file_count) {
  int best = 0;
  for (uint32_t i = 0; i < file_count; ++i) best = std::max(best, frontend::sniff(files[i]));
  return best;
}

quern_status convert(const quern_host* host, const quern_convert_request* request, const quern_sink* sink) {
  return quern::guarded(host, [&] {
    if (request->file_count != 1)
      throw quern::Error(QUERN_ERROR_ARGUMENT, "a TorchScript model is one file, " +
                                                   std::to_string(request->file_count) + " were given");
    const quern::Options given(request->options, request->option_count);
    frontend::ConvertOptions options;
    options.method = given.text("method");
    options.types = frontend::parse_types(given.text("types"));
    options.simulate_quantisation = given.text("quantised") == "simulate";
    options.inputs = quern::frontend::bindings_of(*request);
    options.outputs = quern::frontend::outputs_of(*request);
    quern::write_converted(sink, frontend::convert_file(request->files[0], options, quern::Host(host)));
  });
}

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return quern::guarded(host, [&] { quern::write_lines(sink, frontend::supported_operators()); });
}

const quern_frontend kFunctions = {sizeof(quern_frontend), sniff, convert, operators};

}  // namespace

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "pytorch", QUERN_VERSION,
             "TorchScript archives of PyTorch 1.4 to 2.x", kOptions, std::size(kOptions), kFunctions)

// The MXNet frontend: NAME-symbol.json and NAME-0000.params (Module checkpoints and Gluon exports).
//   reader/   files to a symbol and its parameters: recognising the formats, JSON, NDArray lists
//   model/    the symbol: layers, attributes, parameters
//   graph/    steps over the whole symbol: what old versions meant, tensor names, inputs and their shapes
//   ops/      one small translator per operator or family
//   convert   the steps in their order
#include <quern/artefact.hpp>
#include <quern/frontend/request.hpp>
#include <quern/frontend/translators.hpp>
#include <quern/plugin.hpp>

#include "convert.hpp"
#include "ops/context.hpp"
#include "reader/sniff.hpp"

namespace {

namespace frontend = quern::frontend::mxnet;

int32_t sniff(const quern_host*, const char* const* files, uint32_t file_count) {
  return frontend::sniff(quern::frontend::paths_of(files, file_count));
}

quern_status convert(const quern_host* host, const quern_convert_request* request, const quern_sink* sink) {
  return quern::guarded(host, [&] {
    frontend::ConvertOptions options;
    options.inputs = quern::frontend::bindings_of(*request);
    options.outputs = quern::frontend::outputs_of(*request);
    quern::write_converted(
        sink, frontend::convert_files(quern::frontend::files_of(*request), options, quern::Host(host)));
  });
}

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return quern::guarded(
      host, [&] { quern::write_lines(sink, quern::frontend::Translators<frontend::Context>::names()); });
}

const quern_frontend kFunctions = {sizeof(quern_frontend), sniff, convert, operators};

}  // namespace

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "mxnet", QUERN_VERSION,
             "MXNet models: -symbol.json and .params of versions 0.5 to 2.0", nullptr, 0, kFunctions)

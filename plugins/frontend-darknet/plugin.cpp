// The Darknet frontend: .cfg and .weights files to ONNX.
//   reader/   the files: telling them apart, sections and options, the weights
//   model/    the network as the files describe it
//   graph/    steps over the whole network: which layer reads which, and all sizes
//   ops/      one small file per section: what it measures, and how it is translated
//   convert   the steps in their order
#include <quern/artefact.hpp>
#include <quern/frontend/request.hpp>
#include <quern/plugin.hpp>

#include "convert.hpp"

namespace {

namespace frontend = quern::frontend::darknet;

const quern_option kOptions[] = {
    quern::bool_option(
        "decode", false,
        "make boxes and probabilities of the [yolo] and [region] heads, else end at the raw heads"),
    quern::float_option("threshold", "0", "0", "1",
                        "with decode: class probabilities up to this one become 0"),
};

int32_t sniff(const quern_host*, const char* const* files, uint32_t file_count) {
  return frontend::sniff(quern::frontend::paths_of(files, file_count));
}

quern_status convert(const quern_host* host, const quern_convert_request* request, const quern_sink* sink) {
  return quern::guarded(host, [&] {
    const quern::Options values(request->options, request->option_count);
    frontend::ConvertOptions options;
    options.decoding.decode = values.flag("decode");
    options.decoding.threshold = float(values.number("threshold"));
    options.inputs = quern::frontend::bindings_of(*request);
    options.outputs = quern::frontend::outputs_of(*request);
    quern::write_converted(
        sink, frontend::convert_files(quern::frontend::files_of(*request), options, quern::Host(host)));
  });
}

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return quern::guarded(host, [&] { quern::write_lines(sink, frontend::supported_sections()); });
}

const quern_frontend kFunctions = {sizeof(quern_frontend), sniff, convert, operators};

}  // namespace

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "darknet", QUERN_VERSION, "Darknet .cfg and .weights files",
             kOptions, std::size(kOptions), kFunctions)

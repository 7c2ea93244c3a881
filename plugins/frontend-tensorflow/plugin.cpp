// The TensorFlow frontend: frozen graphs and SavedModels of TensorFlow 1 and 2.
//   reader/   files to a graph: GraphDef, SavedModel, checkpoints
//   model/    the graph as TensorFlow describes it
//   graph/    steps over the whole graph: functions, variables, inputs, outputs, dilated convolutions
//   ops/      one small translator per operator family, and the order of axes of every tensor (layouts)
//   convert   the steps in their order
#include <quern/artefact.hpp>
#include <quern/frontend/request.hpp>
#include <quern/plugin.hpp>

#include "convert.hpp"
#include "ops/context.hpp"
#include "reader/sniff.hpp"

namespace {

namespace frontend = quern::frontend::tensorflow;

const quern_option kOptions[] = {
    quern::enum_option("input_layout", "nchw", "nchw|source",
                       "how images come in: channels second, or in the order of the model"),
    quern::enum_option("output_layout", "nchw", "nchw|source",
                       "how images go out: channels second, or in the order of the model"),
    quern::string_option("signature", "serving_default", "which signature of a SavedModel to convert"),
    quern::string_option("constants", "", "placeholders with fixed values: is_training=false,keep_prob=1"),
};

int32_t sniff(const quern_host*, const char* const* files, uint32_t file_count) {
  int best = 0;
  for (uint32_t i = 0; i < file_count; ++i) best = std::max(best, frontend::sniff(files[i]));
  return best;
}

quern_status convert(const quern_host* host, const quern_convert_request* request, const quern_sink* sink) {
  return quern::guarded(host, [&] {
    const quern::Options values(request->options, request->option_count);
    frontend::ConvertOptions options;
    options.inputs = quern::frontend::bindings_of(*request);
    options.outputs = quern::frontend::outputs_of(*request);
    options.signature = values.text("signature");
    options.constants = values.text("constants");
    options.nchw_inputs = values.text("input_layout") == "nchw";
    options.nchw_outputs = values.text("output_layout") == "nchw";
    quern::write_converted(
        sink, frontend::convert_files(quern::frontend::files_of(*request), options, quern::Host(host)));
  });
}

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return quern::guarded(host, [&] { quern::write_lines(sink, frontend::Translators::names()); });
}

const quern_frontend kFunctions = {sizeof(quern_frontend), sniff, convert, operators};

}  // namespace

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "tensorflow", QUERN_VERSION,
             "TensorFlow frozen graphs and SavedModels", kOptions, std::size(kOptions), kFunctions)

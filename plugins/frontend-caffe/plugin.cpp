// The Caffe frontend: networks of all formats, from 2013 to the forks of today.
//   reader/   files to a network: text and binary, weights, old formats to the newest, recognising files
//   model/    the network as the files say it, and which fields they may have
//   graph/    steps over the whole network: phases, inputs, blobs that are overwritten
//   ops/      one small translator per layer type
//   convert   the steps in their order
#include <algorithm>

#include <quern/artefact.hpp>
#include <quern/frontend/request.hpp>
#include <quern/plugin.hpp>

#include "convert.hpp"
#include "ops/context.hpp"
#include "reader/sniff.hpp"

namespace {

namespace frontend = quern::frontend::caffe;

// All files must be Caffe's.
int32_t sniff(const quern_host*, const char* const* files, uint32_t file_count) {
  int32_t least = file_count == 0 ? 0 : 100;
  for (uint32_t i = 0; i < file_count; ++i) least = std::min(least, frontend::sniff(files[i]));
  return least;
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

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "caffe", QUERN_VERSION,
             "Caffe networks (.prototxt, .caffemodel) of all versions", nullptr, 0, kFunctions)

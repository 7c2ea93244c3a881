// A frontend for files that begin with "fake model": Relu, Abs, GlobalAveragePool and Reshape of one
// input. (Abs ends the chain of tensors that count as results, which no method may clip.)
#include <fstream>

#include <quern/artefact.hpp>
#include <quern/plugin.hpp>

#include "pause.hpp"

namespace quern::fake {
namespace {

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

Model build(const Shape& shape) {
  Model model;
  model.opsets = {{"", kCanonicalOpset}};
  Graph& graph = model.graph;
  graph.name = "fake";
  graph.inputs.push_back({"data", DataType::Float, shape, {}, {}, true});
  graph.outputs.push_back({"scores", DataType::Float, Shape{shape[0], shape[1]}, {}, {}, true});
  graph.initializers["shape"] = Tensor::from(std::vector<int64_t>{shape[0], shape[1]});
  graph.nodes = {Node("Relu", {"data"}, {"active"}), Node("Abs", {"active"}, {"magnitude"}),
                 Node("GlobalAveragePool", {"magnitude"}, {"pooled"}),
                 Node("Reshape", {"pooled", "shape"}, {"scores"})};
  return model;
}

int32_t sniff(const quern_host*, const char* const* files, uint32_t) {
  return first_line(files[0]).starts_with("fake model") ? 100 : 0;
}

quern_status convert(const quern_host* host, const quern_convert_request* request, const quern_sink* sink) {
  return guarded(host, [&] {
    const Host h(host);
    const std::string line = first_line(request->files[0]);
    if (line == "fake model with problems") {
      for (const char* node : {"a", "b", "c"})
        h.report({QUERN_SEVERITY_ERROR, "operator Warp is not supported", node, "Warp", "", "Replace it."});
      throw UnsupportedError("operator Twist is not supported", "d");
    }
    Shape shape{1, 3, 8, 8};
    if (request->input_count > 0)
      shape.assign(request->inputs[0].dims, request->inputs[0].dims + request->inputs[0].rank);
    if (Options(request->options, request->option_count).flag("half"))
      write_bytes(sink, "model.onnx", "half", 4);
    pause_at("convert", h);
    write_model(sink, "model.onnx", build(shape));
  });
}

quern_status operators(const quern_host*, const quern_text_sink* sink) {
  for (const char* name : {"Relu", "Abs", "GlobalAveragePool", "Reshape"}) sink->add(sink->context, name);
  return QUERN_OK;
}

const quern_option kOptions[] = {
    bool_option("half", false, "Write rubbish before the model."),
    int_option("bits", "8", "1", "16", "Does nothing."),
    enum_option("mode", "fast", "fast|slow", "Does nothing."),
};
const quern_frontend kFrontend{sizeof(quern_frontend), sniff, convert, operators};

}  // namespace
}  // namespace quern::fake

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "fake", "1.2.3", "Reads fake models", quern::fake::kOptions, 3,
             quern::fake::kFrontend)

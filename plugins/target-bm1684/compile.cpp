#include "compile.hpp"

#include <quern/artefact.hpp>

#include "lowering/lowering.hpp"

namespace quern::bm1684 {
namespace {

Model empty_like(const Model& source) {
  Model model;
  model.ir_version = source.ir_version;
  model.opsets = {{"", kCanonicalOpset}, {kQuernDomain, 1}};
  model.producer_name = "quern target-bm1684";
  model.producer_version = QUERN_VERSION;
  model.metadata = source.metadata;
  model.functions = source.functions;
  return model;
}

}  // namespace

void compile(const Host& host, const quern_compile_request& request, const quern_sink* sink) {
  const Model source = load_model(request.model);
  LoweringReport report;
  if (request.quantise) {
    const GraphIndex index(source.graph);
    const Scales scales(source.graph, index, request.calibration, request.calibration_count);
    Model model = empty_like(source);
    Lowering(source.graph, index, scales, model.graph, report).run();
    host.progress(0.8, "writing int8.onnx");
    write_model(sink, "int8.onnx", model);
  } else {
    for (const Node& node : source.graph.nodes)
      report.layers.push_back(
          {node.name, node.op_type, "", false, "quantisation is switched off", macs_of(source.graph, node)});
  }
  const std::string json = report.to_json(request.name);
  write_bytes(sink, "compile.json", json.data(), json.size());
  host.progress(1, "compiled");
}

}  // namespace quern::bm1684

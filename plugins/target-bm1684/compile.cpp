#include "compile.hpp"

#include <sstream>

#include <quern/artefact.hpp>

#include "bmodel/write.hpp"
#include "lowering/lowering.hpp"
#include "options.hpp"
#include "program/batch.hpp"
#include "program/compile_stage.hpp"

namespace quern::bm1684 {
namespace {

Model empty_like(const Model& source) {
  Model model;
  model.ir_version = source.ir_version;
  model.opsets = canonical_opsets();
  model.producer_name = "quern target-bm1684";
  model.producer_version = QUERN_VERSION;
  model.metadata = source.metadata;
  model.functions = source.functions;
  return model;
}

// The integer form of the network; what it could not do is in the report.
Model lower(const Model& source, const quern_compile_request& request, LoweringReport& report) {
  const GraphIndex index(source.graph);
  const Scales scales(source.graph, index, request.calibration, request.calibration_count);
  Model model = empty_like(source);
  Lowering(source.graph, index, scales, model.graph, report).run();
  return model;
}

void report_float(const Model& source, LoweringReport& report) {
  for (const Node& node : source.graph.nodes)
    report.layers.push_back(
        {node.name, node.op_type, "", false, "quantisation is switched off", macs_of(source.graph, node)});
}

std::vector<int64_t> batches_of(const std::string& list) {
  std::vector<int64_t> batches;
  std::istringstream in(list);
  for (std::string item; std::getline(in, item, ',');) {
    char* end = nullptr;
    const long batch = std::strtol(item.c_str(), &end, 10);
    while (end && *end == ' ') ++end;
    if (item.empty() || *end != '\0' || batch < 1 || batch > 65535)
      throw Error(QUERN_ERROR_ARGUMENT, "option batch: \"" + item + "\" is no batch size", {},
                  "Write, for example, batch: \"1,4\".");
    batches.push_back(batch);
  }
  return batches;
}

bmodel::Model program_of(const Host& host, const Graph& graph, const quern_compile_request& request,
                         LoweringReport& report) {
  const Options options(request.options, request.option_count);
  const int optimisation = int(options.integer("opt"));
  bmodel::Model program;
  bmodel::Net& net = program.nets.emplace_back();
  net.name = request.name;
  std::vector<int64_t> batches = batches_of(options.text("batch"));
  if (batches.empty()) batches = {0};
  for (size_t i = 0; i < batches.size(); ++i) {
    host.progress(0.2 + 0.7 * double(i) / double(batches.size()), "generating code");
    CompiledStage compiled =
        compile_stage(batches[i] == 0 ? graph : with_batch(graph, batches[i]), optimisation);
    if (i == 0)
      for (const HostNode& node : compiled.host_nodes)
        report.host_nodes.push_back({node.node, node.op_type, node.reason});
    net.stages.push_back(std::move(compiled.stage));
  }
  return program;
}

}  // namespace

void compile(const Host& host, const quern_compile_request& request, const quern_sink* sink) {
  const Model source = load_model(request.model);
  LoweringReport report;
  bmodel::Model program;
  if (request.quantise) {
    const Model lowered = lower(source, request, report);
    write_model(sink, "int8.onnx", lowered);
    program = program_of(host, lowered.graph, request, report);
  } else {
    report_float(source, report);
    program = program_of(host, source.graph, request, report);
  }
  bmodel::write(program, sink, std::string(request.name) + ".bmodel");
  const std::string json = report.to_json(request.name);
  write_bytes(sink, "compile.json", json.data(), json.size());
  host.progress(1, "compiled");
}

}  // namespace quern::bm1684

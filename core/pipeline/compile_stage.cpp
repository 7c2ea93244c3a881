// compile: fp32.onnx and calibration.yaml to int8.onnx, compile.json and the target's program.
#include "calibration/table.hpp"
#include "pipeline/plugin_options.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/work_folder.hpp"
#include "plugins/target.hpp"

namespace quern::pipeline {
namespace {

plugins::Target target_of(Context& context) {
  return plugins::Target(context.registry.load_or_only(
      QUERN_KIND_TARGET, context.pipeline.compile->target.name, "compile.target"));
}

bool uses_calibration(const Context& context) { return context.pipeline.compile->quantise; }

Fingerprint fingerprint(Context& context) {
  const config::CompileSection& section = *context.pipeline.compile;
  const plugins::Target target = target_of(context);
  Fingerprint result;
  add_host(result, context.hashes);
  add_plugin(result, context.hashes, target.library(), resolve_options(target.library(), section.target));
  add_file(result, context.hashes, "artefact", context.artefact(kFloatModel));
  add_companions(result, context.hashes, context.artefact(kFloatModel));
  if (uses_calibration(context)) add_file(result, context.hashes, "artefact", context.artefact(kCalibration));
  result["quantise"] = section.quantise ? "true" : "false";
  result["name"] = context.pipeline.name;
  return result;
}

void run(Context& context, AtomicFileSet& files, const Progress& progress) {
  const config::CompileSection& section = *context.pipeline.compile;
  const plugins::Target target = target_of(context);
  calibration::Table table;
  if (uses_calibration(context)) table = calibration::read_table(context.artefact(kCalibration).string());
  plugins::CompileRequest request{context.artefact(kFloatModel), context.pipeline.name, section.quantise,
                                  calibration::view(table),
                                  resolve_options(target.library(), section.target)};
  const auto write = [&](const std::string& name, const void* data, size_t size) {
    files.write(name, data, size);
  };
  target.compile(request, write, context.jobs, progress);
}

}  // namespace

Stage compile_stage(Context& context) {
  return {
      .name = "compile",
      .step = "compile",
      .fingerprint = [&context] { return fingerprint(context); },
      .run = [&context](AtomicFileSet& files, const Progress& progress) { run(context, files, progress); }};
}

}  // namespace quern::pipeline

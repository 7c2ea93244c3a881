// convert: model files to fp32.onnx.
#include <quern/onnx/write.hpp>

#include "pipeline/conversion.hpp"
#include "pipeline/plugin_options.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/work_folder.hpp"

namespace quern::pipeline {
namespace {

plugins::Frontend frontend_of(Context& context) {
  const config::ModelSection& model = context.pipeline.model;
  require_files(model.files, Folders::Allowed);
  return choose_frontend(context.registry, model.frontend.name, model.files);
}

Fingerprint fingerprint(Context& context) {
  const config::ModelSection& model = context.pipeline.model;
  const plugins::Frontend frontend = frontend_of(context);
  Fingerprint result;
  add_host(result, context.hashes);
  add_plugin(result, context.hashes, frontend.library(), resolve_options(frontend.library(), model.frontend));
  for (const auto& file : model.files) {
    add_path(result, context.hashes, "model", file);
    if (!std::filesystem::is_directory(file)) add_companions(result, context.hashes, file);
  }
  for (const auto& [name, shape] : model.inputs) result["input " + name] = to_string(shape);
  for (size_t i = 0; i < model.outputs.size(); ++i) result["output " + std::to_string(i)] = model.outputs[i];
  return result;
}

void run(Context& context, AtomicFileSet& files, const Progress& progress) {
  const config::ModelSection& section = context.pipeline.model;
  const plugins::Frontend frontend = frontend_of(context);
  const plugins::ConvertRequest request{section.files, section.inputs, section.outputs,
                                        resolve_options(frontend.library(), section.frontend)};
  const Model model = convert_model(frontend, request, context.jobs, progress);
  onnx_writer::write_model(model, kFloatModel, [&](const std::string& name, const void* data, size_t size) {
    files.write(name, data, size);
  });
}

}  // namespace

Stage convert_stage(Context& context) {
  return {
      .name = "convert",
      .step = "convert",
      .fingerprint = [&context] { return fingerprint(context); },
      .run = [&context](AtomicFileSet& files, const Progress& progress) { run(context, files, progress); }};
}

}  // namespace quern::pipeline

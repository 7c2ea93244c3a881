// evaluate: how accurate fp32.onnx and int8.onnx are, into evaluation.json.
#include <quern/onnx/file.hpp>

#include "evaluation/classify.hpp"
#include "evaluation/compare.hpp"
#include "evaluation/evaluation_file.hpp"
#include "pipeline/samples.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/work_folder.hpp"

namespace quern::pipeline {
namespace {

bool has_integer_model(const Context& context) {
  return context.pipeline.compile && context.pipeline.compile->quantise;
}

// One thread per session: as many samples at a time as there are jobs.
Execution execution_of(Context& context, const char* artefact) {
  return prepare_execution(context, context.pipeline.evaluate->runtime, context.artefact(artefact), 1);
}

Fingerprint fingerprint(Context& context) {
  const config::EvaluateSection& section = *context.pipeline.evaluate;
  Fingerprint result;
  add_host(result, context.hashes);
  for (const char* artefact : {kFloatModel, kIntegerModel}) {
    if (artefact == kIntegerModel && !has_integer_model(context)) continue;
    const Execution execution = execution_of(context, artefact);
    add_plugin(result, context.hashes, execution.runtime.library(), execution.request.options);
    add_file(result, context.hashes, "artefact", context.artefact(artefact));
    add_companions(result, context.hashes, context.artefact(artefact));
  }
  add_data(result, context.hashes, section.data);
  add_preprocess(result, context.pipeline.preprocess);
  result["output"] = section.output;
  result["name"] = context.pipeline.name;
  return result;
}

// A part of a progress bar.
Progress part(const Progress& progress, double begin, double end) {
  return [&progress, begin, end](double fraction, const std::string& what) {
    progress(begin + fraction * (end - begin), what);
  };
}

evaluation::Evaluation evaluate(Context& context, const data::Source& source, const Progress& progress) {
  const config::EvaluateSection& section = *context.pipeline.evaluate;
  const SessionFactory reference = execution_of(context, kFloatModel).factory();
  const int jobs = int(context.jobs);
  evaluation::Evaluation result;
  result.model = context.pipeline.name;
  if (!has_integer_model(context)) {
    result.accuracy["fp32"] = evaluation::classify(reference, source, section.output, jobs, progress);
    return result;
  }
  const SessionFactory test = execution_of(context, kIntegerModel).factory();
  if (source.has_labels()) {
    result.accuracy["fp32"] =
        evaluation::classify(reference, source, section.output, jobs, part(progress, 0, 0.5));
    result.accuracy["int8"] =
        evaluation::classify(test, source, section.output, jobs, part(progress, 0.5, 1));
  } else {
    result.comparison = evaluation::compare(reference, test, source, section.output, jobs, progress);
  }
  return result;
}

void run(Context& context, AtomicFileSet& files, const Progress& progress) {
  const Model model = load_model(context.artefact(kFloatModel));
  const auto source =
      open_samples(context.pipeline, context.pipeline.evaluate->data, input_ports(model.graph));
  files.write_path(kEvaluation, evaluation::encode_evaluation(evaluate(context, *source, progress)));
}

}  // namespace

Stage evaluate_stage(Context& context) {
  return {
      .name = "evaluate",
      .step = "evaluate",
      .fingerprint = [&context] { return fingerprint(context); },
      .run = [&context](AtomicFileSet& files, const Progress& progress) { run(context, files, progress); }};
}

}  // namespace quern::pipeline

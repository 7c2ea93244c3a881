// The first step of calibrate: runs the calibration data through fp32.onnx and keeps what it learns about
// every tensor in statistics.bin, from which every method can find thresholds.
#include <quern/onnx/file.hpp>
#include <quern/quant/sharing.hpp>

#include "calibration/collect.hpp"
#include "calibration/statistics_file.hpp"
#include "pipeline/samples.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/work_folder.hpp"

namespace quern::pipeline {
namespace {

// Calibration has no runtime setting: any runtime computes the same values to within rounding.
Execution execution_of(Context& context) {
  return prepare_execution(context, {}, context.artefact(kFloatModel), 1);
}

Fingerprint fingerprint(Context& context) {
  const Execution execution = execution_of(context);
  Fingerprint result;
  add_host(result, context.hashes);
  add_plugin(result, context.hashes, execution.runtime.library(), execution.request.options);
  add_file(result, context.hashes, "artefact", context.artefact(kFloatModel));
  add_companions(result, context.hashes, context.artefact(kFloatModel));
  add_data(result, context.hashes, context.pipeline.calibrate->data);
  add_preprocess(result, context.pipeline.preprocess);
  return result;
}

void run(Context& context, AtomicFileSet& files, const Progress& progress) {
  const Model model = load_model(context.artefact(kFloatModel));
  const auto source =
      open_samples(context.pipeline, context.pipeline.calibrate->data, input_ports(model.graph));
  const std::vector<std::string> tensors = quant::observation_points(model.graph);
  Execution execution = execution_of(context);
  execution.request.observe = tensors;
  execution.request.unordered = true;
  const calibration::Statistics statistics =
      calibration::collect(execution.factory(), *source, tensors, int(context.jobs), progress);
  files.write_path(kStatistics, calibration::encode_statistics(statistics));
}

}  // namespace

Stage statistics_stage(Context& context) {
  return {
      .name = "calibrate",
      .step = "statistics",
      .fingerprint = [&context] { return fingerprint(context); },
      .run = [&context](AtomicFileSet& files, const Progress& progress) { run(context, files, progress); }};
}

}  // namespace quern::pipeline

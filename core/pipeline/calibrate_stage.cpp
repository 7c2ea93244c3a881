// The second step of calibrate: statistics.bin to calibration.yaml, with the quant plugin's method.
#include <quern/onnx/file.hpp>
#include <quern/quant/sharing.hpp>

#include "calibration/statistics_file.hpp"
#include "calibration/table.hpp"
#include "calibration/thresholds.hpp"
#include "pipeline/plugin_options.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/work_folder.hpp"
#include "plugins/quant.hpp"
#include "support/log.hpp"

namespace quern::pipeline {
namespace {

constexpr const char* kHintPrefix = "quern.hint:";  // model metadata with thresholds of fake quantisation

plugins::Quant quant_of(Context& context) {
  return plugins::Quant(context.registry.load_or_only(
      QUERN_KIND_QUANT, context.pipeline.calibrate->quant.name, "calibrate.quant"));
}

std::string describe(const calibration::Override& wish) {
  return (wish.threshold ? std::to_string(*wish.threshold) : "method") + ", signed " +
         (wish.is_signed ? std::to_string(*wish.is_signed) : "seen") + ", float " +
         std::to_string(wish.keep_float);
}

Fingerprint fingerprint(Context& context) {
  const config::CalibrateSection& section = *context.pipeline.calibrate;
  const plugins::Quant quant = quant_of(context);
  Fingerprint result;
  add_host(result, context.hashes);
  add_plugin(result, context.hashes, quant.library(), resolve_options(quant.library(), section.quant));
  add_file(result, context.hashes, "artefact", context.artefact(kFloatModel));
  add_file(result, context.hashes, "artefact", context.artefact(kStatistics));
  for (const auto& [tensor, wish] : section.overrides) result["override " + tensor] = describe(wish);
  result["hints"] = section.hints ? "true" : "false";
  result["name"] = context.pipeline.name;
  return result;
}

void run(Context& context, AtomicFileSet& files, const Progress& progress) {
  const config::CalibrateSection& section = *context.pipeline.calibrate;
  Model model = load_model(context.artefact(kFloatModel));
  if (!section.hints)
    std::erase_if(model.metadata, [](const auto& entry) { return entry.first.starts_with(kHintPrefix); });
  const std::vector<std::string> tensors = quant::observation_points(model.graph);
  const calibration::Statistics statistics =
      calibration::read_statistics(context.artefact(kStatistics).string());

  const plugins::Quant quant = quant_of(context);
  const plugins::OptionValues options = resolve_options(quant.library(), section.quant);
  size_t done = 0;
  const calibration::ThresholdRequest request{context.pipeline.name, quant.library().name(),
                                              [&](const quern_statistics& tensor) {
                                                progress(double(done++) / double(tensors.size()),
                                                         tensor.tensor);
                                                return quant.threshold(tensor, options);
                                              },
                                              section.overrides};
  const calibration::ThresholdResult result =
      calibration::make_thresholds(model, statistics, tensors, request);
  for (const std::string& warning : result.warnings) log::warn(warning);
  files.write_path(kCalibration, calibration::encode_table(result.table));
}

}  // namespace

Stage calibrate_stage(Context& context) {
  return {
      .name = "calibrate",
      .step = "calibrate",
      .keeps_edits = true,
      .fingerprint = [&context] { return fingerprint(context); },
      .run = [&context](AtomicFileSet& files, const Progress& progress) { run(context, files, progress); }};
}

}  // namespace quern::pipeline

#include "pipeline/run_pipeline.hpp"

#include <algorithm>

#include <quern/onnx/file.hpp>

#include "pipeline/check.hpp"
#include "pipeline/step_runner.hpp"
#include "pipeline/work_folder.hpp"
#include "report/report.hpp"
#include "support/cancel.hpp"
#include "support/folder_lock.hpp"
#include "support/log.hpp"
#include "support/nearest.hpp"

namespace quern::pipeline {
namespace {

// Position of a stage among stage_names(); `fallback` where `name` is "".
size_t position(const std::string& name, const char* option, size_t fallback) {
  if (name.empty()) return fallback;
  const auto& names = stage_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    throw Error(QUERN_ERROR_ARGUMENT,
                std::string(option) + ": there is no stage \"" + name + "\"" + suggestion(name, names));
  return size_t(found - names.begin());
}

}  // namespace

void run_pipeline(Context& context, const RunRequest& request) {
  const size_t first = position(request.from, "--from", 0);
  const size_t last = position(request.until, "--until", stage_names().size() - 1);
  if (first > last) throw Error(QUERN_ERROR_ARGUMENT, "--from names a later stage than --until");
  check_settings(context);

  const std::filesystem::path& work = context.pipeline.work;
  make_folder(work);
  const FolderLock lock(work);
  remove_stale_temporaries(work);
  for (const Stage& stage : stages_of(context)) {
    throw_if_cancelled();
    const size_t at = position(stage.name, "", 0);
    if (at > last) return;
    if (at < first)
      require_outputs(context, stage);
    else
      run_step(context, stage, request.force);
    if (stage.name == "convert" && last > at)
      check_data(context, load_model(context.artefact(kFloatModel)).graph, stage_names()[last]);
  }
  if (last + 1 == stage_names().size()) report::write_and_print(context.pipeline);
}

}  // namespace quern::pipeline

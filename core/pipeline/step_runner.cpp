#include "pipeline/step_runner.hpp"

#include <algorithm>
#include <chrono>

#include <quern/error.hpp>

#include "pipeline/manifest.hpp"
#include "pipeline/work_folder.hpp"
#include "support/log.hpp"
#include "support/progress_bar.hpp"

namespace quern::pipeline {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

std::string list_of(const StageManifest& manifest) {
  std::string list;
  for (const auto& [name, output] : manifest.outputs)
    list += (list.empty() ? "" : ", ") + fs::path(name).filename().string();
  return list;
}

bool all_intact(Context& context, const StageManifest& manifest) {
  return std::all_of(manifest.outputs.begin(), manifest.outputs.end(), [&](const auto& output) {
    return is_intact(context.pipeline.work, output.first, output.second, context.hashes);
  });
}

bool all_exist(const Context& context, const StageManifest& manifest) {
  return std::all_of(manifest.outputs.begin(), manifest.outputs.end(),
                     [&](const auto& output) { return fs::exists(context.pipeline.work / output.first); });
}

// Why an earlier result cannot be used, in a few words.
std::string reason_to_run(const StageManifest& before, const Fingerprint& now) {
  const std::vector<std::string> changed = differences(before.fingerprint, now);
  if (changed.empty()) return "an artefact is missing or damaged";
  return changed.front() + " changed" +
         (changed.size() > 1 ? " and " + std::to_string(changed.size() - 1) + " more" : "");
}

void remove_file(const fs::path& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
}

// Puts new outputs and their manifest in place of the old ones. The old manifest goes first: files without
// a manifest count as not made, so a kill in between costs a repetition and nothing else.
StageManifest replace_outputs(Context& context, const Stage& stage, AtomicFileSet& files,
                              Fingerprint fingerprint, const std::optional<StageManifest>& before) {
  const fs::path& folder = context.pipeline.work;
  StageManifest manifest{stage.step, std::move(fingerprint), {}};
  const std::vector<std::string> names = files.names();
  remove_file(folder / manifest_name(stage.step));
  files.commit();
  for (const std::string& name : names)
    manifest.outputs[name] = {fs::file_size(folder / name), context.hashes.of(folder / name)};
  // Files that are not made any more go, but only artefacts: what lies elsewhere belongs to the user.
  if (before)
    for (const auto& [name, output] : before->outputs)
      if (!manifest.outputs.contains(name) && fs::path(name).is_relative()) remove_file(folder / name);
  write_file(folder / manifest_name(stage.step), encode_manifest(manifest));
  return manifest;
}

}  // namespace

void run_step(Context& context, const Stage& stage, bool force) {
  const fs::path& folder = context.pipeline.work;
  const std::optional<StageManifest> before = read_stage_manifest(folder, stage.step);
  Fingerprint fingerprint = stage.fingerprint();
  if (before && !force) {
    const bool intact = all_intact(context, *before);
    if (intact && before->fingerprint == fingerprint)
      return log::info(stage.step + ": unchanged, " + list_of(*before) + " is kept");
    if (!intact && stage.keeps_edits && all_exist(context, *before))
      return log::info(stage.step + ": " + list_of(*before) + " was edited by hand and is kept (--from " +
                       stage.name + " --force makes it anew)");
    log::note(stage.step + " runs again: " + reason_to_run(*before, fingerprint));
  }

  const auto start = Clock::now();
  AtomicFileSet files(folder);
  {
    ProgressBar bar(stage.step);
    stage.run(files, bar.callback());
  }
  const StageManifest manifest = replace_outputs(context, stage, files, std::move(fingerprint), before);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  log::info(stage.step + ": wrote " + list_of(manifest) + " in " + format_duration(seconds));
}

void require_outputs(Context& context, const Stage& stage) {
  const std::optional<StageManifest> manifest = read_stage_manifest(context.pipeline.work, stage.step);
  const bool usable =
      manifest && (stage.keeps_edits ? all_exist(context, *manifest) : all_intact(context, *manifest));
  if (!usable)
    throw Error(QUERN_ERROR_ARGUMENT, "the artefacts of stage " + stage.name + " are missing or damaged",
                context.pipeline.work.string(),
                "Run again without --from, or with --from " + stage.name + ".");
}

}  // namespace quern::pipeline

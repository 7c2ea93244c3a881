#include "pipeline/conversion.hpp"

#include <cerrno>
#include <cstring>
#include <unistd.h>

#include <quern/onnx/write.hpp>

#include "passes/canonicalise.hpp"
#include "support/file.hpp"
#include "support/log.hpp"

namespace quern::pipeline {
namespace fs = std::filesystem;
namespace {

// The frontend's share of the progress bar; canonicalisation is the rest.
constexpr double kFrontendShare = 0.7;

void log_pass(const Diagnostic& d) {
  const std::string line = d.where.empty() ? d.message : d.where + ": " + d.message;
  if (d.severity == QUERN_SEVERITY_NOTE)
    log::note(line);
  else
    log::warn(d.hint.empty() ? line : line + " " + d.hint);
}

}  // namespace

void require_files(const std::vector<fs::path>& files, Folders folders) {
  std::string missing;
  std::string first;
  for (const fs::path& file : files) {
    const bool readable = ::access(file.c_str(), R_OK) == 0;
    const std::string reason = readable ? "" : std::strerror(errno);
    if (readable && (folders == Folders::Allowed || !fs::is_directory(file))) continue;
    if (first.empty()) first = file.string();
    missing +=
        (missing.empty() ? "" : "\n") + file.string() + ": " + (readable ? "this is a folder" : reason);
  }
  if (!missing.empty()) throw Error(QUERN_ERROR_IO, "cannot read " + missing);
}

Model convert_model(const plugins::Frontend& frontend, const plugins::ConvertRequest& request,
                    unsigned threads, const Progress& given) {
  const Progress progress = given ? given : [](double, const std::string&) {};
  Model model = frontend.convert(request, threads, [&](double fraction, const std::string& what) {
    progress(fraction * kFrontendShare, what);
  });
  progress(kFrontendShare, "canonical form");
  passes::canonicalise(model, log_pass);
  progress(1, "");
  return model;
}

void write_model_file(const Model& model, const fs::path& file) {
  AtomicFileSet files(file.has_parent_path() ? file.parent_path() : fs::path("."));
  onnx_writer::write_model(
      model, file.filename().string(),
      [&](const std::string& name, const void* data, size_t size) { files.write(name, data, size); });
  files.commit();
}

}  // namespace quern::pipeline

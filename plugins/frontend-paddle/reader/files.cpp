#include "reader/files.hpp"

#include <algorithm>
#include <string_view>

#include <quern/frontend/names.hpp>
#include <quern/onnx/file.hpp>

#include "reader/lod_tensor.hpp"
#include "reader/program.hpp"

namespace quern::frontend::paddle {
namespace fs = std::filesystem;
namespace {

constexpr size_t kMostFiles = 20000;  // of a folder that are looked at
constexpr const char* kExportHint =
    "Export the model with paddle.jit.save or paddle.static.save_inference_model; it makes model.pdmodel and "
    "model.pdiparams.";

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code unreadable;
    if (it->is_regular_file(unreadable)) files.push_back(it->path());
    if (files.size() > kMostFiles)
      throw InputError("this folder has more than " + std::to_string(kMostFiles) + " files", folder.string(),
                       "Name the files of the model instead.");
  }
  if (error) throw Error(QUERN_ERROR_IO, "the folder cannot be read: " + error.message(), folder.string());
  std::sort(files.begin(), files.end());
  return files;
}

bool is_named_like_program(const fs::path& file) {
  return file.extension() == ".pdmodel" || file.filename() == "__model__" || file.filename() == "model";
}

// Paddle 3 writes {"base_code": {"magic": "pir", ...}, "program": ...}.
bool begins_like_pir(const Blob& bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              std::min<size_t>(bytes.size(), 4096));
  return text.starts_with('{') && text.find("\"magic\"") != text.npos && text.find("\"pir\"") != text.npos;
}

std::string names_of(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  for (const fs::path& file : files) names.push_back(file.filename().string());
  return quoted_list(names);
}

void choose_program(ModelFiles& files, const std::vector<fs::path>& programs, const fs::path& where) {
  if (programs.size() > 1)
    throw InputError("there are several Paddle programs: " + names_of(programs), where.string(),
                     "Name the one that is meant and its parameters.");
  if (!programs.empty()) files.program = programs[0];
}

// Parameters in one file beside the program, under the names that exporters give it.
fs::path combined_beside(const fs::path& program) {
  const fs::path folder = program.parent_path();
  std::vector<fs::path> candidates = {fs::path(program).replace_extension(".pdiparams"),
                                      folder / "__params__", folder / "params"};
  for (const fs::path& file : files_in(folder.empty() ? fs::path(".") : folder))
    if (file.extension() == ".pdiparams") candidates.push_back(file);
  for (const fs::path& file : candidates)
    if (file != program && kind_of_file(file) == FileKind::Tensors) return file;
  return {};
}

}  // namespace

FileKind kind_of_file(const fs::path& file) {
  try {
    const Blob bytes = map_file(file);
    if (is_program(bytes)) return FileKind::Program;
    if (begins_like_lod_tensor(bytes)) return FileKind::Tensors;
    if (begins_like_pir(bytes)) return FileKind::Pir;
  } catch (const Error&) {
    // What cannot be read is nothing that is known.
  }
  return FileKind::Other;
}

std::vector<fs::path> programs_in(const fs::path& folder) {
  const std::vector<fs::path> files = files_in(folder);
  std::vector<fs::path> programs;
  for (const fs::path& file : files)
    if (is_named_like_program(file) && kind_of_file(file) == FileKind::Program) programs.push_back(file);
  if (!programs.empty()) return programs;
  for (const fs::path& file : files)
    if (const FileKind kind = kind_of_file(file); kind == FileKind::Program || kind == FileKind::Pir)
      programs.push_back(file);
  return programs;
}

ModelFiles find_files(const std::vector<fs::path>& given) {
  ModelFiles files;
  std::vector<fs::path> programs, tensors;
  for (const fs::path& path : given) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      for (const fs::path& program : programs_in(path)) programs.push_back(program);
      continue;
    }
    map_file(path);  // says why, where it cannot be read
    switch (kind_of_file(path)) {
      case FileKind::Program:
      case FileKind::Pir:
        programs.push_back(path);
        break;
      case FileKind::Tensors:
        tensors.push_back(path);
        break;
      case FileKind::Other:
        // Lists of operators' versions and the like, which exporters put beside the model.
        if (is_named_like_program(path)) read_program(map_file(path), path.string());
        break;
    }
  }
  const fs::path where = given.empty() ? fs::path() : given[0];
  choose_program(files, programs, where);
  if (files.program.empty())
    throw InputError("there is no Paddle program among the files of the model", where.string(), kExportHint);
  if (kind_of_file(files.program) == FileKind::Pir)
    throw UnsupportedError("this is a program of Paddle 3 in its new format (PIR), which is not read",
                           files.program.string(),
                           "Export it in the old format: set the environment variable FLAGS_enable_pir_api=0 "
                           "before paddle.jit.save; it then makes model.pdmodel.");
  files.folder = files.program.parent_path();
  if (tensors.size() == 1) files.combined = tensors[0];
  if (tensors.empty()) files.combined = combined_beside(files.program);
  if (tensors.size() > 1)
    for (const fs::path& file : tensors) files.variables.emplace(file.filename().string(), file);
  return files;
}

}  // namespace quern::frontend::paddle

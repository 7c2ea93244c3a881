#include "reader/parameters.hpp"

#include <algorithm>
#include <set>

#include <quern/onnx/file.hpp>

#include "reader/lod_tensor.hpp"

namespace quern::frontend::paddle {
namespace fs = std::filesystem;
namespace {

std::vector<const Variable*> parameters_of(const Program& program) {
  std::vector<const Variable*> list;
  for (const auto& [name, variable] : program.blocks[0].variables)
    if (variable.is_persistable && variable.kind == VariableKind::Tensor) list.push_back(&variable);
  std::sort(list.begin(), list.end(), [](auto* a, auto* b) { return a->name < b->name; });
  return list;
}

void require_declared_shape(const Variable& variable, const Tensor& value, const std::string& where) {
  if (variable.has_dims && is_static(variable.dims) && variable.dims != value.dims)
    throw InputError("parameter \"" + variable.name + "\" has shape " + to_string(value.dims) +
                         ", the program declares " + to_string(variable.dims),
                     where, "The parameters belong to another program.");
}

std::set<std::string> read_by_operators(const Program& program) {
  std::set<std::string> names;
  for (const Block& block : program.blocks)
    for (const Op& op : block.ops)
      for (const Slot& slot : op.inputs) names.insert(slot.variables.begin(), slot.variables.end());
  return names;
}

// Names of variables are file names; one that leads out of the folder is refused.
fs::path file_of(const ModelFiles& files, const std::string& name) {
  if (const auto given = files.variables.find(name); given != files.variables.end()) return given->second;
  const fs::path relative = fs::path(name).lexically_normal();
  if (relative.empty() || relative.is_absolute() || *relative.begin() == "..")
    throw InputError("parameter \"" + name + "\" would lie outside of the model's folder, which is refused",
                     files.program.string());
  return files.folder / relative;
}

Tensor read_one(const ModelFiles& files, const Variable& variable) {
  const fs::path path = file_of(files, variable.name);
  Blob bytes;
  try {
    bytes = map_file(path);
  } catch (const Error& e) {
    throw Error(e.status(), "parameter \"" + variable.name + "\": " + e.what(), path.string(),
                "Give the folder with all files of the model, or the one file with all parameters beside the "
                "program.");
  }
  ByteReader reader(bytes, path.string());
  return read_lod_tensor(reader, "parameter \"" + variable.name + "\"", path.string());
}

}  // namespace

Parameters read_combined(const Program& program, const Blob& bytes, const std::string& where) {
  Parameters parameters;
  ByteReader reader(bytes, where);
  for (const Variable* variable : parameters_of(program)) {
    Tensor value = read_lod_tensor(reader, "parameter \"" + variable->name + "\"", where);
    require_declared_shape(*variable, value, where);
    parameters.emplace(variable->name, std::move(value));
  }
  if (!reader.at_end())
    throw InputError(std::to_string(reader.remaining()) + " bytes follow behind the last parameter", where,
                     "The parameters belong to another program.");
  return parameters;
}

Parameters read_parameters(const Program& program, const ModelFiles& files) {
  if (!files.combined.empty())
    return read_combined(program, map_file(files.combined), files.combined.string());
  Parameters parameters;
  const std::set<std::string> wanted = read_by_operators(program);
  for (const Variable* variable : parameters_of(program)) {
    if (!wanted.contains(variable->name)) continue;
    Tensor value = read_one(files, *variable);
    require_declared_shape(*variable, value, files.folder.string());
    parameters.emplace(variable->name, std::move(value));
  }
  return parameters;
}

}  // namespace quern::frontend::paddle

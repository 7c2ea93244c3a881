#include "reader/archive.hpp"

#include <algorithm>

#include "reader/parser.hpp"
#include "reader/pickle.hpp"
#include "reader/sniff.hpp"
#include "reader/zip.hpp"

namespace quern::frontend::pytorch {
namespace {

// All entries lie in one folder, which is named after the file as it was when it was written.
std::string prefix_of(const ZipArchive& zip, const std::string& entry) {
  for (const auto& [name, e] : zip.entries())
    if (name == entry || name.ends_with("/" + entry)) return name.substr(0, name.size() - entry.size());
  return "";
}

// "code/__torch__/torch/nn.py" is the module "__torch__.torch.nn".
std::string module_of(std::string path) {
  path = path.substr(0, path.size() - std::string(".py").size());
  std::replace(path.begin(), path.end(), '/', '.');
  return path;
}

void read_code(const ZipArchive& zip, const std::string& prefix, Program& program) {
  const std::string folder = prefix + "code/";
  for (const auto& [name, entry] : zip.entries()) {
    if (!name.starts_with(folder) || !name.ends_with(".py")) continue;
    const std::string file = name.substr(prefix.size());
    parse_code(zip.read_text(name), module_of(name.substr(folder.size())), file, program);
    if (zip.contains(name + ".debug_pkl")) program.debug_info[file] = zip.read(name + ".debug_pkl");
  }
}

Value read_one(const ZipArchive& zip, const std::string& prefix, const std::string& name, Heap& heap) {
  const ReadStorage storages = [&](const std::string& key) { return zip.read(prefix + name + "/" + key); };
  return read_pickle(zip.read(prefix + name + ".pkl"), name + ".pkl", heap, storages);
}

UnsupportedError no_program(const std::string& what, const std::string& where) {
  return UnsupportedError(
      "this file holds " + what + ", not a program", where,
      "Trace the model in Python and convert the result:\n"
      "  model.load_state_dict(torch.load(\"FILE\", map_location=\"cpu\")); model.eval()\n"
      "  traced = torch.jit.trace(model, torch.rand(1, 3, 224, 224))\n"
      "  traced.save(\"model.pt\")");
}

}  // namespace

Archive read_archive(const Blob& bytes, const std::string& where, Heap& heap) {
  if (is_legacy_pickle(bytes)) throw no_program("the weights of a network (a plain pickle)", where);
  if (is_mobile_flatbuffer(bytes))
    throw UnsupportedError("this file is a mobile program in flatbuffer format", where,
                           "Save it with torch.jit.save, or with _save_for_lite_interpreter(file, "
                           "_use_flatbuffer=False).");
  if (!ZipArchive::begins_like_zip(bytes))
    throw InputError("this is not a TorchScript archive", where, "Export the model with torch.jit.save.");
  const ZipArchive zip(bytes, where);
  if (is_exported_program(zip))
    throw UnsupportedError(
        "this file holds a program of torch.export, not TorchScript", where,
        "Trace the model that it was made from: torch.jit.trace(model.eval(), example).save(\"model.pt\")");
  const std::string prefix = prefix_of(zip, "data.pkl");
  if (!zip.contains(prefix + "data.pkl")) {
    if (is_first_format(zip))
      throw UnsupportedError("this archive was written by a PyTorch before 1.4", where,
                             "Load it with a newer PyTorch and save it again with torch.jit.save.");
    throw InputError("this zip archive holds no TorchScript model: data.pkl is missing", where);
  }
  Archive archive;
  read_code(zip, prefix, archive.program);
  if (archive.program.classes.empty()) {
    if (zip.contains(prefix + "bytecode.pkl"))
      throw UnsupportedError("this mobile program holds bytecode only, its code was stripped", where,
                             "Save the model with torch.jit.save.");
    throw no_program("the weights of a network (a state dictionary or a pickled module)", where);
  }
  const Value root = read_one(zip, prefix, "data", heap);
  archive.root = root.ref<Object>();
  if (!archive.root) throw InputError("data.pkl holds no model", where);
  archive.constants = heap.tuple({});
  if (zip.contains(prefix + "constants.pkl")) archive.constants = read_one(zip, prefix, "constants", heap);
  return archive;
}

}  // namespace quern::frontend::pytorch

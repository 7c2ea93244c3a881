#include "reader/files.hpp"

#include <string_view>

#include <quern/onnx/file.hpp>

#include "reader/params.hpp"

namespace quern::frontend::mxnet {
namespace fs = std::filesystem;
namespace {

std::string_view text_of(const Blob& content) {
  return {reinterpret_cast<const char*>(content.data()), content.size()};
}

// Other tools write graphs in nnvm's JSON too (TVM: operator "tvm_op"); those are not for us.
bool is_symbol(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || text[first] != '{') return false;
  const auto has = [&](std::string_view key) { return text.find(key) != std::string_view::npos; };
  return has("\"nodes\"") && has("\"op\"") && (has("\"heads\"") || has("\"arg_nodes\"")) &&
         !has("\"tvm_op\"");
}

bool is_params(const Blob& content) {
  uint64_t magic = 0;
  if (content.size() < sizeof(magic)) return false;
  std::memcpy(&magic, content.data(), sizeof(magic));
  return magic == kParamsMagic;
}

// "lenet-symbol.json" goes with "lenet-0010.params": the ones that lie there.
std::string neighbours(const fs::path& given, const std::string& prefix, const std::string& ending) {
  std::string names;
  std::error_code error;
  const fs::path folder = given.has_parent_path() ? given.parent_path() : fs::path(".");
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(ending)) names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

InputError missing(const fs::path& given, const char* what, const char* pattern, const std::string& ending) {
  std::string prefix = given.filename().string();
  prefix = prefix.substr(0, prefix.find_last_of('-'));
  const std::string found = neighbours(given, prefix, ending);
  return InputError(std::string("the model lacks its ") + what, given.string(),
                    std::string("Give both files, the symbol and the parameters (") + pattern + ")." +
                        (found.empty() ? "" : " Beside it lies " + found + "."));
}

}  // namespace

FileKind kind_of(const Blob& content) {
  if (is_params(content)) return FileKind::Parameters;
  return is_symbol(text_of(content)) ? FileKind::Symbol : FileKind::Other;
}

ModelFiles open_files(const std::vector<fs::path>& files) {
  ModelFiles result;
  for (const fs::path& file : files) {
    const Blob content = map_file(file);
    const FileKind kind = kind_of(content);
    if (kind == FileKind::Other)
      throw InputError("this is neither an MXNet symbol nor a parameter file", file.string(),
                       "Give NAME-symbol.json and NAME-0000.params. Parameters that MXNet 2 saved as .npz "
                       "have to be saved with HybridBlock.export().");
    const bool is_symbol = kind == FileKind::Symbol;
    fs::path& path = is_symbol ? result.symbol : result.parameters;
    if (!path.empty())
      throw InputError(std::string("there is a second ") + (is_symbol ? "symbol" : "parameter file"),
                       file.string(), "The first is " + path.string() + ": give one of them.");
    path = file;
    (is_symbol ? result.symbol_content : result.parameters_content) = content;
  }
  if (result.symbol.empty()) throw missing(result.parameters, "symbol", "NAME-symbol.json", "-symbol.json");
  if (result.parameters.empty()) throw missing(result.symbol, "parameters", "NAME-0000.params", ".params");
  return result;
}

}  // namespace quern::frontend::mxnet

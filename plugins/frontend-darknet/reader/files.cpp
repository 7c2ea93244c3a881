#include "reader/files.hpp"

#include <algorithm>

#include <quern/onnx/file.hpp>

#include "reader/cfg.hpp"
#include "reader/weights.hpp"

namespace quern::frontend::darknet {
namespace {

constexpr size_t kLongestCfg = size_t(1) << 20;  // YOLOv4 has 12 KB
constexpr size_t kLookedAt = size_t(64) << 10;   // enough to decide what a text is

std::string_view text_of(const Blob& file) {
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

enum class Kind { Cfg, Weights, OtherText, Unknown };

Kind kind_of(const Blob& file) {
  const std::string_view begin = text_of(file).substr(0, kLookedAt);
  const bool is_text = begin.find('\0') == std::string_view::npos;
  if (is_text && looks_like_cfg(begin)) return Kind::Cfg;
  if (looks_like_weights(file)) return Kind::Weights;
  return is_text ? Kind::OtherText : Kind::Unknown;
}

void settle(std::string& name, Blob& place, const Blob& file, const std::string& path, const char* kind) {
  if (!name.empty())
    throw Error(QUERN_ERROR_ARGUMENT, std::string("two ") + kind + " files were given, the first is " + name,
                path, "Give one .cfg file and its .weights file.");
  name = path;
  place = file;
}

}  // namespace

Files sort_files(const std::vector<std::filesystem::path>& paths, const Host& host) {
  Files files;
  for (const std::filesystem::path& path : paths) {
    const Blob file = map_file(path);
    const std::string extension = path.extension().string();
    Kind kind = kind_of(file);
    // A damaged file is still read for what its name says, so that the message tells what is wrong in it.
    if (kind != Kind::Cfg && kind != Kind::Weights && extension == ".weights") kind = Kind::Weights;
    if (kind == Kind::OtherText && extension == ".cfg") kind = Kind::Cfg;
    switch (kind) {
      case Kind::Cfg:
        if (file.size() > kLongestCfg)
          throw InputError("a network description of more than 1 MB is not read", path.string());
        settle(files.cfg_name, files.cfg, file, path.string(), ".cfg");
        break;
      case Kind::Weights:
        settle(files.weights_name, files.weights, file, path.string(), ".weights");
        break;
      case Kind::OtherText:
        host.note("this file is not needed and is ignored", path.string());
        break;
      case Kind::Unknown:
        throw InputError("this is neither a Darknet .cfg file nor a .weights file", path.string());
    }
  }
  if (files.cfg_name.empty())
    throw Error(QUERN_ERROR_ARGUMENT, "no .cfg file was given",
                files.weights_name.empty() ? "" : files.weights_name,
                "A .weights file holds numbers only: give the .cfg file that belongs to it, too.");
  return files;
}

int sniff(const std::vector<std::filesystem::path>& paths) {
  int answer = 0;
  for (const std::filesystem::path& path : paths) {
    try {
      const Kind kind = kind_of(map_file(path));
      if (kind == Kind::Cfg) answer = 100;
      if (kind == Kind::Weights) answer = std::max(answer, path.extension() == ".weights" ? 60 : 10);
    } catch (const Error&) {
      // Not a file that can be read: not ours.
    }
  }
  return answer;
}

}  // namespace quern::frontend::darknet
